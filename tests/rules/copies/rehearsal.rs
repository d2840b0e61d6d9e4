//! Rehearsals: how it stands, and no trace.

use std::fs;

use kartotek_core::Code;
use kartotek_core::backup::{self, Backup};
use kartotek_core::vault::Course;
use kartotek_core::vault::session::{self};

use super::{Bed, DAY, code, litter, stopped_everywhere};
use crate::people;
use crate::vault_folder::{house, plain};

#[test]
fn a_rehearsal_says_how_it_stands_and_leaves_no_trace() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    let good = bed.take(&stick);
    bed.add("Kom efteråt");
    let due = |all: &[Backup]| bed.vault.read(|tx| backup::rehearsal_due(tx, all)).unwrap();
    let all = backup::list(&bed.vault, &stick).unwrap();
    assert!(
        due(&all) && !due(&[]),
        "never rehearsed; nothing to rehearse"
    );

    let done = backup::rehearse(&bed.vault, &good, Course::alone()).unwrap();
    assert_eq!((done.people, done.today, done.forgotten), (1, 2, 0));
    assert_eq!(litter(&bed.path("valv")), Vec::<String>::new());
    let last = bed.vault.read(backup::rehearsed).unwrap().expect("noted");
    assert_eq!((last.people, last.made_at), (Some(1), good.created_at));
    assert!(!due(&all));
    bed.pass(91 * DAY);
    assert!(due(&all), "after ninety days it is time again");

    // Stopped, it changes nothing; damaged, it is noted.
    stopped_everywhere(
        |course| code(backup::rehearse(&bed.vault, &good, course)),
        |most| {
            assert_eq!(
                litter(&bed.path("valv")),
                Vec::<String>::new(),
                "after {most}"
            );
        },
    );
    assert!(!due(&all));
    let mut bytes = fs::read(&good.file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&good.file, bytes).unwrap();
    assert_eq!(
        code(backup::rehearse(&bed.vault, &good, Course::alone())),
        Some(Code::BackupDamaged)
    );
    assert_eq!(
        bed.vault
            .read(backup::rehearsed)
            .unwrap()
            .map(|last| last.people),
        Some(None)
    );
    assert!(due(&all));
}

#[test]
fn a_rehearsal_notes_what_the_backup_is_like_and_nothing_else() {
    let small = crate::small_disk::Small::new(8);
    let home = small.path("valv");
    let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
    people::add(&vault, &[("name", "Berit Ek")]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (stick, away) = (dir.path().join("sticka"), dir.path().join("borta"));
    let good = backup::take(&vault, &stick, Course::alone()).unwrap();
    let rehearse = |backup: &Backup| code(backup::rehearse(&vault, backup, Course::alone()));
    let noted = || vault.read(backup::rehearsed).unwrap();

    small.fill(200 * 1024);
    assert_eq!(rehearse(&good), Some(Code::DiskFull));
    small.empty();
    assert!(noted().is_none(), "a full disk says nothing about it");

    fs::rename(&stick, &away).unwrap();
    assert_eq!(rehearse(&good), Some(Code::BackupFolderMissing));
    fs::rename(&away, &stick).unwrap();
    assert!(noted().is_none(), "nor does a stick that is out");
    fs::rename(&good.file, stick.join("undan")).unwrap();
    assert_eq!(rehearse(&good), Some(Code::NotFound));
    assert!(noted().is_none(), "nor a file that was moved away");
    fs::rename(stick.join("undan"), &good.file).unwrap();

    let whole = fs::read(&good.file).unwrap();
    fs::write(&good.file, &whole[..whole.len() - 9]).unwrap();
    assert_eq!(rehearse(&good), Some(Code::BackupDamaged));
    assert_eq!(noted().map(|last| last.people), Some(None));
    fs::write(&good.file, &whole).unwrap();
    assert_eq!(rehearse(&good), None);
    assert_eq!(noted().map(|last| last.people), Some(Some(1)));
}
