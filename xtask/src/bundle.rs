//! A .deb for Debian and Ubuntu: built, and in the tests installed, started and removed.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::sh::{self, Outcome};
use crate::{build, prerequisites};

const NAME: &str = "kartotek";
/// How the package is packed: for people, and for a test.
const SMALL: &str = "-Zxz -z6";
const QUICK: &str = "-Zgzip -z1";
const DESKTOP: &str = "[Desktop Entry]
Type=Application
Name=Kartotek
GenericName=Customer register
GenericName[sv]=Kundregister
Comment=Contacts, consents and calls in one encrypted file
Comment[sv]=Kontakter, samtycken och samtal i en krypterad fil
Exec=kartotek-desktop
Icon=kartotek
Categories=Office;ContactManagement;
StartupWMClass=se.kartotek.desktop
Terminal=false
";

/// Makes the package; `release`: optimised, as it is given to people.
pub(crate) fn bundle(release: bool) -> Outcome<PathBuf> {
    prerequisites::window(false)?;
    if let Some(install) = build::packages() {
        sh::go(install)?;
    }
    sh::go(build::page())?;
    if release {
        sh::go(sh::command(
            "cargo build --release --workspace --bin kartotek-desktop --bin kartotek",
        ))?;
        return package(
            &sh::target().join("release/kartotek-desktop"),
            &sh::target().join("release/kartotek"),
            SMALL,
        );
    }
    package(
        &build::window(build::plain)?,
        &sh::target().join("debug/kartotek"),
        QUICK,
    )
}

fn package(window: &Path, cli: &Path, packing: &str) -> Outcome<PathBuf> {
    let folder = sh::target().join("bundle");
    let tree = folder.join("tree");
    let _ = std::fs::remove_dir_all(&tree);
    let put = |from: &Path, to: &str, mode: u32| copy(from, &tree.join(to), mode);
    put(window, "usr/bin/kartotek-desktop", 0o755)?;
    put(cli, "usr/bin/kartotek", 0o755)?;
    let icons = sh::root().join("icons");
    put(
        &icons.join("icon.png"),
        "usr/share/icons/hicolor/512x512/apps/kartotek.png",
        0o644,
    )?;
    put(
        &icons.join("128x128.png"),
        "usr/share/icons/hicolor/128x128/apps/kartotek.png",
        0o644,
    )?;
    put(
        &icons.join("32x32.png"),
        "usr/share/icons/hicolor/32x32/apps/kartotek.png",
        0o644,
    )?;
    put(
        &sh::root().join("src-tauri/licences.txt"),
        "usr/share/doc/kartotek/copyright",
        0o644,
    )?;
    put(
        &sh::root().join("src-tauri/sbom.cdx.json"),
        "usr/share/doc/kartotek/sbom.cdx.json",
        0o644,
    )?;
    write(
        &tree.join("usr/share/applications/se.kartotek.desktop.desktop"),
        DESKTOP,
    )?;
    let architecture = sh::output(sh::command("dpkg --print-architecture"))
        .ok_or("dpkg is needed to make a .deb")?;
    let (architecture, version) = (architecture.trim(), env!("CARGO_PKG_VERSION"));
    let control = format!(
        "Package: {NAME}\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: Kartotek\nSection: office\nPriority: optional\n\
         Depends: libwebkit2gtk-4.1-0, libgtk-3-0 | libgtk-3-0t64, libdbus-1-3\n\
         Description: Customer register for one seller\n Contacts, consent records, calls and notes in one encrypted file.\n"
    );
    write(&tree.join("DEBIAN/control"), &control)?;
    let file = folder.join(format!("{NAME}_{version}_{architecture}.deb"));
    let mut deb = sh::command(&format!("dpkg-deb --root-owner-group {packing} --build"));
    deb.arg(&tree)
        .arg(&file)
        .stdout(std::process::Stdio::null());
    sh::go(deb)?;
    Ok(file)
}

fn copy(from: &Path, to: &Path, mode: u32) -> Outcome {
    let act = || {
        to.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::copy(from, to)?;
        std::fs::set_permissions(to, std::fs::Permissions::from_mode(mode))
    };
    act().map_err(|error| format!("{}: {error}", from.display()))
}

fn write(to: &Path, text: &str) -> Outcome {
    let act = || {
        to.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(to, text)
    };
    act().map_err(|error| format!("{}: {error}", to.display()))
}

/// Makes the package, installs, starts and removes it. As root into the system, otherwise into a folder.
pub(crate) fn test() -> Outcome {
    let deb = package(
        &sh::target().join("debug/kartotek-window"),
        &sh::target().join("debug/kartotek"),
        QUICK,
    )?;
    let root = sh::output(sh::command("id -u")).is_some_and(|id| id.trim() == "0");
    let tree = sh::target().join("bundle/installed");
    let _ = std::fs::remove_dir_all(&tree);
    let program = if root {
        let mut install = sh::command("dpkg --install");
        install.arg(&deb).stdout(std::process::Stdio::null());
        sh::go(install)?;
        PathBuf::from("/usr/bin/kartotek-desktop")
    } else {
        let mut unpack = sh::command("dpkg-deb --extract");
        unpack.arg(&deb).arg(&tree);
        sh::go(unpack)?;
        tree.join("usr/bin/kartotek-desktop")
    };
    let started = starts(&program);
    if root {
        let mut remove = sh::command("dpkg --purge kartotek");
        remove.stdout(std::process::Stdio::null());
        sh::go(remove)?;
    } else {
        std::fs::remove_dir_all(&tree).map_err(|error| error.to_string())?;
    }
    started?;
    if program.exists() {
        return Err("the program is still there after removing the package".to_owned());
    }
    Ok(())
}

/// The program opens a window and is still there after a moment.
fn starts(program: &Path) -> Outcome {
    let home = sh::target().join("bundle/home");
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).map_err(|error| error.to_string())?;
    let mut start =
        sh::command("timeout --preserve-status --signal=TERM 6 dbus-run-session -- xvfb-run -a");
    start
        .arg(program)
        .env("HOME", &home)
        .env("XDG_DATA_HOME", home.join("data"));
    start
        .env_remove("DISPLAY")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    let time = std::time::Instant::now();
    let status = start.status().map_err(|error| error.to_string())?;
    if time.elapsed().as_secs() < 5 {
        return Err(format!("the installed program ended by itself: {status}"));
    }
    Ok(())
}
