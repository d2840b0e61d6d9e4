//! A restore: who must not come back, whatever the lists and keys are like; and the moving in, cut off anywhere.

use std::fs;
use std::path::{Path, PathBuf};

use kartotek_core::backup::{self, Backup, Known, Ledger, Restored};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session::{self, Found};
use kartotek_core::vault::{Course, DATABASE, Op, SLOTS, Vault, rotate};
use kartotek_core::{Code, PersonId, Result, verify};
use kartotek_core::{contact, salvage};
use secrecy::SecretString;

use crate::copies::code;
use crate::house::{list_in, roots};
use crate::people;
use crate::vault_folder::{PASSPHRASE, fingerprint, house, passphrase, plain};

mod noes;

const LOCK: &str = "kartotek.lock";
const NEW: &str = "åtta blå hästar vilar";

/// A vault with Berit and Åsa, and a backup of it on a stick.
struct Bed {
    dir: tempfile::TempDir,
    vault: Vault,
    leaving: PersonId,
    backup: Backup,
}

impl Bed {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (vault, _) =
            session::create_in(&dir.path().join("valv"), house(false), &plain()).unwrap();
        people::add(&vault, &[("name", "Berit Ek")]).unwrap();
        let leaving = people::add(
            &vault,
            &[("name", "Åsa Öberg"), ("email", "asa.oberg@example.com")],
        )
        .unwrap();
        let backup = backup::take(&vault, &dir.path().join("sticka"), Course::alone()).unwrap();
        Self {
            dir,
            vault,
            leaving,
            backup,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn forget(&self) {
        erasure::forget(&self.vault, self.leaving, Ground::A, true).unwrap();
        erasure::prove_pending(&self.vault, &mut |_| {}).unwrap();
    }

    /// Closes the vault.
    fn leave(self) -> (tempfile::TempDir, PathBuf, PathBuf) {
        self.vault.close().unwrap();
        let home = self.dir.path().join("valv");
        (self.dir, home, self.backup.file)
    }
}

fn restore(file: &Path, dir: &Path, ledger: Ledger, key: &str) -> Result<Restored> {
    let key = passphrase(key);
    backup::restore_knowing(ledger, file, dir, &key, &plain(), Course::alone())
}

fn names(dir: &Path, key: &str) -> Vec<String> {
    let vault = session::open_in(dir, passphrase(key), &plain()).unwrap();
    for check in verify::verify(&vault, None) {
        assert!(check.ok, "{} {}", check.name, check.detail);
    }
    let all = |tx: &kartotek_core::vault::ReadTx<'_>| {
        contact::list(tx, contact::Order::Name, &contact::Filter::All, 0, 50)
    };
    let page = vault.read(all).unwrap();
    vault.close().unwrap();
    page.rows.into_iter().map(|row| row.display_name).collect()
}

#[test]
fn a_list_that_somebody_edited_stops_a_restore_until_the_user_has_said_so() {
    let bed = Bed::new();
    bed.forget();
    let stick = bed.path("sticka");
    backup::take(&bed.vault, &stick, Course::alone()).unwrap();
    let text = fs::read_to_string(list_in(&stick)).unwrap();
    let start = text.find("\"people\":[").unwrap();
    let end = text[start..].find(']').unwrap() + start;
    let emptied = format!("{}\"people\":[{}", &text[..start], &text[end..]);
    for (wrong, back) in [
        (&text[..end], 2),
        (&emptied, 2),
        ("", 2),
        (&text.replace("\"v\":1", "\"v\":2"), 1),
    ] {
        fs::write(list_in(&stick), wrong).unwrap();
        let place = bed.path("ny dator");
        let refused = restore(&bed.backup.file, &place, Ledger::Whole, PASSPHRASE);
        assert_eq!(code(refused), Some(Code::ForgottenUnknown), "{wrong}");
        assert_eq!(session::look(&place), Found::Nothing, "{wrong}");
        let known = restore(&bed.backup.file, &place, Ledger::AsFarAsKnown, PASSPHRASE).unwrap();
        assert_eq!(
            known.people, back,
            "what it names counts all the same: {wrong}"
        );
        fs::remove_dir_all(&place).unwrap();
    }
}

