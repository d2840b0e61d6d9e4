//! `cargo xtask run`, `bench` and `soak`.

use std::process::Command;

use crate::sh::{self, Outcome};
use crate::{build, prerequisites, tour};

/// Builds and opens the window.
pub(crate) fn run(demo: bool, yes: bool) -> Outcome {
    prerequisites::window(yes)?;
    if cfg!(target_os = "linux") && !display() {
        println!("There is no display here: playing the tour instead.");
        return tour::tour(yes);
    }
    if let Some(install) = build::packages() {
        sh::go(install)?;
    }
    sh::go(build::page())?;
    let mut window = Command::new(build::window(build::plain)?);
    if demo {
        window.arg("--demo");
    }
    sh::go(window)
}

fn display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Measures; needs no display. `--window`: start and memory of the window beside an empty one.
pub(crate) fn bench(arguments: &[String]) -> Outcome {
    if arguments.iter().any(|argument| argument == "--window") {
        return weigh();
    }
    // Both programs: the floors run beside ours.
    sh::go(sh::command("cargo build --release -p kartotek-bench"))?;
    let mut cargo = sh::command("cargo run --release -p kartotek-bench --");
    cargo.args(arguments);
    sh::go(cargo)
}

/// The window as optimised as people get it.
fn weigh() -> Outcome {
    prerequisites::journeys(false)?;
    if let Some(install) = build::packages() {
        sh::go(install)?;
    }
    sh::go(build::page())?;
    let features = "--features kartotek-desktop/automation";
    sh::go(sh::command(&format!(
        "cargo build --release --workspace --bin kartotek-desktop --bin kartotek {features}"
    )))?;
    let release = sh::target().join("release");
    let mut test = build::plain("test --workspace --test window -- --nocapture weight");
    test.env("KARTOTEK_BENCH", "1")
        .env("KARTOTEK_AUTOMATION", release.join("kartotek-desktop"))
        .env("KARTOTEK_CLI", release.join("kartotek"));
    sh::go(test)
}

/// Runs against faults, optimised.
pub(crate) fn soak(arguments: &[String]) -> Outcome {
    // The disk that fails is preloaded into the runs.
    sh::go(sh::command(
        "cargo build --release -p kartotek-tests --example faulty_disk",
    ))?;
    let mut cargo = sh::command("cargo test --release -p kartotek-tests --test soak --");
    cargo.args(arguments);
    sh::go(cargo)
}
