//! Killed while it writes: every commit that was answered is there, and the file is whole.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use kartotek_core::vault::Op;
use kartotek_core::{activity, verify};

use crate::Run;
use crate::bed;
use crate::dice::Dice;
use crate::report::Figures;

/// Rounds on one vault.
const ROUNDS: u64 = 100;

pub(crate) fn kill(run: &Run) -> Figures {
    let mut figures = Figures::default();
    let mut dice = Dice(run.seed);
    while Instant::now() < run.end {
        let folder = tempfile::tempdir().expect("a folder");
        let vault = bed::vault(folder.path());
        for name in ["Åsa Öberg", "Berit Ek", "Cilla Dal"] {
            bed::add(&vault, name).expect("a contact");
        }
        drop(vault);
        let mut answered = Vec::new();
        for _ in 0..ROUNDS {
            if Instant::now() >= run.end {
                break;
            }
            answered.extend(round(folder.path(), &mut dice));
            figures.rounds += 1;
            match lost(folder.path(), &answered) {
                Some(lost) => figures.lost += lost,
                None => figures.errors += 1,
            }
        }
        figures.acts += answered.len() as u64;
        let whole = bed::again(folder.path())
            .is_ok_and(|vault| verify::verify(&vault, None).iter().all(|check| check.ok));
        figures.errors += u64::from(!whole);
    }
    figures
}

/// Starts a writer, kills it, and returns the texts of the notes whose commit it had been told of.
fn round(folder: &Path, dice: &mut Dice) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .arg("write-until-killed")
        .arg(folder)
        .arg(dice.roll().to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a writer");
    let out = child.stdout.take().expect("its answers");
    let (tell, told) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    let mut answered: Vec<String> = told
        .recv_timeout(Duration::from_secs(30))
        .into_iter()
        .collect();
    std::thread::sleep(Duration::from_micros(dice.roll() % 60_000));
    child.kill().expect("a kill");
    child.wait().expect("an end");
    reader.join().expect("a reader");
    answered.extend(told.try_iter());
    answered
}

/// How many of the answered notes are not there; `None`: the vault does not open.
fn lost(folder: &Path, answered: &[String]) -> Option<u64> {
    let vault = bed::again(folder).ok()?;
    let people = bed::people(&vault).ok()?;
    let mut there = std::collections::HashSet::new();
    for person in people {
        let mut before: Option<String> = None;
        loop {
            let page = vault
                .read(|tx| activity::timeline(tx, person, before.as_deref(), 200))
                .ok()?;
            for entry in &page.entries {
                if let activity::Entry::Note { text, .. } = entry {
                    there.insert(text.clone());
                }
            }
            before = page.next;
            if before.is_none() {
                break;
            }
        }
    }
    Some(
        answered
            .iter()
            .filter(|text| !there.contains(*text))
            .count() as u64,
    )
}

/// Writes notes and says of each when its commit was answered, until somebody kills it.
pub(crate) fn child(folder: &str, seed: &str) -> ExitCode {
    let vault = bed::again(Path::new(folder)).expect("the vault");
    let people = bed::people(&vault).expect("people");
    let mut out = std::io::stdout();
    for n in 0.. {
        let text = format!("anteckning {seed} {n}");
        let about = [people[n % people.len()]];
        vault
            .write(Op::WriteNote, |tx| {
                activity::write_note(tx, &about, &text, None)
            })
            .expect("a note");
        if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    ExitCode::SUCCESS
}