#[test]
fn a_list_that_was_cut_off_is_written_anew_and_keeps_nobody_from_a_backup() {
    let bed = Bed::new();
    bed.forget();
    let stick = bed.path("sticka");
    for write in [
        |bed: &Bed, stick: &Path| backup::take(&bed.vault, stick, Course::alone()).map(drop),
        |bed: &Bed, stick: &Path| backup::renew(&bed.vault, stick, Course::alone()).map(drop),
    ] {
        fs::write(list_in(&stick), "{\"format\":\"karto").unwrap();
        write(&bed, &stick).unwrap();
        let text = fs::read_to_string(list_in(&stick)).unwrap();
        assert!(text.contains(&bed.leaving.to_string()), "{text}");
    }
}

#[test]
fn the_vault_that_is_there_knows_who_was_forgotten_whatever_the_list_says() {
    let bed = Bed::new();
    bed.forget();
    fs::write(list_in(&bed.path("sticka")), "x").unwrap();
    let (_dir, home, file) = bed.leave();
    let restored = restore(&file, &home, Ledger::Whole, PASSPHRASE).unwrap();
    assert_eq!((restored.people, restored.forgotten_again), (1, 1));
    assert_eq!(names(&home, PASSPHRASE), ["Berit Ek"]);
}

#[test]
fn the_list_beside_a_damaged_vault_counts_for_a_copy_from_elsewhere() {
    let bed = Bed::new();
    let beside = bed.path("valv").join(backup::FOLDER);
    bed.forget();
    backup::take(&bed.vault, &beside, Course::alone()).unwrap();
    let listed = fs::read_to_string(list_in(&bed.path("sticka"))).unwrap();
    let knows = listed.contains(&bed.leaving.to_string());
    assert!(!knows, "the list on the stick is from before");
    let (_dir, home, file) = bed.leave();
    let database = home.join(DATABASE);
    let mut bytes = fs::read(&database).unwrap();
    bytes[100..4096].fill(7);
    fs::write(&database, bytes).unwrap();
    let opened = session::open_in(&home, passphrase(PASSPHRASE), &plain());
    assert_eq!(code(opened), Some(Code::Damaged));
    let restored = restore(&file, &home, Ledger::Whole, PASSPHRASE).unwrap();
    assert_eq!((restored.people, restored.forgotten_again), (1, 1));
}

#[test]
fn a_key_of_before_does_not_pass_the_ledger_by() {
    let bed = Bed::new();
    let new = SecretString::from(NEW);
    bed.vault
        .change_passphrase(&passphrase(PASSPHRASE), &new)
        .unwrap();
    bed.forget();
    let (_dir, home, file) = bed.leave();
    let before = fingerprint(&home);
    let refused = restore(&file, &home, Ledger::Whole, PASSPHRASE);
    assert_eq!(code(refused), Some(Code::ForgottenUnknown));
    let mistyped = restore(&file, &home, Ledger::Whole, "fyra gula hästar vilar");
    assert_eq!(code(mistyped), Some(Code::WrongPassphrase));
    assert_eq!(fingerprint(&home), before, "not one byte changed");
    let restored = restore(&file, &home, Ledger::AsFarAsKnown, PASSPHRASE).unwrap();
    assert_eq!(restored.people, 2, "the user was told, and wants it");
    let kept = restored.kept.expect("the former vault");
    assert_eq!(names(&kept, NEW), ["Berit Ek"], "it still opens");
    assert_eq!(names(&home, PASSPHRASE), ["Berit Ek", "Åsa Öberg"]);
}

#[test]
fn what_the_open_vault_told_counts_with_a_key_of_before() {
    let bed = Bed::new();
    let new = SecretString::from(NEW);
    bed.vault
        .change_passphrase(&passphrase(PASSPHRASE), &new)
        .unwrap();
    bed.forget();
    let told = Ledger::Told(Known::of(&bed.vault).unwrap());
    let (_dir, home, file) = bed.leave();
    let restored = restore(&file, &home, told, PASSPHRASE).unwrap();
    assert_eq!((restored.people, restored.forgotten_again), (1, 1));
    assert_eq!(names(&home, PASSPHRASE), ["Berit Ek"]);
    let vault = session::open_in(&home, passphrase(PASSPHRASE), &plain()).unwrap();
    let refused = people::add(
        &vault,
        &[("name", "Å Öberg"), ("email", "asa.oberg@example.com")],
    );
    assert_eq!(code(refused), Some(Code::Suppressed), "her no is kept, too");
}

