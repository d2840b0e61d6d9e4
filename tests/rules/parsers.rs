//! The kept inputs of the fuzzer, each to its parser: what was found once stays found, on every compiler.

#[path = "../../fuzz/parsers/mod.rs"]
mod targets;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// An input that takes longer is a way to stop the program.
const LONGEST: Duration = Duration::from_secs(5);

#[test]
fn every_kept_input_is_accepted_or_refused() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    for name in targets::NAMES {
        let inputs: Vec<_> = fs::read_dir(corpus.join(name))
            .expect("inputs for every parser")
            .map(|entry| entry.unwrap().path())
            .collect();
        assert!(!inputs.is_empty(), "{name} has inputs");
        for input in inputs {
            let start = Instant::now();
            targets::parse(name, &fs::read(&input).unwrap());
            assert!(start.elapsed() < LONGEST, "{name}: {}", input.display());
        }
    }
}
