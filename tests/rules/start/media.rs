//! Disks that are full or cannot be written to.

use std::process::Command;

use kartotek_core::Code;
use kartotek_core::vault::session::{self, Found};

use crate::vault_folder::{PASSPHRASE, house, made, passphrase, plain, refused, still_opens};

/// Runs `test` of this binary in a mount namespace of its own, where `prepare` has mounted something over `$DIR`.
fn in_a_mount(test: &str, prepare: &str, dir: &std::path::Path) {
    let output = Command::new("unshare")
        .args([
            "-rm",
            "sh",
            "-c",
            &format!("{prepare} && exec \"$0\" --exact start::media::{test}"),
        ])
        .arg(std::env::current_exe().unwrap())
        .env("DIR", dir)
        .env("KARTOTEK_TEST_MOUNT_DIR", dir)
        .output()
        .expect("unshare (package util-linux)");
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{prepare} (needs the right to make user and mount namespaces):\n{said}"
    );
}

#[test]
fn a_read_only_folder_is_explained_and_left_alone() {
    if let Some(dir) = std::env::var_os("KARTOTEK_TEST_MOUNT_DIR") {
        let dir = std::path::Path::new(&dir);
        refused(
            &dir.join("valv"),
            passphrase(PASSPHRASE),
            &plain(),
            Code::ReadOnly,
            "a read-only folder",
        );
        let made = session::create_in(&dir.join("nytt"), house(false), &plain())
            .err()
            .map(|e| e.code());
        assert_eq!(made, Some(Code::ReadOnly), "no new vault either");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    made(&dir.path().join("valv"), false, &plain());
    let mount = "mount --bind \"$DIR\" \"$DIR\" && mount -o remount,bind,ro \"$DIR\"";
    in_a_mount(
        "a_read_only_folder_is_explained_and_left_alone",
        mount,
        dir.path(),
    );
    still_opens(&dir.path().join("valv"));
}

#[test]
fn a_full_disk_makes_no_half_vault() {
    if let Some(dir) = std::env::var_os("KARTOTEK_TEST_MOUNT_DIR") {
        let dir = std::path::Path::new(&dir).join("valv");
        let full = session::create_in(&dir, house(false), &plain())
            .err()
            .map(|e| e.code());
        assert_eq!(full, Some(Code::DiskFull));
        assert_eq!(
            session::look(&dir),
            Found::Nothing,
            "the next try starts afresh"
        );
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=160k none \"$DIR\"";
    in_a_mount("a_full_disk_makes_no_half_vault", mount, dir.path());
}