#[test]
fn nobody_opens_the_vault_while_a_backup_takes_its_place() {
    for forgotten in [false, true] {
        let bed = Bed::new();
        let (_dir, home, file) = bed.leave();
        if forgotten {
            fs::remove_file(home.join(DATABASE)).unwrap();
        }
        let tried = std::sync::Mutex::new(Vec::new());
        let tell = |_| {
            let opened = session::open_in(&home, passphrase(PASSPHRASE), &plain());
            tried.lock().unwrap().push(code(opened));
            std::ops::ControlFlow::Continue(())
        };
        let key = passphrase(PASSPHRASE);
        backup::restore(&file, &home, &key, &plain(), Course::new(&tell)).unwrap();
        let tried = tried.into_inner().unwrap();
        let wanted = if forgotten {
            Code::DatabaseMissing
        } else {
            Code::OpenElsewhere
        };
        assert!(
            tried.len() > 2 && tried.iter().all(|code| *code == Some(wanted)),
            "{tried:?}"
        );
    }
}

/// The former vault was not closed: its newest commits stand in the write-ahead log.
#[test]
fn a_moving_in_that_is_cut_off_anywhere_is_finished_at_the_next_opening() {
    let bed = Bed::new();
    let home = bed.path("valv");
    people::add(&bed.vault, &[("name", "Kom efteråt")]).unwrap();
    let log = format!("{DATABASE}-wal");
    let files = |dir: &Path, names: &[&str]| -> Vec<(String, Vec<u8>)> {
        let read = |name: &&str| Some((name.to_string(), fs::read(dir.join(name)).ok()?));
        names.iter().filter_map(read).collect()
    };
    let former = files(&home, &[&log, DATABASE, SLOTS]);
    assert_eq!(former.len(), 3, "a log is there");
    let (_dir, home, file) = bed.leave();
    restore(&file, &home, Ledger::Whole, PASSPHRASE).unwrap();
    assert!(!left_over(&home));
    let new = files(&home, &[SLOTS, DATABASE]);

    for done in 0..=5 {
        let dir = tempfile::tempdir().unwrap();
        let (inside, kept) = (
            dir.path().join(".moving-in-7"),
            dir.path().join("replaced-7"),
        );
        fs::create_dir(&inside).unwrap();
        fs::create_dir(&kept).unwrap();
        // What opening it aside leaves there, and what restores of earlier versions left behind.
        fs::write(inside.join(LOCK), "").unwrap();
        for earlier in [".moving-in-3", ".moving-in-9", ".moving-in-5"] {
            fs::create_dir(dir.path().join(earlier)).unwrap();
            fs::write(dir.path().join(earlier).join(LOCK), "").unwrap();
        }
        for (step, (name, bytes)) in former.iter().enumerate() {
            let place = if step < done { &kept } else { dir.path() };
            fs::write(place.join(name), bytes).unwrap();
        }
        for (step, (name, bytes)) in (former.len()..).zip(&new) {
            let place = if step < done { dir.path() } else { &inside };
            fs::write(place.join(name), bytes).unwrap();
        }
        let found = Found::Vault { keyring: false };
        assert_eq!(session::look(dir.path()), found, "after {done} steps");
        let there = |dir: &Path| names(dir, PASSPHRASE);
        assert_eq!(
            there(dir.path()),
            ["Berit Ek", "Åsa Öberg"],
            "after {done} steps"
        );
        assert_eq!(
            there(&kept),
            ["Berit Ek", "Kom efteråt", "Åsa Öberg"],
            "after {done} steps"
        );
        assert!(!left_over(dir.path()), "after {done} steps");
    }
}

