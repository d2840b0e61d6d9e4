//! Building the page and the window. One profile and one set of features, so that no dependency is built twice.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::sh::{self, Outcome};

/// Cargo with the lints in the compiler's place: checking style and building are one pass.
pub(crate) fn cargo(line: &str) -> Command {
    let mut cargo = sh::command(&format!("cargo {line}"));
    cargo
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .env(
            "CLIPPY_ARGS",
            "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__",
        )
        .env("CLIPPY_CONF_DIR", sh::root());
    cargo
}

/// Installs the page's packages as locked, when that has not been done yet.
pub(crate) fn packages() -> Option<Command> {
    let ui = sh::root().join("ui");
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    (installed < changed(&ui.join("package-lock.json")))
        .then(|| sh::command("npm --prefix ui ci --no-audit --no-fund --loglevel=error"))
}

fn changed(file: &Path) -> Option<SystemTime> {
    file.metadata()
        .and_then(|metadata| metadata.modified())
        .ok()
}

/// Builds the page.
pub(crate) fn page() -> Command {
    sh::command("npm --prefix ui run build --silent")
}

/// Everywhere the same selection, the tests' own dependencies included: another one would give the dependencies other
/// features, and build them once more.
const WINDOW: &str = "--workspace --bin kartotek-desktop --bin kartotek --test window";

/// Cargo without the lints.
pub(crate) fn plain(line: &str) -> Command {
    sh::command(&format!("cargo {line}"))
}

/// The window as people get it.
pub(crate) fn window(cargo: fn(&str) -> Command) -> Outcome<PathBuf> {
    sh::go(cargo(&format!("build --quiet {WINDOW}")))?;
    copied("kartotek-desktop", "kartotek-window")
}

/// The window as the journeys drive it.
pub(crate) fn automation(cargo: fn(&str) -> Command) -> Outcome<PathBuf> {
    let line = "build --quiet --workspace --bin kartotek-desktop --bin kartotek --features kartotek-desktop/automation";
    sh::go(cargo(line))?;
    copied("kartotek-desktop", "kartotek-automation")
}

/// Both windows have one name in cargo's folder: the second build would replace the first.
fn copied(built: &str, name: &str) -> Outcome<PathBuf> {
    let folder = sh::target().join("debug");
    let copy = folder.join(name);
    let _ = std::fs::remove_file(&copy);
    std::fs::copy(folder.join(built), &copy).map_err(|error| format!("{name}: {error}"))?;
    Ok(copy)
}

/// Writes the TypeScript contract from the Rust types; needs no display.
pub(crate) fn bindings() -> Outcome {
    let mut test = sh::command("cargo test --quiet --workspace --bin kartotek-desktop contract");
    test.env("KARTOTEK_WRITE_BINDINGS", "1");
    sh::go(test)
}
