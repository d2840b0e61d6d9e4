//! `cargo xtask fuzz`: the parsers of foreign bytes (fuzz/parsers.rs) under libFuzzer.

use crate::sh::{self, Outcome};

const FUZZ: &str = "cargo-fuzz@0.13.2";

/// The named parser or all of them, each for so many seconds. What makes one fail lies in fuzz/artifacts/ and belongs
/// into fuzz/corpus/, where every test run tries it again.
pub(crate) fn fuzz(arguments: &[String]) -> Outcome {
    let (mut names, mut seconds) = (Vec::new(), 60_u32);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--seconds" {
            let number = words.next().and_then(|number| number.parse().ok());
            seconds = number.ok_or("--seconds wants a number")?;
        } else {
            names.push(word.clone());
        }
    }
    if names.is_empty() {
        names = parsers()?;
    }
    if sh::output(sh::command("cargo +nightly --version")).is_none() {
        return Err("Nightly Rust is needed: rustup toolchain install nightly".to_owned());
    }
    let fuzzer = sh::tool(FUZZ)?;
    for name in names {
        let mut fuzz = std::process::Command::new(&fuzzer);
        // The C below is not built with the sanitizer; what is looked for are panics, time and memory.
        fuzz.current_dir(sh::root())
            .env("RUSTUP_TOOLCHAIN", "nightly")
            .args(["fuzz", "run", "--sanitizer", "none", &name, "--"])
            .arg(format!("-max_total_time={seconds}"))
            .args(["-timeout=5", "-rss_limit_mb=1024", "-max_len=65536"])
            .args(["-print_final_stats=1", "-verbosity=0"]);
        sh::go(fuzz)?;
    }
    Ok(())
}

fn parsers() -> Outcome<Vec<String>> {
    let folder = sh::root().join("fuzz/fuzz_targets");
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort_unstable();
    Ok(names)
}
