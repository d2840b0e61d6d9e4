//! Keys for life: the ways in are listed, tested, taken away; the key file comes back from a backup; and where a vault may
//! lie.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kartotek_core::Code;
use kartotek_core::backup;
use kartotek_core::vault::session::{self, Found, Surroundings, Unlock};
use kartotek_core::vault::{
    Clock, Course, DATABASE, KeyWay, KeyringFault, SLOTS, allow_outward, rotate,
};
use secrecy::SecretString;

use crate::vault_folder::{
    PASSPHRASE, PaperKeyring, around, fingerprint, house, made, passphrase, plain, refused,
    still_opens,
};

fn recovery(text: &str) -> Unlock {
    Unlock::Recovery(SecretString::from(text))
}

fn code_of<T>(result: kartotek_core::Result<T>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn the_ways_in_are_listed_with_their_day() {
    let dir = tempfile::tempdir().unwrap();
    let with = Surroundings {
        clock: Arc::new(Noon),
        ..around(Arc::new(PaperKeyring::default()))
    };
    let (vault, _) = session::create_in(dir.path(), house(true), &with).unwrap();
    let slots = vault.key_slots().unwrap();
    let ways: Vec<KeyWay> = slots.iter().map(|slot| slot.way).collect();
    assert_eq!(
        ways,
        [KeyWay::Passphrase, KeyWay::Recovery, KeyWay::Keyring]
    );
    assert!(slots.iter().all(|slot| slot.since == "2026-03-10"));
    vault.set_keyring(false).unwrap();
    assert_eq!(vault.key_slots().unwrap().len(), 2);
}

/// 2026-03-10 12:00 UTC.
struct Noon;

impl Clock for Noon {
    fn now_ms(&self) -> i64 {
        1_773_144_000_000
    }
}

#[test]
fn testing_a_key_says_whether_it_opens_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = Arc::new(PaperKeyring::default());
    let with = around(keyring.clone());
    let (vault, code) = session::create_in(dir.path(), house(true), &with).unwrap();
    let before = fingerprint(dir.path());
    let other = tempfile::tempdir().unwrap();
    let others = made(other.path(), false, &plain());
    for good in [
        passphrase(PASSPHRASE),
        recovery(code.reveal()),
        Unlock::Keyring,
    ] {
        assert_eq!(code_of(vault.test_key(&good)), None);
    }
    for (wrong, why) in [
        (passphrase("inte den"), Code::WrongPassphrase),
        (recovery(others.reveal()), Code::WrongPassphrase),
        (recovery("7KQ2"), Code::RecoveryCodeTypo),
    ] {
        assert_eq!(code_of(vault.test_key(&wrong)), Some(why));
    }
    *keyring.fault.lock().unwrap() = Some(KeyringFault::Locked);
    let locked = code_of(vault.test_key(&Unlock::Keyring));
    assert_eq!(locked, Some(Code::KeyringLocked));
    assert_eq!(fingerprint(dir.path()), before, "not one byte changed");

    // What lies on the disk is tested, not what is remembered.
    let good = fs::read(dir.path().join(SLOTS)).unwrap();
    fs::write(dir.path().join(SLOTS), "{}").unwrap();
    let gone = code_of(vault.test_key(&passphrase(PASSPHRASE)));
    assert_eq!(gone, Some(Code::KeyFileDamaged));
    fs::copy(other.path().join(SLOTS), dir.path().join(SLOTS)).unwrap();
    let foreign = code_of(vault.test_key(&passphrase(PASSPHRASE)));
    assert_eq!(
        foreign,
        Some(Code::KeyFileChanged),
        "a key file of another vault with the same passphrase"
    );
    fs::write(dir.path().join(SLOTS), good).unwrap();
}

#[test]
fn a_keyring_that_keeps_its_item_is_told_about() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = Arc::new(PaperKeyring::default());
    let with = around(keyring.clone());
    let (vault, _) = session::create_in(dir.path(), house(true), &with).unwrap();
    *keyring.fault.lock().unwrap() = Some(KeyringFault::Locked);
    assert_eq!(
        code_of(vault.set_keyring(false)),
        Some(Code::KeyringItemLeft)
    );
    assert!(!vault.has_keyring(), "the slot is gone all the same");
    *keyring.fault.lock().unwrap() = None;
    assert_eq!(keyring.items.lock().unwrap().len(), 1, "the case is one");
    vault.close().unwrap();
    let (unlock, code) = (Unlock::Keyring, Code::KeyringUnavailable);
    refused(dir.path(), unlock, &with, code, "it opens nothing");

    // A store that says yes and does nothing is found out by asking it.
    let stubborn = Arc::new(PaperKeyring {
        keeps: true,
        ..PaperKeyring::default()
    });
    let other = tempfile::tempdir().unwrap();
    let (vault, _) = session::create_in(other.path(), house(true), &around(stubborn)).unwrap();
    assert_eq!(
        code_of(vault.set_keyring(false)),
        Some(Code::KeyringItemLeft)
    );
}

