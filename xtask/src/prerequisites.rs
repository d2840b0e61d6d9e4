//! What must be on the machine beside git, Rust and Node, and how it gets there.

use std::io::{BufRead as _, Write as _};

use crate::sh::{self, Outcome};

/// How we see that something is there.
enum Seen {
    Program(&'static str),
    Library(&'static str),
}
use Seen::{Library, Program};

/// A thing that is needed, and the Debian package that brings it.
type Need = (Seen, &'static str);

/// To build and open the window.
const WINDOW: &[Need] = &[
    (Program("pkg-config"), "pkg-config"),
    (Program("cc"), "build-essential"),
    (Program("perl"), "perl"),
    (Library("webkit2gtk-4.1"), "libwebkit2gtk-4.1-dev"),
    (Library("librsvg-2.0"), "librsvg2-dev"),
    (Library("dbus-1"), "libdbus-1-dev"),
];

/// To play in the real window without a display.
const JOURNEYS: &[Need] = &[
    (Program("Xvfb"), "xvfb"),
    (Program("xauth"), "xauth"),
    (Program("WebKitWebDriver"), "webkit2gtk-driver"),
    (Program("dbus-run-session"), "dbus-x11"),
    (Program("gnome-keyring-daemon"), "gnome-keyring"),
    (Program("xdotool"), "xdotool"),
    (Program("strace"), "strace"),
    (Program("unshare"), "util-linux"),
    (Program("ip"), "iproute2"),
    (Program("montage"), "imagemagick"),
    (Program("pdftotext"), "poppler-utils"),
];

/// Installs what the window needs.
pub(crate) fn window(yes: bool) -> Outcome {
    node()?;
    install(WINDOW.iter(), yes)
}

/// Installs what the window and the journeys need.
pub(crate) fn journeys(yes: bool) -> Outcome {
    node()?;
    install(WINDOW.iter().chain(JOURNEYS), yes)
}

/// Node 20 or newer with npm.
pub(crate) fn node() -> Outcome {
    let version = sh::output(sh::command("node --version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next();
    let major: u32 = major
        .and_then(|major| major.trim().parse().ok())
        .unwrap_or(0);
    if major < 20 || !sh::has("npm") {
        return Err(
            "Node 20 or newer with npm is needed: https://nodejs.org/en/download".to_owned(),
        );
    }
    Ok(())
}

/// The parts of the Rust toolchain that check style.
pub(crate) fn style() -> Outcome {
    for (program, component) in [("rustfmt", "rustfmt"), ("clippy-driver", "clippy")] {
        if sh::output(sh::command(&format!("{program} --version"))).is_none() {
            sh::go(sh::command(&format!("rustup component add {component}")))?;
        }
    }
    Ok(())
}

fn missing(need: &Need) -> bool {
    match need.0 {
        Program(name) => !sh::has(name),
        Library(name) => {
            sh::output(sh::command(&format!("pkg-config --modversion {name}"))).is_none()
        }
    }
}

fn install<'n>(needs: impl Iterator<Item = &'n Need>, yes: bool) -> Outcome {
    if cfg!(not(target_os = "linux")) {
        return Ok(()); // the system brings its own web view
    }
    let missing: Vec<&Need> = needs.filter(|need| missing(need)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.1).collect();
    let packages = packages.join(" ");
    if !sh::has("apt-get") {
        let named: Vec<String> = missing.iter().map(|need| named(need)).collect();
        return Err(format!(
            "missing on this machine:\n  {}\nInstall them with your system's package tool (the Debian names are: {packages}).",
            named.join("\n  ")
        ));
    }
    let root = sh::output(sh::command("id -u")).is_some_and(|id| id.trim() == "0");
    let sudo = if root { "" } else { "sudo " };
    let update = format!("{sudo}apt-get update -qq");
    let line = format!("{sudo}apt-get install -y -qq --no-install-recommends {packages}");
    println!("Needed and not here yet: {packages}\n  {update} && {line}");
    if !(root || yes || agreed()?) {
        return Err("Nothing was installed.".to_owned());
    }
    sh::go(sh::command(&update))?;
    let mut apt = sh::command(&line);
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    sh::go(apt)
}

fn named(need: &Need) -> String {
    match need.0 {
        Program(name) => format!("the program {name}"),
        Library(name) => format!("the library {name} with its headers (pkg-config name)"),
    }
}

fn agreed() -> Outcome<bool> {
    print!("Run it? [y/N] ");
    std::io::stdout()
        .flush()
        .map_err(|error| error.to_string())?;
    let mut answer = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|error| error.to_string())?;
    Ok(matches!(
        answer.trim(),
        "y" | "Y" | "yes" | "j" | "J" | "ja"
    ))
}
