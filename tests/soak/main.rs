//! Long runs against faults: `cargo xtask soak kill|flip|restore [--minutes N]`. Each run goes on where the last one stopped, and
//! adds a line to docs/reliability.md; several sittings add up.
#![allow(clippy::print_stdout, clippy::print_stderr)]

#[path = "../people.rs"]
mod people;

mod bed;
mod flip;
mod kill;
mod report;
mod restore;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use report::Figures;

/// Until when a run goes on, and where its dice start.
pub(crate) struct Run {
    pub(crate) end: Instant,
    pub(crate) seed: u64,
}

const USAGE: &str = "soak kill|flip|restore [--minutes N]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (name, minutes) = match words.as_slice() {
        ["write-until-killed", folder, seed] => return kill::child(folder, seed),
        [name] => (*name, 5),
        [name, "--minutes", minutes] => match minutes.parse() {
            Ok(minutes) => (*name, minutes),
            Err(_) => return usage(),
        },
        _ => return usage(),
    };
    let soak: fn(&Run) -> Figures = match name {
        "kill" => kill::kill,
        "flip" => flip::flip,
        "restore" => restore::restore,
        _ => return usage(),
    };
    let run = Run {
        end: Instant::now() + Duration::from_secs(60 * minutes),
        seed: report::rounds_so_far(name),
    };
    let figures = soak(&run);
    report::add(name, &figures);
    if figures.lost + figures.errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::FAILURE
}
