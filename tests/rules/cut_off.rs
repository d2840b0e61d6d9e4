//! A vault that was not closed says so at the next opening, and of when the newest is that is there; also when its log is
//! gone, which a cleaner took or whoever copied only the database.

use std::fs;
use std::path::Path;

use kartotek_core::Code;
use kartotek_core::vault::{Course, DATABASE, SLOTS, Vault, rotate, session};

use crate::people;
use crate::vault_folder::{PASSPHRASE, house, passphrase, plain};

const LOG: &str = "kartotek.db-wal";

fn open(dir: &Path) -> Vault {
    session::open_in(dir, passphrase(PASSPHRASE), &plain()).unwrap()
}

#[test]
fn a_vault_that_was_not_closed_says_what_is_newest() {
    let dir = tempfile::tempdir().unwrap();
    let (home, other) = (dir.path().join("valv"), dir.path().join("avbrutet"));
    let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
    assert_eq!(vault.cut_off(), None, "a new one");
    people::add(&vault, &[("name", "Berit Ek")]).unwrap();
    vault.close().unwrap();

    let vault = open(&home);
    assert_eq!(vault.cut_off(), None, "closed in order");
    let newest = || people::add(&vault, &[("name", "Cilla Dal")]).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(5));
    newest();
    // As the power leaves it.
    fs::create_dir(&other).unwrap();
    let leave = |log: &[u8]| {
        for name in [DATABASE, SLOTS] {
            fs::copy(home.join(name), other.join(name)).unwrap();
        }
        fs::write(other.join(LOG), log).unwrap();
    };
    let log = fs::read(home.join(LOG)).unwrap();
    leave(&log);
    let wrong = session::open_in(&other, passphrase("helt fel lösenfras"), &plain());
    assert_eq!(
        wrong.err().map(|error| error.code()),
        Some(Code::WrongPassphrase)
    );
    let again = open(&other);
    let late = again.cut_off().expect("told, whoever tried before");
    again.close().unwrap();
    let again = open(&other);
    assert_eq!(again.cut_off(), None, "told once");
    again.close().unwrap();

    leave(&log[..log.len() / 4096 / 2 * 4096]);
    let cut = open(&other);
    let early = cut.cut_off().expect("told");
    cut.close().unwrap();
    assert!(
        early < late,
        "what the log lost is missing: {early} and {late}"
    );
    leave(&[]);
    assert_eq!(
        open(&other).cut_off(),
        Some(early),
        "an empty log was left, too"
    );
    leave(&log);
    fs::remove_file(other.join(LOG)).unwrap();
    assert_eq!(open(&other).cut_off(), Some(early), "its log is gone");
    assert_eq!(open(&other).cut_off(), None, "let go of is closed, too");
}

/// As a program that is older, or a disk that was full, leaves it: only the log tells.
#[test]
fn a_log_that_was_left_is_enough() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("valv");
    let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
    people::add(&vault, &[("name", "Berit Ek")]).unwrap();
    vault.close().unwrap();
    fs::write(home.join(LOG), "").unwrap();
    assert!(open(&home).cut_off().is_some());
    assert_eq!(open(&home).cut_off(), None);
}

#[test]
fn a_new_root_key_leaves_nothing_open() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("valv");
    let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
    people::add(&vault, &[("name", "Berit Ek")]).unwrap();
    let vault = rotate(vault, Course::alone()).unwrap();
    assert_eq!(vault.cut_off(), None);
    vault.close().unwrap();
    assert_eq!(open(&home).cut_off(), None);
}