#[test]
fn a_keyring_slot_without_its_item_is_made_anew_under_a_new_name() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = Arc::new(PaperKeyring::default());
    let with = around(keyring.clone());
    made(dir.path(), true, &with);
    // Somebody else's desktop: its item stays, whatever it is.
    for items in keyring.items.lock().unwrap().values_mut() {
        *items = vec!["annat".to_owned()];
    }
    let vault = session::open_in(dir.path(), passphrase(PASSPHRASE), &with).unwrap();
    vault.set_keyring(true).unwrap();
    assert_eq!(keyring.items.lock().unwrap().len(), 2);
    let before = fs::read(dir.path().join(SLOTS)).unwrap();
    vault.set_keyring(true).unwrap();
    let after = fs::read(dir.path().join(SLOTS)).unwrap();
    assert_eq!(after, before, "one that opens stays as it is");
    vault.close().unwrap();
    session::open_in(dir.path(), Unlock::Keyring, &with).expect("it opens again");
}

#[test]
fn a_lost_key_file_comes_back_from_the_newest_backup_that_fits() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, stick) = (dir.path().join("valv"), dir.path().join("sticka"));
    let code = made(&folder, false, &plain());
    let vault = still_opens(&folder);
    backup::take(&vault, &stick, Course::alone()).unwrap();
    vault.close().unwrap();
    let good = fs::read(folder.join(SLOTS)).unwrap();

    let back = |unlock| backup::restore_keys(&stick, &folder, &unlock, &plain());
    assert_eq!(
        code_of(back(passphrase(PASSPHRASE))),
        Some(Code::VaultExists),
        "a good key file is never replaced"
    );
    assert_eq!(fs::read(folder.join(SLOTS)).unwrap(), good);
    for damaged in [false, true] {
        fs::remove_file(folder.join(SLOTS)).unwrap();
        if damaged {
            fs::write(folder.join(SLOTS), "halva").unwrap();
        }
        let before = fingerprint(&folder);
        let database = fs::read(folder.join(DATABASE)).unwrap();
        for (wrong, why) in [
            (passphrase("inte den"), Code::WrongPassphrase),
            (recovery("7KQ2"), Code::RecoveryCodeTypo),
        ] {
            assert_eq!(code_of(back(wrong)), Some(why));
            assert_eq!(fingerprint(&folder), before, "{why:?}: nothing is changed");
        }
        let unlock = if damaged {
            recovery(code.reveal())
        } else {
            passphrase(PASSPHRASE)
        };
        back(unlock).expect("the key file is back");
        assert_eq!(fs::read(folder.join(DATABASE)).unwrap(), database);
        still_opens(&folder).close().unwrap();
        session::open_in(&folder, recovery(code.reveal()), &plain())
            .expect("with the code, too")
            .close()
            .unwrap();
    }
    let kept = fingerprint(&folder)
        .into_keys()
        .filter(|name| name.starts_with("slots.json-unreadable-"))
        .count();
    assert_eq!(kept, 1, "the unreadable one is kept");
}

/// It may have been readable, but for one bit: with a way in that nobody wants any more.
#[test]
fn an_unreadable_key_file_goes_with_the_next_change_of_keys() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("valv");
    made(&folder, false, &plain());
    let (kept, alien) = (
        "slots.json-unreadable-1790000000000",
        "slots.json-unreadable-x",
    );
    let there = |name: &str| folder.join(name).exists();
    let leave = || {
        fs::copy(folder.join(SLOTS), folder.join(kept)).unwrap();
        fs::write(folder.join(alien), "mine").unwrap();
    };
    let vault = still_opens(&folder);
    leave();
    let new = SecretString::from("åtta blå hästar vilar");
    vault
        .change_passphrase(&passphrase(PASSPHRASE), &new)
        .unwrap();
    assert_eq!((there(kept), there(alien)), (false, true));
    leave();
    let vault = rotate(vault, Course::alone()).unwrap();
    assert_eq!((there(kept), there(alien)), (false, true));
    leave();
    let code = vault
        .new_recovery(&passphrase("åtta blå hästar vilar"))
        .unwrap();
    let groups: Vec<(usize, String)> = (1..)
        .zip(code.reveal().split('-').map(str::to_owned))
        .take(2)
        .collect();
    vault.confirm_recovery(&code, &groups).unwrap();
    assert_eq!((there(kept), there(alien)), (false, true));
    vault.close().unwrap();
}