/// A folder of something that moved in.
fn left_over(dir: &Path) -> bool {
    let mut entries = fs::read_dir(dir).unwrap().flatten();
    entries.any(|entry| {
        entry
            .file_name()
            .to_string_lossy()
            .starts_with(".moving-in-")
    })
}

const PAGE: usize = 4096;

/// Her address is kept from coming back in the vault in `dir`.
fn keeps_her_no(dir: &Path) -> bool {
    is_refused(dir, "asa.oberg@example.com")
}

fn is_refused(dir: &Path, email: &str) -> bool {
    let vault = session::open_in(dir, passphrase(PASSPHRASE), &plain()).unwrap();
    let again = people::add(&vault, &[("name", "Å Öberg"), ("email", email)]);
    code(again) == Some(Code::Suppressed)
}

/// A vault of the files of `home`, its database damaged.
fn damaged(home: &Path, place: &Path, damage: impl FnOnce(&mut Vec<u8>)) {
    fs::create_dir(place).unwrap();
    fs::copy(home.join(SLOTS), place.join(SLOTS)).unwrap();
    let mut database = fs::read(home.join(DATABASE)).unwrap();
    damage(&mut database);
    fs::write(place.join(DATABASE), database).unwrap();
}

/// On another computer, without its list: nobody says that nobody was forgotten.
#[test]
fn a_copy_that_lies_alone_comes_back_only_by_the_users_word() {
    let bed = Bed::new();
    let (dir, _, file) = bed.leave();
    let alone = dir.path().join("ensam.kartotek-backup");
    let stick = dir.path().join("sticka");
    let list = list_in(&stick);
    let beside = dir.path().join(list.file_name().unwrap());
    fs::copy(&file, &alone).unwrap();
    let named = fs::read(&list).unwrap();
    // The backup says where its fellows went, and the list lies there.
    let near = dir.path().join("samma dator");
    restore(&alone, &near, Ledger::Whole, PASSPHRASE).unwrap();
    fs::remove_file(&list).unwrap();
    let place = dir.path().join("ny dator");
    let whole = restore(&alone, &place, Ledger::Whole, PASSPHRASE);
    assert_eq!(code(whole), Some(Code::ForgottenUnknown));
    assert!(!place.join(DATABASE).exists(), "untouched");
    let told = restore(&alone, &place, Ledger::AsFarAsKnown, PASSPHRASE).unwrap();
    assert_eq!((told.people, told.forgotten_again), (2, 0));
    // With the list along, nobody is asked, although it names nobody.
    fs::write(beside, named).unwrap();
    let other = dir.path().join("en dator till");
    restore(&alone, &other, Ledger::Whole, PASSPHRASE).unwrap();
}

/// No list knows her: only the vault that is there does.
#[test]
fn a_vault_that_is_damaged_anywhere_lets_nobody_back_without_a_word() {
    let bed = Bed::new();
    bed.forget();
    let (dir, home, file) = bed.leave();
    let pages = fs::read(home.join(DATABASE)).unwrap().len() / PAGE;
    let [ledger, index, noes] = roots(["erasure", "sqlite_autoindex_erasure_2", "suppression"]);
    // The vault opens without a page of those; whom the ledger names stands in its index, too.
    let mut cases = vec![
        (vec![ledger], false),
        (vec![index], false),
        (vec![ledger, index], true),
        (vec![noes], true),
    ];
    let some = (1..=pages).step_by(pages / 7).chain([pages]);
    cases.extend(some.map(|page| (vec![page], page == noes)));
    for (lost, asks) in cases {
        let place = dir.path().join("skadat");
        damaged(&home, &place, |database| {
            for page in &lost {
                database[(page - 1) * PAGE + 300] ^= 0x55;
            }
        });
        match restore(&file, &place, Ledger::Whole, PASSPHRASE) {
            Ok(restored) => {
                let told = (restored.people, restored.forgotten_again);
                assert_eq!(told, (1, 1), "{lost:?}");
                assert!(keeps_her_no(&place), "{lost:?}: her no, too");
                assert!(!asks, "{lost:?}");
            }
            Err(error) => {
                assert_eq!(error.code(), Code::ForgottenUnknown, "{lost:?}");
                assert!(asks, "{lost:?}: nothing is missing");
                restore(&file, &place, Ledger::AsFarAsKnown, PASSPHRASE).unwrap();
            }
        }
        fs::remove_dir_all(&place).unwrap();
    }
}

