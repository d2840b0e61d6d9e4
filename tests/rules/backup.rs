//! Backups: what comes back, what never does, and what is refused whole.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use kartotek_core::backup::{self, Backup};
use kartotek_core::contact;
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session::{self, RecoveryCode, Unlock};
use kartotek_core::vault::{Course, Headway, Stage, Vault};
use kartotek_core::{Code, PersonId};
use secrecy::SecretString;

use crate::house::list_in;
use crate::people;
use crate::vault_folder::{PASSPHRASE, fingerprint, house, passphrase, plain};

/// A vault with people, and a folder for its backups.
struct Bed {
    dir: tempfile::TempDir,
    vault: Vault,
    code: RecoveryCode,
}

impl Bed {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (vault, code) =
            session::create_in(&dir.path().join("valv"), house(false), &plain()).unwrap();
        Self { dir, vault, code }
    }

    fn home(&self) -> PathBuf {
        self.dir.path().join("valv")
    }

    fn stick(&self) -> PathBuf {
        self.dir.path().join("sticka")
    }

    fn elsewhere(&self) -> PathBuf {
        self.dir.path().join("ny dator")
    }

    fn add(&self, name: &str) -> PersonId {
        people::add(&self.vault, &[("name", name)]).unwrap()
    }

    fn take(&self) -> Backup {
        backup::take(&self.vault, &self.stick(), Course::alone()).unwrap()
    }

    fn forget(&self, person: PersonId) {
        erasure::forget(&self.vault, person, Ground::A, true).unwrap();
        erasure::prove_pending(&self.vault, &mut |_| {}).unwrap();
    }

    fn restore(file: &Path, dir: &Path) -> backup::Restored {
        backup::restore(
            file,
            dir,
            &passphrase(PASSPHRASE),
            &plain(),
            Course::alone(),
        )
        .unwrap()
    }
}

fn names(dir: &Path) -> Vec<String> {
    let vault = session::open_in(dir, passphrase(PASSPHRASE), &plain()).unwrap();
    let page = vault
        .read(|tx| contact::list(tx, contact::Order::Name, &contact::Filter::All, 0, 50))
        .unwrap();
    for check in kartotek_core::verify::verify(&vault, None) {
        assert!(check.ok, "{} {}", check.name, check.detail);
    }
    vault.close().unwrap();
    page.rows.into_iter().map(|row| row.display_name).collect()
}

#[test]
fn a_backup_comes_back_on_another_machine_with_either_key() {
    let bed = Bed::new();
    bed.add("Åsa Öberg");
    bed.add("Berit Ek");
    let backup = bed.take();
    assert_eq!((backup.people, backup.forgotten), (2, 0));
    bed.add("Kom efteråt");

    let code = Unlock::Recovery(SecretString::from(bed.code.reveal().to_owned()));
    for (unlock, name) in [(passphrase(PASSPHRASE), "ett"), (code, "två")] {
        let dir = bed.elsewhere().join(name);
        let restored =
            backup::restore(&backup.file, &dir, &unlock, &plain(), Course::alone()).unwrap();
        assert_eq!((restored.people, restored.forgotten_again), (2, 0));
        assert_eq!(restored.kept, None, "nothing was there before");
        assert_eq!(names(&dir), ["Berit Ek", "Åsa Öberg"]);
    }
}

#[test]
fn a_vault_that_is_there_is_kept_beside() {
    let bed = Bed::new();
    bed.add("Åsa Öberg");
    let backup = bed.take();
    bed.add("Kom efteråt");
    let (home, stick) = (bed.home(), bed.stick());
    let Bed { dir, vault, .. } = bed;
    vault.close().unwrap();

    let restored = backup::restore(
        &backup.file,
        &home,
        &passphrase(PASSPHRASE),
        &plain(),
        Course::alone(),
    )
    .unwrap();
    assert_eq!(names(&home), ["Åsa Öberg"]);
    let kept = restored.kept.expect("the old vault");
    assert_eq!(names(&kept), ["Kom efteråt", "Åsa Öberg"], "it still opens");
    assert!(stick.exists());
    drop(dir);
}

