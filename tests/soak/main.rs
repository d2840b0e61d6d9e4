//! Long runs against faults: `cargo xtask soak NAME [--minutes N]`. Each run goes on where the last one stopped, and
//! adds a line to docs/reliability.md; several sittings add up.
#![allow(clippy::print_stdout, clippy::print_stderr)]

#[path = "../dice.rs"]
mod dice;
#[path = "../faults/mod.rs"]
mod faults;
#[path = "../people.rs"]
mod people;
#[path = "../small_disk.rs"]
mod small_disk;

mod act;
mod bed;
mod damage;
mod full_disk;
mod ground;
mod held;
mod io;
mod kill;
mod life;
mod load;
mod power;
mod reckoning;
mod record;
mod report;
mod residue;
mod restore;
mod rivals;
mod run;
mod wrong_key;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use damage::damage;
use faults::damage::{Harm, Target};
use faults::full_disk::Operation;
use full_disk::full_disk;
use kill::Answers;
use report::Figures;
pub(crate) use run::Run;

const USAGE: &str = "soak [kill|power|io|held|flip|damage|restore|full-disk|rivals|wrong-key|load|residue] [--minutes N]";

/// What it runs with, its row in the table, and how to come to its figures. A row can be run alone, too.
type Soak = (&'static str, &'static str, fn(&Run) -> Figures);

const SOAKS: &[Soak] = &[
    ("kill", "kill", kill::kill),
    ("power", "power", power::power),
    ("io", "io-note", |run| io::io("note", run)),
    ("io", "io-phrase", |run| io::io("phrase", run)),
    ("io", "io-forget", |run| io::io("forget", run)),
    ("io", "io-create", |run| io::io("create", run)),
    ("io", "io-open", |run| io::io("open", run)),
    ("io", "io-close", |run| io::io("close", run)),
    ("io", "io-add", |run| io::io("add", run)),
    ("io", "io-import", |run| io::io("import", run)),
    ("io", "io-export", |run| io::io("export", run)),
    ("io", "io-prove", |run| io::io("prove", run)),
    ("io", "io-backup", |run| io::io("backup", run)),
    ("io", "io-renew", |run| io::io("renew", run)),
    ("io", "io-restore", |run| io::io("restore", run)),
    ("io", "io-restore-over", |run| io::io("restore-over", run)),
    ("io", "io-rotate", |run| io::io("rotate", run)),
    ("held", "held", held::held),
    ("restore", "restore", restore::restore),
    ("full-disk", "full-forget", |run| {
        full_disk(Operation::Forget, run)
    }),
    ("full-disk", "full-backup", |run| {
        full_disk(Operation::Backup, run)
    }),
    ("full-disk", "full-export", |run| {
        full_disk(Operation::Export, run)
    }),
    ("full-disk", "full-keys", |run| {
        full_disk(Operation::Ways, run)
    }),
    ("full-disk", "full-import", |run| {
        full_disk(Operation::Import, run)
    }),
    ("full-disk", "full-new-key", |run| {
        full_disk(Operation::Rotate, run)
    }),
    ("full-disk", "full-new-vault", |run| {
        full_disk(Operation::Create, run)
    }),
    ("full-disk", "full-restore", |run| {
        full_disk(Operation::Restore, run)
    }),
    ("full-disk", "full-renew", |run| {
        full_disk(Operation::Renew, run)
    }),
    ("full-disk", "full-rescue", |run| {
        full_disk(Operation::Rescue, run)
    }),
    ("damage", "flip", |run| {
        damage(Target::Database, Harm::Bit, run)
    }),
    ("damage", "cut", |run| {
        damage(Target::Database, Harm::Cut, run)
    }),
    ("damage", "pages", |run| {
        damage(Target::Database, Harm::Pages, run)
    }),
    ("damage", "flip-keys", |run| {
        damage(Target::Keys, Harm::Bit, run)
    }),
    ("damage", "cut-keys", |run| {
        damage(Target::Keys, Harm::Cut, run)
    }),
    ("damage", "flip-backup", |run| {
        damage(Target::Backup, Harm::Bit, run)
    }),
    ("damage", "cut-backup", |run| {
        damage(Target::Backup, Harm::Cut, run)
    }),
    ("damage", "pages-backup", |run| {
        damage(Target::Backup, Harm::Pages, run)
    }),
    ("damage", "flip-log", |run| {
        damage(Target::Log, Harm::Bit, run)
    }),
    ("damage", "cut-log", |run| {
        damage(Target::Log, Harm::Cut, run)
    }),
    ("residue", "residue", residue::residue),
    ("residue", "residue-backups", residue::in_backups),
    ("rivals", "rivals", rivals::race),
    ("rivals", "moved", rivals::moved),
    ("wrong-key", "wrong-key", wrong_key::wrong_key),
    ("load", "load", load::load),
];

