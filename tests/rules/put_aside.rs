//! Vaults that were put aside are named as long as they may hold somebody who was forgotten, and deleted one by one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kartotek_core::backup::{self, PutAside};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session::{self, Surroundings};
use kartotek_core::vault::{Clock, Course, DATABASE, Vault};
use kartotek_core::{Code, PersonId, contact, salvage};

use crate::house::HeldClock;
use crate::people;
use crate::vault_folder::{PASSPHRASE, house, passphrase, plain};

/// A vault over which a backup was restored; Åsa Öberg is in both.
struct Bed {
    dir: tempfile::TempDir,
    clock: Arc<HeldClock>,
    vault: Vault,
    leaving: PersonId,
}

impl Bed {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().canonicalize().unwrap().join("valv");
        let clock = HeldClock::at(1_790_000_000_000);
        let around = Surroundings {
            clock: clock.clone(),
            ..plain()
        };
        let (vault, _) = session::create_in(&home, house(false), &around).unwrap();
        let leaving = people::add(&vault, &[("name", "Åsa Öberg")]).unwrap();
        let gone = people::add(&vault, &[("name", "Berit Ek")]).unwrap();
        let good = backup::take(&vault, &dir.path().join("sticka"), Course::alone()).unwrap();
        forget(&vault, gone);
        vault.close().unwrap();
        clock.turn(60_000);
        let key = passphrase(PASSPHRASE);
        backup::restore(&good.file, &home, &key, &around, Course::alone()).unwrap();
        let vault = session::open_in(&home, key, &around).unwrap();
        Self {
            dir,
            clock,
            vault,
            leaving,
        }
    }

    fn home(&self) -> PathBuf {
        self.vault.path().parent().unwrap().to_owned()
    }

    fn only(&self) -> PutAside {
        let mut all = backup::put_aside(&self.vault).unwrap();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }
}

fn forget(vault: &Vault, person: PersonId) {
    erasure::forget(vault, person, Ground::A, true).unwrap();
    erasure::prove_pending(vault, &mut |_| {}).unwrap();
}

fn refused(vault: &Vault, name: &str) -> Option<Code> {
    let refused = backup::delete_put_aside(vault, name);
    refused.err().map(|error| error.code())
}

#[test]
fn the_vault_before_a_restore_is_named_until_it_is_deleted() {
    let bed = Bed::new();
    let aside = bed.only();
    assert_eq!(aside.folder.parent(), Some(bed.home().as_path()));
    assert_eq!(aside.at, bed.clock.now_ms());
    assert!(aside.bytes > fs::metadata(aside.folder.join(DATABASE)).unwrap().len());
    assert_eq!(aside.forgotten, 0, "Berit was proven gone before");
    let plan = erasure::preview(&bed.vault, bed.leaving).unwrap();
    assert_eq!(plan.put_aside, [aside.at]);

    forget(&bed.vault, bed.leaving);
    assert_eq!(bed.only().forgotten, 1, "Åsa is in it");
    let kept = session::open_in(&aside.folder, passphrase(PASSPHRASE), &plain()).unwrap();
    assert_eq!(
        refused(&bed.vault, &aside.name),
        Some(Code::OpenElsewhere),
        "somebody looks into it"
    );
    kept.close().unwrap();
    assert!(aside.folder.join(DATABASE).exists());

    backup::delete_put_aside(&bed.vault, &aside.name).unwrap();
    assert!(!aside.folder.exists());
    assert!(backup::put_aside(&bed.vault).unwrap().is_empty());
    assert_eq!(refused(&bed.vault, &aside.name), Some(Code::NotFound));
    people::add(&bed.vault, &[("name", "Kom efteråt")]).unwrap();
    let checks = kartotek_core::verify::verify(&bed.vault, None);
    assert!(checks.iter().all(|check| check.ok));
}

/// Forgotten on another computer, and back from there: the vault that is put aside here never heard of it.
#[test]
fn whoever_was_forgotten_elsewhere_is_named_as_well() {
    let bed = Bed::new();
    let around = Surroundings {
        clock: bed.clock.clone(),
        ..plain()
    };
    let key = || passphrase(PASSPHRASE);
    let [stick, there] = ["stick", "där"].map(|name| bed.dir.path().join(name));
    let here = backup::take(&bed.vault, &stick, Course::alone()).unwrap();
    let home = bed.home();
    let Bed {
        dir: _dir,
        clock,
        vault,
        leaving,
    } = bed;
    vault.close().unwrap();
    clock.turn(60_000);
    backup::restore(&here.file, &there, &key(), &around, Course::alone()).unwrap();
    let elsewhere = session::open_in(&there, key(), &around).unwrap();
    forget(&elsewhere, leaving);
    clock.turn(60_000);
    let back = backup::take(&elsewhere, &stick, Course::alone()).unwrap();
    elsewhere.close().unwrap();
    clock.turn(60_000);
    backup::restore(&back.file, &home, &key(), &around, Course::alone()).unwrap();
    let vault = session::open_in(&home, key(), &around).unwrap();
    let all = backup::put_aside(&vault).unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].forgotten, 1, "Åsa is in it");
    let kept = session::open_in(&all[0].folder, key(), &around).unwrap();
    assert!(kept.read(|tx| contact::get(tx, leaving)).is_ok());
}

