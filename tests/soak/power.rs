//! The power fails: what a program did to its disk is recorded once, and the disk as a cut at a random moment would leave
//! it is opened again. Every act that was answered is there, the one that was not is there whole or not at all.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use kartotek_core::vault::session::{self, Found};
use kartotek_core::{Result, verify};

use crate::Run;
use crate::act::Act;
use crate::dice::Dice;
use crate::life::{self, Life};
use crate::reckoning::Reckoning;
use crate::record::{self, Disk, Entry};
use crate::report::Figures;

/// Acts in one recorded life, and after how many the vault is closed and opened again.
const ACTS: u64 = 120;
const SITTING: u64 = 40;
/// Cuts into one recorded life.
const CUTS: usize = 250;
/// Lives at the same time.
const LANES: u64 = 2;

pub(crate) fn power(run: &Run) -> Figures {
    control();
    run.lanes(LANES, |lane, figures| {
        while lane.goes_on(figures.rounds) {
            lives(lane.seed + figures.rounds, false, lane, figures);
        }
    })
}

/// A run that finds nothing on a disk that ignores every sync would be blind.
fn control() {
    let mut control = Figures::default();
    lives(0, true, &Run::of_rounds(20, 0), &mut control);
    println!(
        "control: a disk that ignores every sync fails {} of {} cuts",
        control.lost + control.errors,
        control.rounds
    );
    assert!(control.lost + control.errors > 0, "the run is blind");
}

/// One life and cuts into it; `lies`: as a disk that ignores every sync would leave it.
fn lives(seed: u64, lies: bool, run: &Run, figures: &mut Figures) {
    let ground = tempfile::tempdir().expect("a folder");
    let entries = recorded(ground.path(), seed);
    let mut dice = Dice(seed);
    let mut at: Vec<usize> = (0..CUTS.min(run.rounds_left(figures.rounds)))
        .map(|_| dice.below(entries.len()))
        .collect();
    at.sort_unstable();
    let mut at = at.into_iter().peekable();
    let mut disk = Disk::default();
    disk.lies = lies;
    let mut reckoning = None;
    for (n, entry) in entries.iter().enumerate() {
        disk.go(entry);
        if let Entry::Mark(text) = entry {
            marked(&mut reckoning, text, figures);
        }
        while at.next_if_eq(&n).is_some() {
            if !run.goes_on(figures.rounds) {
                return;
            }
            let folder = tempfile::tempdir().expect("a folder");
            disk.cut(folder.path(), &mut dice).expect("a disk");
            figures.rounds += 1;
            match wrong(&folder.path().join("valv"), reckoning.clone()) {
                Ok(wrong) => figures.lost += wrong,
                Err(error) => {
                    if !lies {
                        eprintln!("seed {seed}, entry {n}: {:?}", error.code());
                    }
                    figures.errors += 1;
                }
            }
        }
    }
}

fn marked(reckoning: &mut Option<Reckoning>, text: &str, figures: &mut Figures) {
    match (text.split_once(' '), reckoning) {
        (Some(("found", code)), none) => *none = Some(Reckoning::new(code.to_owned())),
        (Some(("done", said)), Some(reckoning)) => {
            reckoning.answered(said);
            figures.acts += 1;
        }
        (_, Some(reckoning)) => reckoning.announced(Act::read(text).expect("an act")),
        (_, None) => unreachable!("an act before there is a vault"),
    }
}

/// How much differs from what was answered before the cut.
fn wrong(home: &Path, reckoning: Option<Reckoning>) -> Result<u64> {
    let (vault, wrong) = match reckoning {
        Some(mut reckoning) => {
            let vault = reckoning.open(home)?;
            let wrong = reckoning.differing(&vault)?;
            (vault, wrong + reckoning.backed_up(home)?)
        }
        // The vault was being founded: it is there, or the first run comes again.
        None => match session::look(home) {
            Found::Nothing => (life::empty(home)?.0, 0),
            _ => (session::open_in(home, life::unlock(0), &life::around())?, 0),
        },
    };
    let sound = verify::verify(&vault, None).iter().all(|check| check.ok);
    Ok(wrong + u64::from(!sound))
}

/// The library that watches: cargo puts it beside the tests.
pub(crate) fn watcher() -> PathBuf {
    let this = std::env::current_exe().expect("this program");
    let built = this.ancestors().nth(2).expect("cargo's folder");
    let watcher = built.join("examples/libfaulty_disk.so");
    assert!(
        watcher.exists(),
        "cargo build -p kartotek-tests --example faulty_disk comes first"
    );
    watcher
}

fn recorded(ground: &Path, seed: u64) -> Vec<Entry> {
    let (root, record) = (ground.join("disk"), ground.join("record"));
    std::fs::create_dir(&root).expect("a folder");
    let done = Command::new(std::env::current_exe().expect("this program"))
        .arg("live-on-record")
        .arg(&root)
        .arg(seed.to_string())
        .env("LD_PRELOAD", watcher())
        .env("FAULTY_DISK", &root)
        .env("FAULTY_DISK_RECORD", &record)
        .status()
        .expect("a life");
    assert!(done.success(), "a life on a good disk");
    let entries = record::read(&record, &root).expect("a record");
    // A backup says where its fellows went: the list there would tell of people who were forgotten after the cut.
    std::fs::remove_dir_all(&root).expect("only the record is left");
    entries
}

/// Lives under watch.
pub(crate) fn child(root: &str, seed: &str) -> ExitCode {
    let mark = |text: &str| {
        std::fs::remove_file(format!("/faulty-disk/mark/{text}")).expect("a disk that is watched");
    };
    let home = Path::new(root).join("valv");
    let seed: u64 = seed.parse().expect("a number");
    let mut dice = Dice(seed);
    let code = life::found(&home).expect("a vault");
    mark(&format!("found {code}"));
    let mut phrase = 0;
    for sitting in 0..ACTS / SITTING {
        let vault = life::open(&home, &code).expect("the vault");
        let life = Life::go_on(vault, &home, phrase, sitting).expect("its people");
        let mut life = life.exporting().restoring(&code);
        for _ in 0..SITTING {
            let act = life.next(&mut dice, 60);
            mark(&act.line());
            let said = life.act(&act).expect("an act");
            mark(&format!("done {said}"));
        }
        phrase = life.close().expect("a good end");
    }
    ExitCode::SUCCESS
}
