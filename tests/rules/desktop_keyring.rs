//! The desktop's own keyring: a real Secret Service (gnome-keyring) on a private bus, unlocked, locked and absent.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kartotek_core::Code;
use kartotek_core::vault::SystemClock;
use kartotek_core::vault::session::{self, Surroundings, Unlock};

use crate::vault_folder::{PASSPHRASE, fingerprint, house, passphrase, refused};

const STAGE: &str = "KARTOTEK_TEST_KEYRING_STAGE";
const DIR: &str = "KARTOTEK_TEST_KEYRING_DIR";

fn around() -> Surroundings {
    Surroundings {
        patience: Duration::from_secs(6),
        cost: kartotek_core::vault::Cost::Floor,
        ..Surroundings::new(Arc::new(SystemClock))
    }
}

/// Runs one stage of this very test in a child, in the surroundings that `script` makes.
fn stage(name: &str, folder: &Path, home: &Path, script: &str) {
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().expect("this test"))
        .env("XDG_DATA_HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("HOME", home)
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env(DIR, folder)
        .env(STAGE, name)
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "stage {name} (it needs the packages dbus and gnome-keyring):\n{said}"
    );
}

const TEST: &str =
    "\"$0\" --exact desktop_keyring::a_real_keyring_opens_and_its_silence_changes_nothing";

#[test]
fn a_real_keyring_opens_and_its_silence_changes_nothing() {
    if let (Some(stage), Some(dir)) = (std::env::var_os(STAGE), std::env::var_os(DIR)) {
        return inside(&stage.to_string_lossy(), dir.as_ref());
    }
    let dir = tempfile::tempdir().expect("a folder");
    let (folder, home) = (dir.path().join("valv"), dir.path().join("hem"));
    std::fs::create_dir(&home).expect("a home");
    let daemon =
        |start: &str| format!("exec dbus-run-session -- sh -c '{start} exec {TEST}' \"$0\"");
    let unlocked =
        daemon("printf losen | gnome-keyring-daemon --unlock --components=secrets >/dev/null &&");
    stage("unlocked", &folder, &home, &unlocked);
    // A new session: the item is there, and nobody has unlocked the keyring.
    let locked = daemon("gnome-keyring-daemon --start --components=secrets >/dev/null &&");
    stage("locked", &folder, &home, &locked);
    stage("no bus", &folder, &home, &format!("exec {TEST}"));
    // Another desktop: a keyring answers and knows nothing of us.
    let other = dir.path().join("annat");
    std::fs::create_dir(&other).expect("another home");
    stage("other", &folder, &other, &unlocked);
    // The first keyring again, unlocked: all of that has harmed nothing.
    stage("again", &folder, &home, &unlocked);
}

fn inside(stage: &str, folder: &Path) {
    let start = Instant::now();
    match stage {
        "unlocked" => {
            let (vault, _) = session::create_in(folder, house(true), &around())
                .expect("a vault with a keyring slot");
            vault.close().expect("closed");
            let vault =
                session::open_in(folder, Unlock::Keyring, &around()).expect("the keyring opens");
            vault
                .set_keyring(false)
                .expect("the slot goes, and its item, which was looked for");
            vault
                .set_keyring(true)
                .expect("and comes back under a new name");
            vault.close().expect("closed");
            session::open_in(folder, Unlock::Keyring, &around()).expect("opens again");
        }
        "again" => {
            session::open_in(folder, Unlock::Keyring, &around()).expect("the keyring opens");
        }
        _ => {
            let code = if stage == "locked" {
                Code::KeyringLocked
            } else {
                Code::KeyringUnavailable
            };
            refused(folder, Unlock::Keyring, &around(), code, stage);
            let before = fingerprint(folder);
            session::open_in(folder, passphrase(PASSPHRASE), &around())
                .expect("the passphrase opens meanwhile")
                .close()
                .expect("closed");
            assert_eq!(fingerprint(folder).len(), before.len(), "no new file");
        }
    }
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{stage}: nobody waits for ever"
    );
}