#[test]
fn a_vault_that_was_cut_off_lets_nobody_back_without_a_word() {
    let bed = Bed::new();
    bed.forget();
    let (dir, home, file) = bed.leave();
    let length = fs::read(home.join(DATABASE)).unwrap().len();
    for left in [9, length / 2, length - 100] {
        let place = dir.path().join(format!("kapad {left}"));
        damaged(&home, &place, |database| database.truncate(left));
        match restore(&file, &place, Ledger::Whole, PASSPHRASE) {
            Ok(restored) => assert_eq!(restored.forgotten_again, 1, "{left}"),
            Err(error) => assert_eq!(error.code(), Code::ForgottenUnknown, "{left}"),
        }
    }
}

#[test]
fn a_vault_without_its_key_file_says_with_the_key_of_the_backup_who_was_forgotten() {
    for content in [None, Some("{")] {
        let bed = Bed::new();
        bed.forget();
        let (_dir, home, file) = bed.leave();
        match content {
            None => fs::remove_file(home.join(SLOTS)).unwrap(),
            Some(text) => fs::write(home.join(SLOTS), text).unwrap(),
        }
        let mistyped = restore(&file, &home, Ledger::Whole, "fyra gula hästar vilar");
        assert_eq!(code(mistyped), Some(Code::WrongPassphrase));
        let restored = restore(&file, &home, Ledger::Whole, PASSPHRASE).unwrap();
        assert_eq!((restored.people, restored.forgotten_again), (1, 1));
        assert!(keeps_her_no(&home));
    }
}

#[test]
fn a_vault_that_no_key_opens_any_more_brings_somebody_back_only_by_the_users_word() {
    let bed = Bed::new();
    bed.forget();
    let Bed {
        dir, vault, backup, ..
    } = bed;
    let vault = kartotek_core::vault::rotate(vault, Course::alone()).unwrap();
    vault.close().unwrap();
    let home = dir.path().join("valv");
    fs::remove_file(home.join(SLOTS)).unwrap();
    let refused = restore(&backup.file, &home, Ledger::Whole, PASSPHRASE);
    assert_eq!(code(refused), Some(Code::ForgottenUnknown));
    let restored = restore(&backup.file, &home, Ledger::AsFarAsKnown, PASSPHRASE).unwrap();
    assert_eq!(restored.people, 2, "the user was told, and wants it");
}

/// A copy of one of them, restored elsewhere: the backup itself says where its fellows went, and the list lies there.
#[test]
fn the_list_beside_the_others_counts_for_a_backup_that_lies_alone() {
    let bed = Bed::new();
    let stick = bed.path("sticka").canonicalize().unwrap();
    let plan = backup::Plan {
        folder: stick.to_str().unwrap().to_owned(),
        hours: 24,
    };
    bed.vault
        .write(Op::ChangeSettings, |tx| backup::set_plan(tx, &plan))
        .unwrap();
    let taken = backup::take(&bed.vault, &stick, Course::alone()).unwrap();
    let alone = bed.path("skrivbord.kartotek-backup");
    fs::copy(&taken.file, &alone).unwrap();
    // Nothing can renew it from now on; the list beside the others says who is gone.
    let Bed {
        dir,
        vault,
        leaving,
        ..
    } = bed;
    let vault = rotate(vault, Course::alone()).unwrap();
    erasure::forget(&vault, leaving, Ground::A, true).unwrap();
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    backup::renew(&vault, &stick, Course::alone()).unwrap();
    let place = dir.path().join("ny dator");
    let restored = restore(&alone, &place, Ledger::Whole, PASSPHRASE).unwrap();
    assert_eq!((restored.people, restored.forgotten_again), (1, 1));
}

