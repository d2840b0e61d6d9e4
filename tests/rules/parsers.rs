//! The kept inputs of the fuzzer, each to its parser: what was found once stays found, on every compiler.

#[path = "../../fuzz/parsers/mod.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// An input that keeps a processor busy for longer is a way to stop the program.
const LONGEST: Duration = Duration::from_secs(5);

#[test]
fn every_kept_input_is_accepted_or_refused() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    // The vault behind them is made with the first.
    targets::parse("query", b"");
    for name in targets::NAMES {
        let inputs: Vec<_> = fs::read_dir(corpus.join(name))
            .expect("inputs for every parser")
            .map(|entry| entry.unwrap().path())
            .collect();
        assert!(!inputs.is_empty(), "{name} has inputs");
        for input in inputs {
            let start = busy();
            targets::parse(name, &fs::read(&input).unwrap());
            assert!(
                busy().saturating_sub(start) < LONGEST,
                "{name}: {}",
                input.display()
            );
        }
    }
}

/// What this thread has had of the processors; how many others want them is no matter.
fn busy() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

#[test]
fn every_parser_has_a_target_and_inputs_and_no_folder_is_left_out() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let listed: BTreeSet<String> = targets::NAMES.map(str::to_owned).into();
    for folder in ["fuzz_targets", "corpus"] {
        let there: BTreeSet<String> = fs::read_dir(fuzz.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        assert_eq!(there, listed, "{folder}");
    }
}
