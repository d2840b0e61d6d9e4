//! Files that are no good vault.

use std::fs;
use std::os::unix::fs::symlink;

use kartotek_core::Code;
use kartotek_core::vault::session::{self, Found};
use kartotek_core::vault::{DATABASE, SLOTS};

use crate::vault_folder::{PASSPHRASE, made, passphrase, plain, refused, still_opens};

#[test]
fn a_right_key_and_a_broken_database_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let path = dir.path().join(DATABASE);
    let good = fs::read(&path).unwrap();
    for at in [0, 17, 100, 4095] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&path, &bad).unwrap();
        refused(
            dir.path(),
            passphrase(PASSPHRASE),
            &plain(),
            Code::Damaged,
            &format!("one bit of byte {at}"),
        );
    }
    fs::write(&path, &good).unwrap();
    still_opens(dir.path());
}

#[test]
fn a_truncated_vault_is_called_that() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let path = dir.path().join(DATABASE);
    let good = fs::read(&path).unwrap();
    for length in [
        0,
        1,
        15,
        16,
        100,
        4095,
        4096,
        4097,
        8192,
        good.len() / 2,
        good.len() - 4096,
        good.len() - 1,
    ] {
        fs::write(&path, &good[..length]).unwrap();
        // Cut between two pages, only the key can tell; else it is seen before any key is asked for.
        let whole = length >= 4096 && length % 4096 == 0;
        let code = if whole {
            Code::Damaged
        } else {
            Code::Truncated
        };
        let found = match session::look(dir.path()) {
            Found::Problem { code } => code,
            _ => Code::Damaged,
        };
        assert_eq!(found, code, "{length} bytes, looked at");
        refused(
            dir.path(),
            passphrase(PASSPHRASE),
            &plain(),
            code,
            &format!("{length} bytes"),
        );
    }
    fs::write(&path, &good).unwrap();
    still_opens(dir.path());
}

#[test]
fn a_plain_text_database_is_refused_loudly() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let path = dir.path().join(DATABASE);
    let good = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let open = rusqlite::Connection::open(&path).unwrap();
    open.execute_batch("CREATE TABLE person (name TEXT)")
        .unwrap();
    drop(open);
    assert!(
        fs::read(&path).unwrap().starts_with(b"SQLite format 3\0"),
        "the case is what it says"
    );
    let found = Found::Problem {
        code: Code::NotEncrypted,
    };
    assert_eq!(session::look(dir.path()), found);
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::NotEncrypted,
        "plain text",
    );
    fs::remove_file(dir.path().join(SLOTS)).unwrap();
    assert_eq!(session::look(dir.path()), found, "without a key file, too");
    fs::write(&path, good).unwrap();
}

#[test]
fn a_file_that_is_something_else_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let path = dir.path().join(DATABASE);
    let other = tempfile::tempdir().unwrap();
    made(other.path(), false, &plain());
    let good = fs::read(&path).unwrap();
    for (why, bytes) in [
        (
            "a picture",
            [b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 9000]].concat(),
        ),
        ("a text", "Kära dagbok, ".repeat(900).into_bytes()),
        (
            "another vault",
            fs::read(other.path().join(DATABASE)).unwrap(),
        ),
        ("zeros", vec![0; 8192]),
    ] {
        let whole = bytes.len() % 4096 == 0;
        let code = if whole {
            Code::KeysDoNotFit
        } else {
            Code::Truncated
        };
        fs::write(&path, bytes).unwrap();
        refused(dir.path(), passphrase(PASSPHRASE), &plain(), code, why);
    }
    fs::write(&path, &good).unwrap();
    fs::rename(&path, dir.path().join("undan")).unwrap();
    symlink("undan", &path).unwrap();
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::NotAVault,
        "a symbolic link",
    );
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::NotAVault,
        "a folder",
    );
    fs::remove_dir(&path).unwrap();
    fs::rename(dir.path().join("undan"), &path).unwrap();
    still_opens(dir.path());
}

/// The vault's id in capitals.
fn loud(slots: &str) -> String {
    let at = slots.rfind("\"vault\":\"").unwrap() + 9;
    format!(
        "{}{}{}",
        &slots[..at],
        slots[at..at + 36].to_uppercase(),
        &slots[at + 36..]
    )
}

#[test]
fn a_damaged_or_newer_key_file_is_never_repaired() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let slots = dir.path().join(SLOTS);
    let good = fs::read_to_string(&slots).unwrap();
    for (why, text, code) in [
        ("empty", String::new(), Code::KeyFileDamaged),
        ("cut", good[..good.len() / 2].into(), Code::KeyFileDamaged),
        (
            "huge",
            format!("{good}{}", " ".repeat(70_000)),
            Code::KeyFileDamaged,
        ),
        (
            "another spelling of the same",
            loud(&good),
            Code::KeyFileDamaged,
        ),
        (
            "64 GiB",
            good.replace("\"m_kib\":65536", "\"m_kib\":67108864"),
            Code::KeyFileDamaged,
        ),
        (
            "newer",
            good.replace("\"v\":1,\"vault\"", "\"v\":2,\"vault\""),
            Code::TooNew,
        ),
    ] {
        assert_ne!(text, good, "{why}: the case is what it says");
        fs::write(&slots, text).unwrap();
        assert_eq!(session::look(dir.path()), Found::Problem { code }, "{why}");
        refused(dir.path(), passphrase(PASSPHRASE), &plain(), code, why);
    }
    fs::write(&slots, good).unwrap();
    still_opens(dir.path());
}
