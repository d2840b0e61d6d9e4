//! `cargo xtask fuzz`: the parsers of foreign bytes (fuzz/parsers/) under libFuzzer.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh::{self, Outcome};

mod figures;
mod kept;
mod run;
mod touched;

const FUZZ: &str = "cargo-fuzz@0.13.2";

/// The named parsers, those that changed since a revision, or all of them, each for so many seconds; the figures go into docs/reliability.md. What the fuzzer
/// collects lies in `target/fuzz/`, where the next run goes on; `--keep` takes a small choice of it into `fuzz/corpus/`.
/// What makes a parser fail lies in `fuzz/artifacts/` and belongs under a name into `fuzz/corpus/`, where every test run
/// tries it again.
pub(crate) fn fuzz(arguments: &[String], usual_seconds: u32) -> Outcome {
    let (mut names, mut seconds, mut keep) = (Vec::new(), usual_seconds, false);
    let mut since = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" | "--minutes" => {
                let number = words.next().and_then(|number| number.parse::<u32>().ok());
                let number = number.ok_or_else(|| format!("{word} wants a number"))?;
                seconds = number * if word == "--minutes" { 60 } else { 1 };
            }
            "--since" => since = Some(words.next().ok_or("--since wants a revision")?),
            "--keep" => keep = true,
            name => names.push(name.to_owned()),
        }
    }
    let known = parsers()?;
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        return Err(format!("{unknown} is none of {}", known.join(", ")));
    }
    match since {
        Some(revision) => names.extend(touched::touched(&known, revision)?),
        None if names.is_empty() => names = known,
        None => {}
    }
    each(&names, seconds, |fuzzer, name, run| {
        figures::add(name, run)?;
        if keep && !run.failed {
            kept::keep(fuzzer, name)?;
        }
        Ok(())
    })
}

/// A minute for each parser that differs from the main branch, where there is one and nightly Rust. On the main branch itself
/// those of its last commit and what is not committed yet.
pub(crate) fn changed() -> Outcome {
    let base = |branch| {
        let line = format!("git merge-base HEAD {branch}");
        sh::output(sh::command(&line))
    };
    let Some(base) = base("origin/main").or_else(|| base("main")) else {
        println!("no main branch to compare with");
        return Ok(());
    };
    let revision = |name: &str| sh::output(sh::command(&format!("git rev-parse --verify {name}")));
    let base = match (revision("HEAD"), revision("HEAD^")) {
        (Some(head), Some(before)) if head == base => before,
        _ => base,
    };
    let names = touched::touched(&parsers()?, base.trim())?;
    if !names.is_empty() && host().is_none() {
        println!("{} changed, and there is no nightly Rust", names.join(", "));
        return Ok(());
    }
    each(&names, 60, |_, _, _| Ok(()))
}

/// Runs one after the other; `then` hears what came of each.
fn each(
    names: &[String],
    seconds: u32,
    then: impl Fn(&Fuzzer, &str, &run::Run) -> Outcome,
) -> Outcome {
    if names.is_empty() {
        println!("no parser was touched");
        return Ok(());
    }
    let fuzzer = Fuzzer::built()?;
    let mut failed = Vec::new();
    for name in names {
        let run = run::run(&fuzzer, name, seconds)?;
        then(&fuzzer, name, &run)?;
        if run.failed {
            failed.push(name.as_str());
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    let failed = failed.join(", ");
    Err(format!("{failed}: the inputs are in fuzz/artifacts/"))
}

/// What nightly Rust builds for; none where it is not.
fn host() -> Option<String> {
    let about = sh::output(sh::command("rustc +nightly -vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "))?;
    Some(host.to_owned())
}

/// The programs that cargo's tool built, one for each parser. They are run without it, so that a source which changes
/// meanwhile changes no run.
struct Fuzzer {
    programs: PathBuf,
}

impl Fuzzer {
    fn built() -> Outcome<Self> {
        let host = host().ok_or("Nightly Rust is needed: rustup toolchain install nightly")?;
        let target = sh::root().join("fuzz/target");
        let mut build = Command::new(sh::tool(FUZZ)?);
        // The C below is not built with a sanitizer; what is looked for are panics, time and memory.
        build
            .current_dir(sh::root())
            .env("RUSTUP_TOOLCHAIN", "nightly")
            .args(["fuzz", "build", "--sanitizer", "none", "--target-dir"])
            .arg(&target);
        sh::go(build)?;
        let programs = target.join(host).join("release");
        Ok(Self { programs })
    }

    /// The parser `name` with these folders of inputs; new ones go into the first.
    fn parser(&self, name: &str, folders: [&Path; 2]) -> Outcome<Command> {
        let artifacts = sh::root().join("fuzz/artifacts").join(name);
        std::fs::create_dir_all(&artifacts).map_err(|error| error.to_string())?;
        let mut run = Command::new(self.programs.join(name));
        run.current_dir(sh::root())
            .args(["-timeout=5", "-rss_limit_mb=1024", "-max_len=65536"])
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .args(folders);
        Ok(run)
    }
}

/// Where the fuzzer collects.
fn found(name: &str) -> Outcome<PathBuf> {
    let folder = sh::target().join("fuzz").join(name);
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

/// The inputs that every test run tries.
fn corpus(name: &str) -> PathBuf {
    sh::root().join("fuzz/corpus").join(name)
}

fn parsers() -> Outcome<Vec<String>> {
    let mut names: Vec<String> = entries(&sh::root().join("fuzz/fuzz_targets"))?
        .iter()
        .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort_unstable();
    Ok(names)
}

fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}
