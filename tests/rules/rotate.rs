//! A new root key: everything is there, the old bytes are useless, and being cut off at any step loses nothing.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use kartotek_core::contact;
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session::{self, Unlock};
use kartotek_core::vault::{
    Course, DATABASE, Due, Op, SLOTS, Step, Vault, decline_new_key, new_key_due, rotate,
    rotate_until,
};
use kartotek_core::{Code, PersonId, Result, verify};
use secrecy::SecretString;

use crate::people;
use crate::vault_folder::{PASSPHRASE, PaperKeyring, around, house, passphrase, plain};

fn add(vault: &Vault, name: &str, email: &str) -> Result<PersonId> {
    people::add(vault, &[("name", name), ("email", email)])
}

fn in_order(dir: &Path, unlock: Unlock) {
    let vault = session::open_in(dir, unlock, &plain()).expect("it opens");
    let people = vault.read(|tx| Ok(contact::counts(tx)?.contacts)).unwrap();
    assert_eq!(people, 1, "everybody is there");
    for check in verify::verify(&vault, None) {
        assert!(check.ok, "{} {}", check.name, check.detail);
    }
    add_and_bin(&vault);
    vault.close().unwrap();
    let slots = fs::read_to_string(dir.join(SLOTS)).unwrap();
    assert!(!slots.contains("pending"), "the key file is tidy: {slots}");
    let left: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

fn due_in(dir: &Path) -> Option<Due> {
    let vault = session::open_in(dir, passphrase(PASSPHRASE), &plain()).unwrap();
    let due = vault.read(new_key_due).unwrap();
    vault.close().unwrap();
    due
}

/// Writing works, too.
fn add_and_bin(vault: &Vault) {
    let id = add(vault, "Tillfällig", "tillfallig@example.org").unwrap();
    erasure::forget(vault, id, Ground::A, false).unwrap();
    erasure::prove_pending(vault, &mut |_| {}).unwrap();
}

#[test]
fn cut_off_at_any_step_the_next_opening_has_everything() {
    for step in [
        None,
        Some(Step::Announced),
        Some(Step::Copied),
        Some(Step::Swapped),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let (vault, code) = session::create_in(dir.path(), house(false), &plain()).unwrap();
        add(&vault, "Åsa Öberg", "asa@example.org").unwrap();
        let before = fs::read_to_string(dir.path().join(SLOTS)).unwrap();
        let (vault, whole) = rotate_until(vault, step, Course::alone()).unwrap();
        assert_eq!(whole, step.is_none());
        drop(vault);
        let cut = fs::read_to_string(dir.path().join(SLOTS)).unwrap();
        assert_eq!(cut.contains("pending"), step.is_some(), "{step:?}");
        assert_ne!(cut, before);

        in_order(dir.path(), passphrase(PASSPHRASE));
        let done = matches!(step, None | Some(Step::Swapped));
        let due = (!done).then_some(Due::CutOff);
        assert_eq!(
            due_in(dir.path()),
            due,
            "{step:?}: proposed until it is done"
        );
        in_order(
            dir.path(),
            Unlock::Recovery(SecretString::from(code.reveal().to_owned())),
        );
    }
}

/// Whoever had the sheet may have more: said until there is a new key or nobody wants one.
#[test]
fn a_new_key_is_due_once_the_recovery_code_was_used() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, code) = session::create_in(dir.path(), house(false), &plain()).unwrap();
    assert_eq!(vault.read(new_key_due).unwrap(), None);
    vault.close().unwrap();
    let by_code = || {
        let code = Unlock::Recovery(SecretString::from(code.reveal().to_owned()));
        session::open_in(dir.path(), code, &plain()).unwrap()
    };
    by_code().close().unwrap();
    assert_eq!(due_in(dir.path()), Some(Due::RecoveryUsed), "kept");
    let vault = session::open_in(dir.path(), passphrase(PASSPHRASE), &plain()).unwrap();
    rotate(vault, Course::alone()).unwrap().close().unwrap();
    assert_eq!(due_in(dir.path()), None, "there is one");
    let vault = by_code();
    let decline = |due| vault.write(Op::NewKeyDue, |tx| decline_new_key(tx, due));
    decline(Due::CutOff).unwrap();
    assert_eq!(vault.read(new_key_due).unwrap(), Some(Due::RecoveryUsed));
    decline(Due::RecoveryUsed).unwrap();
    vault.close().unwrap();
    assert_eq!(due_in(dir.path()), None, "not wanted");
}

#[test]
fn no_older_copy_of_the_file_opens_with_todays_keys() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, _) = session::create_in(dir.path(), house(false), &plain()).unwrap();
    add(&vault, "Åsa Öberg", "asa@example.org").unwrap();
    vault.close().unwrap();
    let old = fs::read(dir.path().join(DATABASE)).unwrap();
    let vault = session::open_in(dir.path(), passphrase(PASSPHRASE), &plain()).unwrap();
    rotate(vault, Course::alone()).unwrap().close().unwrap();
    fs::write(dir.path().join(DATABASE), old).unwrap();
    let refused = session::open_in(dir.path(), passphrase(PASSPHRASE), &plain());
    assert_eq!(refused.err().map(|e| e.code()), Some(Code::KeysDoNotFit));
}

#[test]
fn a_no_still_stands_after_three_new_keys_and_the_keyring_opens() {
    let dir = tempfile::tempdir().unwrap();
    let around = around(Arc::new(PaperKeyring::default()));
    let (vault, _) = session::create_in(dir.path(), house(true), &around).unwrap();
    let id = add(&vault, "Åsa Öberg", "asa@example.org").unwrap();
    erasure::forget(&vault, id, Ground::C, true).unwrap();
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    vault.close().unwrap();
    for _ in 0..3 {
        let vault = session::open_in(dir.path(), Unlock::Keyring, &around).expect("unattended");
        let vault = rotate(vault, Course::alone()).unwrap();
        let again = add(&vault, "Åsa Ö", "asa@example.org");
        assert_eq!(again.err().map(|e| e.code()), Some(Code::Suppressed));
        vault.close().unwrap();
    }
}

#[test]
fn a_full_disk_leaves_the_old_key() {
    let small = crate::small_disk::Small::new(2);
    let dir = small.path("valv");
    let (vault, _) = session::create_in(&dir, house(false), &plain()).unwrap();
    add(&vault, "Åsa Öberg", "asa@example.org").unwrap();
    small.fill(300 * 1024);
    let refused = rotate(vault, Course::alone()).err().map(|e| e.code());
    assert_eq!(refused, Some(Code::DiskFull));
    small.empty();
    in_order(&dir, passphrase(PASSPHRASE));
}