/// The first page does not open, and no other one does: nobody is told that the disk broke.
#[test]
fn a_key_file_of_another_day_is_told_from_a_damaged_database() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("valv");
    made(&folder, false, &plain());
    let old = fs::read(folder.join(SLOTS)).unwrap();
    let vault = rotate(still_opens(&folder), Course::alone()).unwrap();
    vault.close().unwrap();
    let today = fs::read(folder.join(SLOTS)).unwrap();
    let opens = || {
        let opened = session::open_in(&folder, passphrase(PASSPHRASE), &plain());
        code_of(opened.map(drop))
    };
    fs::write(folder.join(SLOTS), old).unwrap();
    assert_eq!(opens(), Some(Code::KeysDoNotFit));
    fs::write(folder.join(SLOTS), today).unwrap();
    assert_eq!(opens(), None);
    let mut database = fs::read(folder.join(DATABASE)).unwrap();
    database[300] ^= 1;
    fs::write(folder.join(DATABASE), database).unwrap();
    assert_eq!(opens(), Some(Code::Damaged), "the first page only");
}

#[test]
fn keys_of_another_day_or_another_vault_are_not_put_there() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, stick) = (dir.path().join("valv"), dir.path().join("sticka"));
    made(&folder, false, &plain());
    let vault = still_opens(&folder);
    backup::take(&vault, &stick, Course::alone()).unwrap();
    rotate(vault, Course::alone()).unwrap().close().unwrap();
    fs::remove_file(folder.join(SLOTS)).unwrap();
    let back = |from: &Path| {
        let unlock = passphrase(PASSPHRASE);
        code_of(backup::restore_keys(from, &folder, &unlock, &plain()))
    };
    assert_eq!(back(&stick), Some(Code::KeysDoNotFit), "an older root key");
    let other = dir.path().join("annat");
    made(&other, false, &plain());
    let vault = still_opens(&other);
    let foreign = backup::take(&vault, &dir.path().join("annan-sticka"), Course::alone()).unwrap();
    assert_eq!(back(&foreign.file), Some(Code::KeysDoNotFit));
    assert_eq!(back(&dir.path().join("tomt")), Some(Code::NotFound));
    assert!(!folder.join(SLOTS).exists(), "nothing is put there");
}

#[test]
fn a_vault_in_a_synchronised_folder_is_refused_until_somebody_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let marked = dir.path().join("delat");
    fs::create_dir_all(marked.join(".stfolder")).unwrap();
    for folder in [
        dir.path().join("Dropbox/kunder/valv"),
        dir.path().join("Jottacloud/valv"),
        dir.path().join("SynologyDrive-kontor/valv"),
        marked.join("valv"),
    ] {
        let found = Found::Problem {
            code: Code::SyncedFolder,
        };
        assert_eq!(session::look(&folder), found, "before anything is there");
        let made_there = session::create_in(&folder, house(false), &plain());
        assert_eq!(code_of(made_there), Some(Code::SyncedFolder));
        assert!(!folder.exists(), "no folder is made");

        // A vault that was moved there.
        let home = dir.path().join("hemma");
        made(&home, false, &plain());
        fs::create_dir_all(folder.parent().unwrap()).unwrap();
        fs::rename(&home, &folder).unwrap();
        assert_eq!(session::look(&folder), found);
        let (unlock, code) = (passphrase(PASSPHRASE), Code::SyncedFolder);
        refused(&folder, unlock, &plain(), code, "moved there");
        // By a link, too.
        let link = dir.path().join("genväg");
        symlink(&folder, &link).unwrap();
        let (unlock, code) = (passphrase(PASSPHRASE), Code::SyncedFolder);
        refused(&link, unlock, &plain(), code, "by a link");
        fs::remove_file(link).unwrap();

        allow_outward(&folder).unwrap();
        allow_outward(&folder).unwrap();
        assert_eq!(session::look(&folder), Found::Vault { keyring: false });
        still_opens(&folder).close().unwrap();
    }
    // Said before it is made.
    let new = dir.path().join("OneDrive/valv");
    allow_outward(&new).unwrap();
    assert_eq!(session::look(&new), Found::Nothing);
    made(&new, false, &plain());
    still_opens(&new);
}

