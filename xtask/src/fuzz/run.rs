//! One run of one parser, and what the fuzzer says of it.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{Fuzzer, corpus, found};
use crate::sh::Outcome;

/// What came of it.
#[derive(Default)]
pub(super) struct Run {
    pub(super) seconds: u64,
    pub(super) inputs: u64,
    /// What the inputs do differently: edges of the program and how often they are taken.
    pub(super) features: u64,
    pub(super) failed: bool,
}

pub(super) fn run(fuzzer: &Fuzzer, name: &str, seconds: u32) -> Outcome<Run> {
    println!("{name}, {seconds} s");
    let mut command = fuzzer.parser(name, [&found(name)?, &corpus(name)])?;
    command
        .arg(format!("-max_total_time={seconds}"))
        .arg("-print_final_stats=1")
        .stderr(Stdio::piped());
    let start = std::time::Instant::now();
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let mut run = Run::default();
    let mut said = Vec::new();
    for line in BufReader::new(child.stderr.take().ok_or("no words")?).split(b'\n') {
        let line = line.map_err(|error| error.to_string())?;
        let line = String::from_utf8_lossy(&line).into_owned();
        run.read(&line);
        if !line.starts_with('#') {
            said.push(line);
        }
    }
    run.failed = !child.wait().map_err(|error| error.to_string())?.success();
    run.seconds = start.elapsed().as_secs();
    if run.failed {
        eprintln!("{}", said.join("\n"));
    }
    println!(
        "{name}: {} inputs, {} features, {}",
        run.inputs,
        run.features,
        if run.failed {
            "a failure"
        } else {
            "no failure"
        }
    );
    Ok(run)
}

impl Run {
    /// `#8192 pulse cov: 1021 ft: 2044 corp: …` and `stat::number_of_executed_units: 8192`.
    fn read(&mut self, line: &str) {
        let after = |mark: &str| {
            let rest = line.split_once(mark)?.1.trim_start();
            rest.split_whitespace().next()?.parse().ok()
        };
        if line.starts_with('#') {
            self.features = after(" ft: ").unwrap_or(self.features);
        }
        self.inputs = after("stat::number_of_executed_units:").unwrap_or(self.inputs);
    }
}