/// Runs of the gate, and how many rounds.
const GATE: &[(&str, u64)] = &[
    ("kill", 300),
    ("power", 2_000),
    ("restore", 50),
    ("io-note", 1),
    ("io-phrase", 1),
    ("io-forget", 1),
    ("held", 3),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (name, minutes) = match words.as_slice() {
        [kill::HONEST, home, code, phrase, seed] => {
            return kill::child(Answers::Honest, [home, code, phrase, seed]);
        }
        [kill::HASTY, home, code, phrase, seed] => {
            return kill::child(Answers::Hasty, [home, code, phrase, seed]);
        }
        ["fail-at-every-call", operation, from, seconds, root] => {
            return io::child(operation, from, seconds, root);
        }
        ["live-on-record", root, seed] => return power::child(root, seed),
        ["work-while-held", root, seed] => return held::child(root, seed),
        ["rival", place] => std::process::exit(faults::rivals::rival(place.as_ref())),
        ["gate"] => return gate(RandomState::new().hash_one(0) >> 40),
        ["gate", seed] => match seed.parse() {
            Ok(seed) => return gate(seed),
            Err(_) => return usage(),
        },
        [] => (None, 60),
        ["--minutes", minutes] => match minutes.parse::<u32>() {
            Ok(minutes) => (None, minutes),
            Err(_) => return usage(),
        },
        [name] => (Some(*name), 5),
        [name, "--minutes", minutes] => match minutes.parse::<u32>() {
            Ok(minutes) => (Some(*name), minutes),
            Err(_) => return usage(),
        },
        _ => return usage(),
    };
    let mut soaks: Vec<_> = SOAKS
        .iter()
        .filter(|(group, row, _)| name.is_none_or(|name| name == *group || name == *row))
        .collect();
    soaks.sort_by_key(|(_, row, _)| report::rounds_so_far(row));
    if soaks.is_empty() {
        return usage();
    }
    let end = Instant::now() + Duration::from_mins(1) * minutes;
    let mut faults = 0;
    for (rest, (_, row, soak)) in (1..=soaks.len()).rev().zip(soaks) {
        // What one of them leaves is for the others.
        let left = end.saturating_duration_since(Instant::now());
        let run = Run {
            end: Instant::now() + left / u32::try_from(rest).unwrap_or(1),
            rounds: u64::MAX,
            seed: report::rounds_so_far(row),
            begun: report::begun(row),
        };
        let figures = soak(&run);
        report::add(row, &figures);
        faults += figures.lost + figures.errors;
    }
    if faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What `cargo xtask test` plays of the runs that need this program as their victim; the rest is among the rules. The dice
/// differ from one time to the next; `gate SEED` throws the same ones again.
fn gate(seed: u64) -> ExitCode {
    println!("gate {seed}");
    let mut faults = 0;
    for (name, rounds) in GATE {
        let run = Run::of_rounds(*rounds, seed);
        let (_, _, soak) = SOAKS
            .iter()
            .find(|(_, row, _)| row == name)
            .expect("a run of that name");
        let begun = Instant::now();
        let figures = soak(&run);
        println!(
            "{name}: {} rounds, {} acts, {} lost, {} errors, {} s {}",
            figures.rounds,
            figures.acts,
            figures.lost,
            figures.errors,
            begun.elapsed().as_secs(),
            figures.slowest()
        );
        faults += figures.lost + figures.errors;
    }
    match faults {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn usage() -> ExitCode {
    let mut names: Vec<&str> = SOAKS
        .iter()
        .flat_map(|(group, row, _)| [*group, *row])
        .collect();
    names.sort_unstable();
    names.dedup();
    eprintln!("{USAGE}: {}", names.join(", "));
    ExitCode::FAILURE
}
