//! docs/reliability.md: a line a run, and the sums over all of them.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

/// What a run counted.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) rounds: u64,
    /// Commits that were answered, damages that were made, people forgotten: what the round is about.
    pub(crate) acts: u64,
    pub(crate) lost: u64,
    pub(crate) errors: u64,
    /// The slowest opening after a fault, where that is looked at.
    pub(crate) slowest: Duration,
}

impl Figures {
    /// Takes in what another hand counted.
    pub(crate) fn and(&mut self, other: &Self) {
        self.rounds += other.rounds;
        self.acts += other.acts;
        self.lost += other.lost;
        self.errors += other.errors;
        self.slowest = self.slowest.max(other.slowest);
    }

    /// The slowest opening in words; nothing where none was looked at.
    pub(crate) fn slowest(&self) -> String {
        match self.slowest {
            Duration::ZERO => String::new(),
            slowest => format!("slowest opening {} ms", slowest.as_millis()),
        }
    }
}

fn file() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/reliability.md"
    ))
}

/// The runs of `name` so far, each with its figures.
fn runs(name: &str) -> Vec<[u64; 4]> {
    let text = std::fs::read_to_string(file()).unwrap_or_default();
    text.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let number = |at: usize| cells.get(at)?.parse::<u64>().ok();
            (cells.get(3) == Some(&name))
                .then(|| Some([number(4)?, number(5)?, number(6)?, number(7)?]))?
        })
        .collect()
}

pub(crate) fn rounds_so_far(name: &str) -> u64 {
    runs(name).iter().map(|run| run[0]).sum()
}

/// The acts of a round that has not been ended yet.
pub(crate) fn begun(name: &str) -> u64 {
    let runs = runs(name);
    let unended = runs.iter().rev().take_while(|run| run[0] == 0);
    unended.map(|run| run[1]).sum()
}

/// The version, and the commit that it was made of.
fn version() -> String {
    let commit = std::process::Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let commit = commit.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    let changed = std::process::Command::new("git")
        .args(["status", "--porcelain", "--", "../core", "../cli", "."])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let changed = changed.is_ok_and(|out| !out.stdout.is_empty());
    format!(
        "{} {}{}",
        env!("CARGO_PKG_VERSION"),
        commit.unwrap_or_default(),
        if changed { "-changed" } else { "" }
    )
}

pub(crate) fn add(name: &str, figures: &Figures) {
    let day = std::process::Command::new("date").arg("+%F").output();
    let day = day.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    let mut text = std::fs::read_to_string(file()).expect("docs/reliability.md");
    let _ = writeln!(
        text,
        "| {} | {} | {name} | {} | {} | {} | {} |",
        day.unwrap_or_default(),
        version(),
        figures.rounds,
        figures.acts,
        figures.lost,
        figures.errors
    );
    std::fs::write(file(), text).expect("docs/reliability.md");
    let sum = runs(name).iter().fold([0; 4], |sum, run| {
        [0, 1, 2, 3].map(|at: usize| sum[at] + run[at])
    });
    println!("| | rounds | acts | lost | errors | |\n|---|---|---|---|---|---|");
    println!(
        "| {name}, this run | {} | {} | {} | {} | {} |",
        figures.rounds,
        figures.acts,
        figures.lost,
        figures.errors,
        figures.slowest()
    );
    println!(
        "| {name}, all runs | {} | {} | {} | {} | |",
        sum[0], sum[1], sum[2], sum[3]
    );
}
