//! `bench [--small|--medium|--full] [--processor] [--keep]`: invented people in a throw-away vault, the questions of a working day through
//! the same core functions that the window calls, and each figure beside the floors of the same run.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod fill;
mod measure;
mod report;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use kartotek_bench::figures::{Figures, PROCESSOR_TIME};
use kartotek_bench::{SIZES, Size, size};

type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "bench [--small|--medium|--full] [--processor] [--keep]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("step") => step(&arguments[1..]),
        _ => run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Every step in a process of its own, so that memory is counted for it alone.
fn run(arguments: &[String]) -> Outcome<()> {
    let mut chosen = SIZES[2];
    let (mut keep, mut processor) = (false, false);
    for argument in arguments {
        match argument.trim_start_matches("--") {
            "keep" => keep = true,
            "processor" => processor = true,
            name => chosen = size(name).ok_or(USAGE)?,
        }
    }
    let own = std::env::current_exe()?;
    let floor = own.with_file_name("floor");
    if !floor.exists() {
        return Err("the floor is not built: cargo build --release -p kartotek-bench".into());
    }
    let folder = own.with_file_name(format!("bench-{}-{}", chosen.name, std::process::id()));
    std::fs::create_dir(&folder)?;
    let mut columns = Vec::new();
    for schema in ["a", "b"] {
        let mut figures = Figures::new();
        for step in ["fill", "measure"] {
            figures.extend(child(&floor, &[schema, step], &folder, chosen, processor)?);
        }
        columns.push(figures);
    }
    let mut ours = Figures::new();
    for step in ["fill", "measure", "forget"] {
        ours.extend(child(&own, &["step", step], &folder, chosen, processor)?);
    }
    if processor {
        println!("The processor's time of the thread that asks, not the wall clock.");
    }
    report::print(chosen, &ours, &columns[0], &columns[1]);
    if keep {
        println!("\nKept: {}", folder.display());
    } else {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

fn child(
    program: &Path,
    words: &[&str],
    folder: &Path,
    size: Size,
    processor: bool,
) -> Outcome<Figures> {
    eprintln!(
        "{} {} ...",
        program.file_name().unwrap_or_default().display(),
        words.join(" ")
    );
    let mut command = Command::new(program);
    if processor {
        command.env(PROCESSOR_TIME, "1");
    }
    let out = command
        .args(words)
        .arg(folder)
        .arg(size.name)
        .stderr(Stdio::inherit())
        .output()?;
    if !out.status.success() {
        return Err(format!("{} failed", words.join(" ")).into());
    }
    Ok(serde_json::from_slice(&out.stdout)?)
}

fn step(arguments: &[String]) -> Outcome<()> {
    let [step, folder, name] = arguments else {
        return Err(USAGE.into());
    };
    let size = size(name).ok_or(USAGE)?;
    let folder = PathBuf::from(folder);
    let figures = match step.as_str() {
        "fill" => fill::fill(&folder, size)?,
        "measure" => measure::measure(&folder, size)?,
        "forget" => measure::forget(&folder, size)?,
        _ => return Err(USAGE.into()),
    };
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}
