//! The house's own commands: `cargo xtask run | test | tour | bench | soak | fuzz | supply | bindings | licences | bundle`. Standard library only, so that it is there in seconds.
#![allow(clippy::print_stdout, clippy::print_stderr)] // a terminal program

mod build;
mod bundle;
mod fuzz;
mod licences;
mod prerequisites;
mod run;
mod sh;
mod steps;
mod supply;
mod test;
mod tour;

use std::process::ExitCode;

const USAGE: &str = "cargo xtask <command>

  run [--demo] [--yes]    installs what is missing, builds and opens the window
  test [--quick] [--yes]  runs every check; --quick: core and page only
  tour [--yes]            plays the main job and leaves screenshots in target/tour/
  bench [--small]         measures at full size; --window: start and memory of the window
  soak [NAME] [--minutes N] runs against faults for long: kill, power, io, flip, damage, full-disk, restore, residue, rivals, wrong-key, load, fuzz
  fuzz [NAME] [--seconds N] gives the parsers of foreign bytes strange inputs, 60 s each; needs nightly Rust; --keep takes a choice of what was found into fuzz/corpus/
  supply                  licences, banned crates, sources, bill of materials (deny.toml)
  bindings                writes ui/src/lib/bindings.ts from the Rust types
  licences                writes src-tauri/licences.txt and sbom.cdx.json from the locked dependencies
  bundle [--debug]        makes a .deb in target/bundle/

--yes installs without asking (root is never asked).";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let yes = has("--yes");
    let done = match arguments.first().map(String::as_str) {
        Some("run") => run::run(has("--demo"), yes),
        Some("test") => test::test(has("--quick"), yes),
        Some("tour") => tour::tour(yes),
        Some("bench") => run::bench(&arguments[1..]),
        Some("soak") if arguments.get(1).is_some_and(|name| name == "fuzz") => {
            fuzz::fuzz(&arguments[2..], 15 * 60)
        }
        Some("soak") => run::soak(&arguments[1..]),
        Some("bindings") => build::bindings(),
        Some("fuzz") => fuzz::fuzz(&arguments[1..], 60),
        Some("supply") => supply::check(),
        Some("licences") => licences::write().and_then(|()| supply::write()),
        Some("bundle") => {
            bundle::bundle(!has("--debug")).map(|file| println!("{}", file.display()))
        }
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
