//! Starting: every row of the start-up decision table, and every file that is not a good vault.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use kartotek_core::backup::{self, FOLDER};
use kartotek_core::vault::session::{self, Found, Unlock};
use kartotek_core::vault::{Course, DATABASE, Op, SLOTS};
use kartotek_core::{Code, rights};
use secrecy::SecretString;

use crate::people;
use crate::vault_folder::{
    PASSPHRASE, fingerprint, house, made, passphrase, plain, refused, still_opens,
};

mod files;
mod keyring;
mod media;
mod ways;

fn recovery(text: &str) -> Unlock {
    Unlock::Recovery(SecretString::from(text))
}

#[test]
fn nothing_there_is_a_first_run_and_opening_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(session::look(dir.path()), Found::Nothing);
    assert_eq!(session::look(&dir.path().join("none")), Found::Nothing);
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::NoVault,
        "an empty folder",
    );
    assert!(
        fingerprint(dir.path()).is_empty(),
        "opening creates nothing"
    );
}

#[test]
fn a_new_vault_opens_with_its_passphrase_and_with_its_recovery_code() {
    let dir = tempfile::tempdir().unwrap();
    let code = made(dir.path(), false, &plain());
    assert_eq!(session::look(dir.path()), Found::Vault { keyring: false });
    let vault = still_opens(dir.path());
    assert!(vault.notice().is_none());
    let (settings, controller) = vault
        .read(|tx| {
            Ok((
                kartotek_core::vault::settings::settings(tx)?,
                kartotek_core::vault::settings::controller(tx)?,
            ))
        })
        .unwrap();
    assert!(!settings.recovery_confirmed && !settings.enrichment);
    assert_eq!(settings.zone, "Europe/Stockholm");
    assert!(
        controller == house(false).controller,
        "the controller is kept"
    );
    let policy = vault.read(kartotek_core::policy::active).unwrap();
    assert!(
        !policy.confirmed_assessments.is_empty(),
        "read and confirmed at creation"
    );
    vault.close().unwrap();
    let sloppy = code
        .reveal()
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o");
    session::open_in(dir.path(), recovery(&sloppy), &plain())
        .expect("the recovery code as somebody types it")
        .close()
        .unwrap();
}

#[test]
fn files_are_for_their_owner_only_whatever_the_umask() {
    // The umask belongs to the whole process, so a child of our own makes the vault.
    if let Some(dir) = std::env::var_os("KARTOTEK_TEST_UMASK_DIR") {
        let (vault, _) = session::create_in(dir.as_ref(), house(false), &plain()).unwrap();
        vault
            .write(Op::ChangeSettings, |tx| {
                let settings = kartotek_core::vault::settings::settings(tx)?;
                kartotek_core::vault::settings::set_settings(tx, &settings)
            })
            .unwrap();
        let person = people::add(&vault, &[("name", "Berit Ek")]).unwrap();
        let (beside, out) = (PathBuf::from(&dir).join(FOLDER), PathBuf::from(&dir));
        backup::take(&vault, &beside, Course::alone()).unwrap();
        rights::export(&vault, person, &out.join("ut.zip"), "Berit").unwrap();
        std::process::exit(17); // without closing: the write-ahead log stays
    }
    for umask in ["000", "022", "077", "777"] {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("valv");
        let status = Command::new("sh")
            .args(["-c", &format!("umask {umask}; exec \"$0\" --exact start::files_are_for_their_owner_only_whatever_the_umask")])
            .arg(std::env::current_exe().unwrap())
            .env("KARTOTEK_TEST_UMASK_DIR", &folder)
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(17), "umask {umask}");
        assert_eq!(
            folder.metadata().unwrap().permissions().mode() & 0o7777,
            0o700,
            "umask {umask}"
        );
        let mut folders = vec![folder.clone()];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
            {
                let mode = path.metadata().unwrap().permissions().mode() & 0o7777;
                let wanted = if path.is_dir() { 0o700 } else { 0o600 };
                assert_eq!(mode, wanted, "{} with umask {umask}", path.display());
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files += 1;
                }
            }
        }
        assert!(
            files >= 7,
            "database, log, slots, lock, export, backup, list: {files}"
        );
        still_opens(&folder).close().unwrap();
    }
}

