//! Checks one after the other, each with its time; what failed is shown, and the rest still runs.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::sh::{self, Outcome};

/// The checks that have run.
#[derive(Default)]
pub(crate) struct Steps(Mutex<Vec<(String, Duration, bool)>>);

/// As much of a failed check's output as is shown; all of it is in `target/checks/`.
const SHOWN: usize = 12_000;

impl Steps {
    /// Runs one check with its output in a file of its own.
    pub(crate) fn command(&self, name: &str, command: Command) -> bool {
        self.step(name, || logged(name, command))
    }

    /// Runs one check.
    pub(crate) fn step(&self, name: &str, check: impl FnOnce() -> Outcome) -> bool {
        let start = Instant::now();
        println!("   … {name}");
        let outcome = check();
        let (took, ok) = (start.elapsed(), outcome.is_ok());
        println!(
            "{} {name} ({})",
            if ok { "  ok" } else { "FAIL" },
            seconds(took)
        );
        if let Err(why) = outcome {
            println!("{why}");
        }
        if let Ok(mut steps) = self.0.lock() {
            steps.push((name.to_owned(), took, ok));
        }
        ok
    }

    /// The summary; an error when anything failed.
    pub(crate) fn finish(self, start: Instant) -> Outcome {
        let steps = self.0.into_inner().unwrap_or_default();
        println!("\n── summary ──");
        for (name, took, ok) in &steps {
            println!(
                "{} {:>8}  {name}",
                if *ok { "  ok" } else { "FAIL" },
                seconds(*took)
            );
        }
        let failed = steps.iter().filter(|step| !step.2).count();
        println!(
            "{} checks, {failed} failed, {} in all",
            steps.len(),
            seconds(start.elapsed())
        );
        if failed > 0 || steps.is_empty() {
            return Err("Not everything passed.".to_owned());
        }
        Ok(())
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn logged(name: &str, mut command: Command) -> Outcome {
    let folder = sh::target().join("checks");
    let file = folder.join(format!("{}.log", name.replace([' ', '/', ':'], "-")));
    let open = || -> std::io::Result<(File, File, File)> {
        std::fs::create_dir_all(&folder)?;
        let log = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&file)?;
        Ok((log.try_clone()?, log.try_clone()?, log))
    };
    let (out, err, mut log) = open().map_err(|error| error.to_string())?;
    let status = command
        .stdout(out)
        .stderr(err)
        .status()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() {
        return Ok(());
    }
    let mut text = Vec::new();
    let _ = log.rewind();
    let _ = log.read_to_end(&mut text);
    let text = String::from_utf8_lossy(&text);
    let cut = text.len().saturating_sub(SHOWN);
    let cut = (cut..=text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    Err(format!(
        "{}\n{command:?}: {status}; all of it: {}",
        &text[cut..],
        file.display()
    ))
}