/// A vault of before does not know where later backups went, and a new computer not where its first came from.
#[test]
fn where_backups_lie_is_known_after_a_restore_too() {
    let bed = Bed::new();
    let (early, later) = (bed.path("valv").join(backup::FOLDER), bed.path("senare"));
    let first = backup::take(&bed.vault, &early, Course::alone()).unwrap();
    backup::take(&bed.vault, &later, Course::alone()).unwrap();
    let leaving = bed.leaving;
    let (dir, home, _) = bed.leave();
    restore(&first.file, &home, Ledger::Whole, PASSPHRASE).unwrap();
    let known = |home: &Path| {
        let vault = session::open_in(home, passphrase(PASSPHRASE), &plain()).unwrap();
        let left = backup::left(&vault).unwrap();
        let folders: Vec<_> = left.into_iter().map(|left| left.folder).collect();
        (vault, folders)
    };
    let (vault, folders) = known(&home);
    let later = later.canonicalize().unwrap();
    assert!(folders.contains(&later), "{folders:?}");
    vault.close().unwrap();

    let desk = dir.path().join("skrivbord");
    fs::create_dir(&desk).unwrap();
    let carried = desk.join("kopia.kartotek-backup");
    fs::copy(&first.file, &carried).unwrap();
    let there = dir.path().join("ny dator");
    restore(&carried, &there, Ledger::Whole, PASSPHRASE).unwrap();
    let (vault, folders) = known(&there);
    let desk = desk.canonicalize().unwrap();
    assert!(folders.contains(&desk), "{folders:?}");
    erasure::forget(&vault, leaving, Ground::A, true).unwrap();
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    backup::renew_everywhere(&vault, Course::alone()).unwrap();
    let left = backup::left(&vault).unwrap();
    let there = left.iter().find(|left| left.folder == desk).unwrap();
    assert_eq!(there.list[0].people, 1);
}

/// A rescue that lost the keys of the noes makes new ones; a restore of before brings the old ones back beside them.
#[test]
fn a_no_of_after_a_rescue_stands_in_a_backup_of_before() {
    let bed = Bed::new();
    let gone = bed.leaving;
    let (dir, home, file) = bed.leave();
    let [keys] = roots(["secret"]);
    let mut database = fs::read(home.join(DATABASE)).unwrap();
    database[(keys - 1) * PAGE + 300] ^= 0x55;
    fs::write(home.join(DATABASE), database).unwrap();
    let key = passphrase(PASSPHRASE);
    let rescue = salvage::salvage(&home, &key, &plain(), None, Course::alone()).unwrap();
    rescue.adopt().unwrap();
    let vault = session::open_in(&home, key, &plain()).unwrap();
    // Somebody whom the backup knows, and somebody whom it does not.
    let later = "cilla.dal@example.com";
    let stranger = people::add(&vault, &[("name", "Cilla Dal"), ("email", later)]).unwrap();
    for person in [gone, stranger] {
        erasure::forget(&vault, person, Ground::A, true).unwrap();
    }
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    vault.close().unwrap();
    assert!(keeps_her_no(&home), "by the key of after");
    // The list beside the backup was written under the key that is lost.
    fs::remove_file(list_in(&dir.path().join("sticka"))).unwrap();
    let restored = restore(&file, &home, Ledger::Whole, PASSPHRASE).unwrap();
    assert_eq!((restored.people, restored.forgotten_again), (1, 1));
    assert!(keeps_her_no(&home), "forgotten again");
    assert!(
        is_refused(&home, later),
        "by the key that was carried along"
    );
}

#[test]
fn two_vaults_with_one_folder_keep_each_its_own_list() {
    let beds = [Bed::new(), Bed::new()];
    let stick = beds[0].path("sticka");
    let before = beds.each_ref().map(|bed| {
        let taken = backup::take(&bed.vault, &stick, Course::alone()).unwrap();
        (fs::read(&taken.file).unwrap(), taken.file)
    });
    for bed in &beds {
        bed.forget();
        backup::renew(&bed.vault, &stick, Course::alone()).unwrap();
    }
    for (number, (bytes, file)) in before.iter().enumerate() {
        // As it was before the forget, from elsewhere.
        fs::write(file, bytes).unwrap();
        let place = beds[0].path(&format!("ny dator {number}"));
        let restored = restore(file, &place, Ledger::Whole, PASSPHRASE).unwrap();
        assert_eq!((restored.people, restored.forgotten_again), (1, 1));
    }
}