#[test]
fn a_vault_that_lost_a_file_is_mended_and_what_is_left_of_it_is_kept() {
    for lost in ["kartotek.db", "slots.json"] {
        let bed = Bed::new();
        bed.add("Åsa Öberg");
        let gone = bed.add("Berit Ek");
        let backup = bed.take();
        bed.forget(gone);
        bed.add("Kom efteråt");
        backup::take(&bed.vault, &bed.stick(), Course::alone()).unwrap();
        let home = bed.home();
        let Bed { dir, vault, .. } = bed;
        vault.close().unwrap();
        fs::remove_file(home.join(lost)).unwrap();

        let restored = Bed::restore(&backup.file, &home);
        assert_eq!(restored.forgotten_again, 1, "{lost}: by the list beside");
        assert!(restored.kept.is_some(), "{lost}: the other file is kept");
        assert_eq!(names(&home), ["Åsa Öberg"], "{lost}");
        let aside = fs::read_dir(&home).unwrap().flatten().any(|entry| {
            entry.file_name().to_string_lossy().starts_with('.')
                && entry.path().join("kartotek.db").exists()
        });
        assert!(!aside, "{lost}: nothing stays aside");
        drop(dir);
    }
}

#[test]
fn whoever_was_forgotten_does_not_come_back() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    bed.add("Berit Ek");
    let backup = bed.take();
    bed.forget(leaving);
    let listed = backup::list(&bed.vault, &bed.stick()).unwrap();
    assert_eq!(listed[0].forgotten, 1, "it may still hold one");

    // With a list beside it, which the next backup writes.
    bed.take();
    let dir = bed.elsewhere();
    let restored = Bed::restore(&backup.file, &dir);
    assert_eq!((restored.people, restored.forgotten_again), (1, 1));
    assert_eq!(names(&dir), ["Berit Ek"]);

    // Without the list, over the vault that knows.
    fs::remove_file(list_in(&bed.stick())).unwrap();
    let home = bed.home();
    let Bed {
        dir: _dir, vault, ..
    } = bed;
    vault.close().unwrap();
    let restored = backup::restore(
        &backup.file,
        &home,
        &passphrase(PASSPHRASE),
        &plain(),
        Course::alone(),
    )
    .unwrap();
    assert_eq!(restored.forgotten_again, 1);
    assert_eq!(names(&home), ["Berit Ek"]);
}

#[test]
fn renewed_backups_hold_nobody_who_was_forgotten() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    bed.add("Berit Ek");
    let first = bed.take();
    bed.add("Cilla Dal");
    bed.take();
    bed.forget(leaving);

    let told = Mutex::new(Vec::new());
    let tell = |headway: Headway| {
        if headway.stage == Stage::Renew {
            told.lock().unwrap().push((headway.done, headway.of));
        }
        ControlFlow::Continue(())
    };
    let out = backup::renew(&bed.vault, &bed.stick(), Course::new(&tell));
    assert_eq!(out.unwrap(), 2, "out of both");
    assert_eq!(told.into_inner().unwrap(), [(0, 2), (1, 2), (2, 2)]);
    for backup in backup::list(&bed.vault, &bed.stick()).unwrap() {
        assert_eq!(backup.forgotten, 0);
    }
    let same = backup::list(&bed.vault, &bed.stick()).unwrap();
    assert!(
        same.iter()
            .any(|b| b.created_at == first.created_at && b.file == first.file),
        "a renewed backup keeps its day and its name"
    );
    fs::remove_file(list_in(&bed.stick())).unwrap();
    let dir = bed.elsewhere();
    let told = backup::Ledger::AsFarAsKnown;
    let key = passphrase(PASSPHRASE);
    let alone = Course::alone();
    let restored = backup::restore_knowing(told, &first.file, &dir, &key, &plain(), alone).unwrap();
    assert_eq!(restored.forgotten_again, 0, "she is not even in the file");
    assert_eq!(names(&dir), ["Berit Ek"]);
}