#[test]
fn a_backup_is_not_restored_into_a_synchronised_folder() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("valv");
    made(&folder, false, &plain());
    let vault = still_opens(&folder);
    let taken = backup::take(&vault, &dir.path().join("sticka"), Course::alone()).unwrap();
    let synced = dir.path().join("Nextcloud/valv");
    let unlock = passphrase(PASSPHRASE);
    let restored = backup::restore(&taken.file, &synced, &unlock, &plain(), Course::alone());
    assert_eq!(code_of(restored), Some(Code::SyncedFolder));
    assert!(!synced.exists());
    allow_outward(&synced).unwrap();
    backup::restore(&taken.file, &synced, &unlock, &plain(), Course::alone()).unwrap();
    still_opens(&synced);
}

#[test]
fn a_link_to_the_folder_is_followed_and_a_folder_swapped_for_one_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, link) = (dir.path().join("valv"), dir.path().join("genväg"));
    made(&folder, false, &plain());
    symlink(&folder, &link).unwrap();
    let vault = still_opens(&link);
    assert_eq!(
        vault.path(),
        folder.canonicalize().unwrap().join(DATABASE),
        "its real place"
    );

    // Somebody puts a link in the folder's place while the vault is open.
    let elsewhere = dir.path().join("annat");
    made(&elsewhere, false, &plain());
    let before = fingerprint(&elsewhere);
    let away = dir.path().join("undan");
    fs::rename(&folder, &away).unwrap();
    symlink(&elsewhere, &folder).unwrap();
    let new = SecretString::from("fyra nya fina ord");
    let changed = vault.change_passphrase(&passphrase(PASSPHRASE), &new);
    assert_eq!(code_of(changed), Some(Code::FolderSwapped));
    assert_eq!(
        rotate(vault, Course::alone()).err().map(|kept| kept.code()),
        Some(Code::FolderSwapped)
    );
    assert_eq!(fingerprint(&elsewhere), before, "nothing is written there");
    fs::remove_file(&folder).unwrap();
    fs::rename(&away, &folder).unwrap();
    still_opens(&folder);
}

#[test]
fn a_key_file_that_wants_the_whole_computer_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), false, &plain());
    let slots = dir.path().join(SLOTS);
    let good = fs::read_to_string(&slots).unwrap();
    let kdf = |name: &str, value: u64| {
        // Only the passphrase slot has these.
        let (before, after) = good.split_once("\"kdf\":").unwrap();
        let (_, tail) = after.split_once(&format!("\"{name}\":")).unwrap();
        let rest = tail.find([',', '}']).unwrap();
        let head = &after[..after.len() - tail.len()];
        format!("{before}\"kdf\":{head}{value}{}", &tail[rest..])
    };
    assert_eq!(kdf("t", 3), good, "the floor is what it is");
    for (name, least, most) in [("m_kib", 19 * 1024, 1024 * 1024), ("t", 1, 24), ("p", 1, 8)] {
        for value in [least, most] {
            fs::write(&slots, kdf(name, value)).unwrap();
            let found = session::look(dir.path());
            assert_eq!(found, Found::Vault { keyring: false }, "{name} {value}");
        }
        for value in [0, least - 1, most + 1, u64::from(u32::MAX), u64::MAX] {
            fs::write(&slots, kdf(name, value)).unwrap();
            let refused_in = || {
                let begun = Instant::now();
                assert_eq!(
                    session::look(dir.path()),
                    Found::Problem {
                        code: Code::KeyFileDamaged
                    },
                    "{name} {value}"
                );
                let opened = session::open_in(dir.path(), passphrase(PASSPHRASE), &plain());
                assert_eq!(code_of(opened), Some(Code::KeyFileDamaged));
                begun.elapsed()
            };
            // The quickest of three: other programs may be busy.
            let quickest = (0..3).map(|_| refused_in()).min().unwrap();
            assert!(
                quickest < Duration::from_millis(10),
                "{name} {value}: {quickest:?}"
            );
        }
    }
    fs::write(&slots, good).unwrap();
    still_opens(dir.path());
}