#[test]
fn a_key_file_alone_holds_nobody() {
    let bed = Bed::new();
    fs::remove_file(bed.only().folder.join(DATABASE)).unwrap();
    let plan = erasure::preview(&bed.vault, bed.leaving).unwrap();
    assert!(plan.put_aside.is_empty());
    forget(&bed.vault, bed.leaving);
    assert_eq!(bed.only().forgotten, 0, "and is listed, to be deleted");
}

#[test]
fn a_clock_that_was_set_back_hides_nobody() {
    let bed = Bed::new();
    bed.clock.turn(-86_400_000);
    forget(&bed.vault, bed.leaving);
    assert_eq!(bed.only().forgotten, 1);
}

#[test]
fn whom_a_rescue_forgot_by_a_list_the_damaged_vault_still_holds() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("valv");
    let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
    let leaving = people::add(&vault, &[("name", "Åsa Öberg")]).unwrap();
    vault.close().unwrap();
    // The database as it was before she was forgotten: what came after was in a log that is lost.
    let before = fs::read(home.join(DATABASE)).unwrap();
    let key = passphrase(PASSPHRASE);
    let vault = session::open_in(&home, key.clone(), &plain()).unwrap();
    forget(&vault, leaving);
    let stick = dir.path().join("sticka");
    backup::take(&vault, &stick, Course::alone()).unwrap();
    vault.close().unwrap();
    fs::write(home.join(DATABASE), before).unwrap();

    let rescue = salvage::salvage(&home, &key, &plain(), Some(&stick), Course::alone()).unwrap();
    rescue.adopt().unwrap();
    let vault = session::open_in(&home, key, &plain()).unwrap();
    assert_eq!(backup::put_aside(&vault).unwrap()[0].forgotten, 1);
}

#[test]
fn only_a_vault_that_was_put_aside_is_deleted() {
    let bed = Bed::new();
    let (home, aside) = (bed.home(), bed.only());
    let elsewhere = bed.dir.path().join("annans");
    let mut names = vec![
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "backups".to_owned(),
        "replaced-".to_owned(),
        "replaced-1x".to_owned(),
        "replaced-/../../annans".to_owned(),
        format!("{}/../../annans", aside.name),
        elsewhere.display().to_string(),
    ];
    for folder in [&elsewhere, &home.join("backups"), &home.join("replaced-1x")] {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("min"), "min").unwrap();
    }
    std::os::unix::fs::symlink(&elsewhere, home.join("replaced-1")).unwrap();
    fs::write(home.join("replaced-2"), "min").unwrap();
    names.extend(["replaced-1".to_owned(), "replaced-2".to_owned()]);
    assert_eq!(bed.only().name, aside.name, "nothing else is named");
    for name in names {
        assert_eq!(refused(&bed.vault, &name), Some(Code::NotFound), "{name:?}");
    }
    for file in ["backups/min", "replaced-1x/min", "replaced-1", "replaced-2"] {
        assert!(home.join(file).symlink_metadata().is_ok(), "{file}");
    }
    assert!(elsewhere.join("min").exists());

    // A link inside goes; what it leads to stays.
    std::os::unix::fs::symlink(&elsewhere, aside.folder.join("länk")).unwrap();
    backup::delete_put_aside(&bed.vault, &aside.name).unwrap();
    assert!(elsewhere.join("min").exists() && home.join(DATABASE).exists());
}

#[test]
fn the_copy_before_a_migration_counts_when_it_stays() {
    let bed = Bed::new();
    backup::delete_put_aside(&bed.vault, &bed.only().name).unwrap();
    let folder = bed.home().join(".before-1");
    fs::create_dir(&folder).unwrap();
    copy(&bed.home(), &folder);
    assert_eq!(bed.only().name, ".before-1");
    backup::delete_put_aside(&bed.vault, ".before-1").unwrap();
    assert!(!folder.exists());
}

fn copy(from: &Path, to: &Path) {
    for name in [DATABASE, "slots.json"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}
