//! Another program holds the files for a while, as virus scanners and backup programs do: an act waits for it, or says what
//! is the matter when it takes too long, and nothing is lost either way.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kartotek_core::{Code, Result, verify};

use crate::Run;
use crate::act::Act;
use crate::dice::Dice;
use crate::life::{self, Life};
use crate::power::watcher;
use crate::reckoning::Reckoning;
use crate::report::Figures;

/// Acts that touch files of our own, one life.
const ACTS: usize = 6;
/// How long the product waits, and a hold that outlasts that.
const PATIENCE: u64 = 5_000;
const LONG: u64 = 6_000;

pub(crate) fn held(run: &Run) -> Figures {
    run.rounds(|seed, figures| {
        let ground = tempfile::tempdir().map_err(|error| error.to_string())?;
        let out = Command::new(std::env::current_exe().expect("this program"))
            .arg("work-while-held")
            .arg(ground.path())
            .arg(seed.to_string())
            .env("LD_PRELOAD", watcher())
            .env("FAULTY_DISK", ground.path())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&out.stdout);
        figures.acts += text.trim().parse::<u64>().unwrap_or(0);
        if out.status.success() {
            return Ok(());
        }
        Err("see above".into())
    })
}

/// Works under the held disk; says how many acts there were.
pub(crate) fn child(root: &str, seed: &str) -> ExitCode {
    let seed: u64 = seed.parse().expect("a number");
    match work(Path::new(root), seed) {
        Ok(acts) => {
            println!("{acts}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
    }
}

fn work(root: &Path, seed: u64) -> Result<usize, String> {
    let told = |what: &str, error: &kartotek_core::Error| format!("{what}: {:?}", error.code());
    let home = root.join("valv");
    let code = life::found(&home).map_err(|error| told("founding", &error))?;
    let mut reckoning = Reckoning::new(code.clone());
    let open = || life::open(&home, &code).and_then(|vault| Life::go_on(vault, &home, 0, seed));
    let mut life = open().map_err(|error| told("opening", &error))?;
    let mut dice = Dice(seed);
    let mut acts = 0;
    let mut phrase = 0;
    while acts < ACTS {
        let act = match dice.below(4) {
            0 => Act::Backup,
            1 => {
                phrase += 1;
                Act::Phrase(phrase)
            }
            2 => Act::Rotate,
            _ => Act::Add(format!("Person {seed} {acts}")),
        };
        acts += 1;
        let too_long = dice.below(10) == 0;
        let hold = if too_long {
            LONG
        } else {
            50 + dice.roll() % 1_500
        };
        reckoning.announced(act.clone());
        let begun = Instant::now();
        let _ = fs::remove_file(format!("/faulty-disk/hold/{hold}"));
        let done = life.act(&act);
        match done {
            Ok(said) => reckoning.answered(&said),
            Err(error) if too_long && error.code() == Code::FileHeld => {
                let waited = begun.elapsed();
                if waited < Duration::from_millis(PATIENCE) {
                    return Err(format!("{}: gave up after {waited:?}", act.line()));
                }
                // What was not answered is there whole or not at all.
                thread::sleep(Duration::from_millis(LONG).saturating_sub(waited));
                break;
            }
            Err(error) => return Err(told(&format!("{}, held {hold} ms", act.line()), &error)),
        }
        thread::sleep(Duration::from_millis(hold).saturating_sub(begun.elapsed()));
    }
    drop(life);
    let vault = reckoning
        .open(&home)
        .map_err(|error| told("at the end", &error))?;
    let wrong = reckoning
        .differing(&vault)
        .and_then(|wrong| Ok(wrong + reckoning.backed_up(&home)?))
        .map_err(|error| told("at the end", &error))?;
    match (
        wrong,
        verify::verify(&vault, None).iter().all(|check| check.ok),
    ) {
        (0, true) => Ok(acts),
        _ => Err(format!(
            "{wrong} acts are missing, or the vault is not sound"
        )),
    }
}