#[test]
fn a_wrong_passphrase_says_so_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let code = made(dir.path(), false, &plain());
    for wrong in [
        "",
        "gröna hästar äter sil",
        "Gröna hästar äter sill",
        "något helt annat",
    ] {
        refused(
            dir.path(),
            passphrase(wrong),
            &plain(),
            Code::WrongPassphrase,
            wrong,
        );
    }
    let typo = code
        .reveal()
        .replacen(|c: char| c.is_ascii_digit() || c.is_alphabetic(), "@", 1);
    refused(
        dir.path(),
        recovery(&typo),
        &plain(),
        Code::RecoveryCodeTypo,
        "a typing error",
    );
    let other = tempfile::tempdir().unwrap();
    let others = made(other.path(), false, &plain());
    refused(
        dir.path(),
        recovery(others.reveal()),
        &plain(),
        Code::WrongPassphrase,
        "another vault's code",
    );
    still_opens(dir.path());
}

#[test]
fn a_database_without_its_key_file_is_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    fs::remove_file(dir.path().join(SLOTS)).unwrap();
    let found = Found::Problem {
        code: Code::KeyFileMissing,
    };
    assert_eq!(session::look(dir.path()), found);
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::KeyFileMissing,
        "no key file",
    );
    let before = fingerprint(dir.path());
    let again = session::create_in(dir.path(), house(false), &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(again, Some(Code::VaultExists), "nothing is created over it");
    assert_eq!(fingerprint(dir.path()), before);
}

#[test]
fn a_key_file_without_its_database_creates_none() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    fs::rename(dir.path().join(DATABASE), dir.path().join("undan")).unwrap();
    refused(
        dir.path(),
        passphrase(PASSPHRASE),
        &plain(),
        Code::DatabaseMissing,
        "no database",
    );
    let again = session::create_in(dir.path(), house(false), &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(again, Some(Code::VaultExists));
    fs::rename(dir.path().join("undan"), dir.path().join(DATABASE)).unwrap();
    still_opens(dir.path());
}

#[test]
fn a_founding_cut_off_between_its_two_files_is_finished() {
    let dir = tempfile::tempdir().unwrap();
    let code = made(dir.path(), false, &plain());
    let aside = dir.path().join(".moving-in-1764000000000");
    fs::create_dir(&aside).unwrap();
    fs::rename(dir.path().join(DATABASE), aside.join(DATABASE)).unwrap();

    assert_eq!(
        session::look(dir.path()),
        Found::Vault { keyring: false },
        "it is a vault"
    );
    assert!(aside.join(DATABASE).exists(), "looking changes nothing");
    session::open_in(dir.path(), recovery(code.reveal()), &plain())
        .unwrap()
        .close()
        .unwrap();
    assert!(!aside.exists(), "the empty folder is gone");
    still_opens(dir.path());
}

#[test]
fn a_vault_is_not_created_twice() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let before = fingerprint(dir.path());
    let again = session::create_in(dir.path(), house(false), &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(again, Some(Code::VaultExists));
    assert_eq!(fingerprint(dir.path()), before);
}

#[test]
fn a_second_instance_is_turned_away() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let first = still_opens(dir.path());
    let second = session::open_in(dir.path(), passphrase(PASSPHRASE), &plain())
        .err()
        .map(|e| e.code());
    assert_eq!(second, Some(Code::OpenElsewhere));
    first.close().unwrap();
    still_opens(dir.path());
}

/// A `cipher_` pragma that sets something after the first read corrupts the file, so there is one place for them.
#[test]
fn the_engines_own_pragmas_stand_in_one_place() {
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../core/src"
    ))];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            for line in fs::read_to_string(&path).unwrap().lines() {
                let asks = ["cipher_version", "cipher_integrity_check", "cipher_status"]
                    .iter()
                    .any(|p| line.contains(p));
                let code = line.split("//").next().unwrap_or_default();
                if !asks && code.contains("PRAGMA cipher_") {
                    found.push(path.file_name().unwrap().to_string_lossy().into_owned());
                }
            }
        }
    }
    assert_eq!(
        found,
        ["connection.rs"],
        "set before the key, in the one function that opens"
    );
}