#[test]
fn damage_of_any_kind_is_refused_whole() {
    let bed = Bed::new();
    bed.add("Åsa Öberg");
    let backup = bed.take();
    let good = fs::read(&backup.file).unwrap();
    let bad = bed.dir.path().join("skadad.kartotek-backup");
    let home = bed.elsewhere();
    Bed::restore(&backup.file, &home);
    let before = fingerprint(&home);
    let refuse = |bytes: &[u8], unlock: Unlock, wanted: &[Code], why: &str| {
        fs::write(&bad, bytes).unwrap();
        let got = backup::restore(&bad, &home, &unlock, &plain(), Course::alone())
            .err()
            .map(|e| e.code());
        assert!(
            got.is_some_and(|code| wanted.contains(&code)),
            "{why}: {got:?}"
        );
        assert_eq!(fingerprint(&home), before, "{why}: not one byte changed");
    };
    let key = || passphrase(PASSPHRASE);

    // Cut at the ends of lines and chunks, and beside them.
    let body = good.len() - good.split(|b| *b == b'\n').nth(2).map_or(0, <[u8]>::len);
    for at in [body, body + 1, body + 65_536 + 16, good.len() - 1] {
        let what = [Code::BackupDamaged, Code::NotABackup];
        refuse(&good[..at.min(good.len() - 1)], key(), &what, "cut off");
    }
    let mut longer = good.clone();
    longer.push(0);
    refuse(&longer, key(), &[Code::BackupDamaged], "one byte more");
    // One bit anywhere: in the body, which the tags cover, and in the lines, which they are bound to.
    for at in (body..good.len()).step_by(good.len() / 12) {
        let mut flipped = good.clone();
        flipped[at] ^= 1;
        refuse(&flipped, key(), &[Code::BackupDamaged], "a bit of the body");
    }
    let text = String::from_utf8_lossy(&good[..body]).into_owned();
    let people = text.find("\"people\":").unwrap() + 9;
    let mut flipped = good.clone();
    flipped[people] ^= 1;
    refuse(
        &flipped,
        key(),
        &[Code::BackupDamaged],
        "a bit of the first line",
    );
    for (ours, theirs) in [("\"v\":1", "\"v\":2"), ("\"schema\":1", "\"schema\":99")] {
        let newer = text.replacen(ours, theirs, 1);
        assert_ne!(newer, text, "{ours} stands in the first line");
        let newer = [newer.as_bytes(), &good[body..]].concat();
        refuse(&newer, key(), &[Code::TooNew], theirs);
    }
    refuse(
        &good,
        passphrase("helt fel lösenfras här"),
        &[Code::WrongPassphrase],
        "wrong",
    );
    refuse(
        b"Namn;E-post\n",
        key(),
        &[Code::NotABackup],
        "something else",
    );
    refuse(b"", key(), &[Code::NotABackup], "nothing");

    let other = Bed::new();
    let foreign = fs::read(other.take().file).unwrap();
    refuse(&foreign, key(), &[Code::OtherVault], "another vault's");
}

#[test]
fn a_full_stick_leaves_the_backups_that_were_there() {
    let bed = Bed::new();
    bed.add("Åsa Öberg");
    let small = crate::small_disk::Small::new(2);
    let folder = small.path("backups");
    let first = backup::take(&bed.vault, &folder, Course::alone()).unwrap();
    let whole = fs::read(&first.file).unwrap();
    small.fill(64 * 1024);
    let full = backup::take(&bed.vault, &folder, Course::alone())
        .err()
        .map(|e| e.code());
    assert_eq!(full, Some(Code::DiskFull));
    let left = backup::list(&bed.vault, &folder).unwrap();
    assert_eq!(left.len(), 1, "no half backup");
    assert_eq!(fs::read(&left[0].file).unwrap(), whole);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "and no litter");
    small.empty();
    backup::take(&bed.vault, &folder, Course::alone()).unwrap();
    assert_eq!(backup::list(&bed.vault, &folder).unwrap().len(), 2);
}

#[test]
fn others_write_while_a_backup_is_taken() {
    let bed = Bed::new();
    bed.add("Åsa Öberg");
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for n in 0..40 {
                bed.add(&format!("Person {n}"));
            }
        });
        for _ in 0..3 {
            let backup = bed.take();
            assert!(backup.people >= 1);
        }
        writing.join().unwrap();
    });
    let newest = backup::list(&bed.vault, &bed.stick()).unwrap().remove(0);
    let dir = bed.elsewhere();
    let restored = Bed::restore(&newest.file, &dir);
    assert_eq!(
        restored.people, newest.people,
        "as many as its first line says"
    );
}

/// What somebody put there under the name of a backup, and nobody writes into.
#[test]
fn a_pipe_among_the_backups_holds_nobody_up() {
    let bed = Bed::new();
    bed.add("Berit Ek");
    bed.take();
    let pipe = bed.stick().join("2020-01-01.kartotek-backup");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    // Whoever is held up says nothing.
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let listed = backup::list(&bed.vault, &bed.stick()).unwrap().len();
        let refused = kartotek_core::import::sniff(&bed.vault, &pipe);
        tell.send((listed, refused.err().map(|e| e.code())))
    });
    let told = told.recv_timeout(std::time::Duration::from_secs(30));
    assert_eq!(told, Ok((1, Some(Code::UnreadableFile))));
}
