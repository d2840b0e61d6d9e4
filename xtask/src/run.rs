//! `cargo xtask run` and `bench`.

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

/// Measures; needs no display.
pub(crate) fn bench(arguments: &[String]) -> Outcome {
    // Both programs: the floors run beside ours.
    sh::go(sh::command("cargo build --release -p kartotek-bench"))?;
    let mut cargo = sh::command("cargo run --release -p kartotek-bench --");
    cargo.args(arguments);
    sh::go(cargo)
}
