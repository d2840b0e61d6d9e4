//! Folders that go away, are left, linked elsewhere, or were carried to.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use kartotek_core::Code;
use kartotek_core::backup::{self};
use kartotek_core::vault::session::{self};
use kartotek_core::vault::{Course, Headway, Stage, Vault};

use super::{Bed, DAY, code, litter};
use crate::house::list_in;
use crate::vault_folder::{PASSPHRASE, fingerprint, passphrase, plain};

/// Does `pull` once, in the middle of the encrypted copy.
fn in_the_middle(
    pull: impl Fn() + Sync,
    work: impl FnOnce(Course<'_>) -> Option<Code>,
) -> Option<Code> {
    let pulled = AtomicBool::new(false);
    let tell = |headway: Headway| {
        if headway.stage == Stage::Seal && headway.done > 0 && !pulled.swap(true, Ordering::SeqCst)
        {
            pull();
        }
        ControlFlow::Continue(())
    };
    let code = work(Course::new(&tell));
    assert!(pulled.load(Ordering::SeqCst), "there was a middle");
    code
}

#[test]
fn a_stick_that_is_pulled_out_in_the_middle_is_said_to_be_missing() {
    let bed = Bed::new();
    let small = crate::small_disk::Small::new(8);
    let folder = small.path("kopior");
    bed.take(&folder);
    let pulled = in_the_middle(
        || assert!(small.pull_out()),
        |course| code(backup::take(&bed.vault, &folder, course)),
    );
    assert_eq!(pulled, Some(Code::BackupFolderMissing));
    assert!(!folder.exists(), "nothing is written where the stick was");
    assert_eq!(litter(&bed.path("valv")), Vec::<String>::new());

    // A folder that goes away and comes back.
    let (stick, away) = (bed.path("sticka"), bed.path("borta"));
    bed.take(&stick);
    let before = fingerprint(&stick);
    let gone = in_the_middle(
        || fs::rename(&stick, &away).unwrap(),
        |course| code(backup::take(&bed.vault, &stick, course)),
    );
    assert_eq!(gone, Some(Code::BackupFolderMissing));
    fs::rename(&away, &stick).unwrap();
    let whole: Vec<_> = fingerprint(&stick)
        .into_iter()
        .filter(|(name, _)| !name.starts_with('.'))
        .collect();
    assert_eq!(
        whole,
        before.into_iter().collect::<Vec<_>>(),
        "those that were there"
    );
    bed.take(&stick);
    assert_eq!(backup::list(&bed.vault, &stick).unwrap().len(), 2);

    // The one beside the vault is on no stick.
    let beside = bed.path("valv/backups");
    bed.take(&beside);
    let gone = in_the_middle(
        || fs::rename(&beside, bed.path("valv/undan")).unwrap(),
        |course| code(backup::take(&bed.vault, &beside, course)),
    );
    assert_eq!(gone, Some(Code::Internal));
}

#[test]
fn a_link_in_the_place_of_the_folder_is_refused() {
    let bed = Bed::new();
    let (stick, elsewhere) = (bed.path("sticka"), bed.path("annans"));
    fs::create_dir(&stick).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    bed.goes_to(stick.to_str().unwrap());
    let reach = || {
        let plan = bed.vault.read(backup::plan).unwrap();
        backup::reach(&bed.vault, &plan)
    };
    assert!(reach().is_ok());
    fs::remove_dir(&stick).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &stick).unwrap();
    assert_eq!(code(reach()), Some(Code::BackupFolderChanged));
    assert_eq!(
        code(backup::renew_everywhere(&bed.vault, Course::alone())),
        Some(Code::BackupFolderChanged)
    );
    assert_eq!(
        fs::read_dir(&elsewhere).unwrap().count(),
        0,
        "nothing went there"
    );
    // The folder beside the vault, too.
    bed.goes_to("");
    std::os::unix::fs::symlink(&elsewhere, bed.path("valv/backups")).unwrap();
    assert_eq!(code(reach()), Some(Code::BackupFolderChanged));
}

#[test]
fn a_folder_that_was_left_is_renewed_as_long_as_it_is_reached() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    let (first, second) = bed.moves_on();
    bed.take(&second);
    let left = backup::left(&bed.vault).unwrap();
    assert_eq!(left.len(), 1, "the one beside the vault holds nothing");
    assert_eq!(
        (left[0].folder.clone(), left[0].reached, left[0].list.len()),
        (first.clone(), true, 1)
    );

    bed.forget(leaving);
    assert_eq!(backup::left(&bed.vault).unwrap()[0].list[0].forgotten, 1);
    assert_eq!(
        backup::renew_everywhere(&bed.vault, Course::alone()).unwrap(),
        2,
        "out of both"
    );
    assert_eq!(backup::left(&bed.vault).unwrap()[0].list[0].forgotten, 0);

    fs::rename(&first, bed.path("borta")).unwrap();
    let left = backup::left(&bed.vault).unwrap();
    assert!(
        !left[0].reached && left[0].list.is_empty(),
        "nobody knows what is in it"
    );
    assert_eq!(
        backup::renew_everywhere(&bed.vault, Course::alone()).unwrap(),
        0
    );
    bed.goes_to(first.to_str().unwrap());
    assert!(
        backup::left(&bed.vault)
            .unwrap()
            .iter()
            .all(|left| left.folder != first)
    );
}

/// To another computer, or by hand onto a stick: nobody stays in it, and nobody relies on it.
#[test]
fn a_backup_that_is_carried_along_is_not_lost_sight_of() {
    let bed = Bed::new();
    let beside = bed.path("valv").join(backup::FOLDER);
    bed.take(&beside);
    let known = || bed.vault.read(backup::newest_known).unwrap();
    let before = known();
    assert!(backup::left(&bed.vault).unwrap().is_empty());
    let gone = bed.add("Åsa Öberg");
    bed.pass(DAY);
    let stick = bed.path("sticka");
    bed.take(&stick);
    assert_eq!(known(), before, "it goes away");
    let left = backup::left(&bed.vault).unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].folder, stick);
    bed.forget(gone);
    assert_eq!(backup::left(&bed.vault).unwrap()[0].list[0].forgotten, 1);
    backup::renew_everywhere(&bed.vault, Course::alone()).unwrap();
    assert_eq!(backup::left(&bed.vault).unwrap()[0].list[0].forgotten, 0);
    assert!(list_in(&stick).exists());
}

#[test]
fn the_newest_backup_is_known_when_its_folder_is_not_reached() {
    let bed = Bed::new();
    let (stick, away) = (bed.path("sticka"), bed.path("borta"));
    let known = |vault: &Vault| vault.read(backup::newest_known).unwrap();
    let see = |vault: &Vault, folder: &Path| {
        let all = backup::list(vault, folder).unwrap();
        backup::see(vault, folder, &all).unwrap();
    };
    assert_eq!(known(&bed.vault), None);
    bed.goes_to(stick.to_str().unwrap());
    let first = bed.take(&stick);
    bed.pass(DAY);
    let second = bed.take(&stick);
    fs::rename(&stick, &away).unwrap();
    bed.pass(9 * DAY);
    assert_eq!(known(&bed.vault), Some(second.created_at));

    // One from a day to come is nobody's newest, wherever it lies; what is found counts.
    let ahead = bed.path("före");
    bed.pass(3_652 * DAY);
    bed.goes_to(ahead.to_str().unwrap());
    bed.take(&ahead);
    bed.pass(-3_652 * DAY);
    assert_eq!(known(&bed.vault), None);
    fs::rename(&away, &stick).unwrap();
    see(&bed.vault, &stick);
    assert_eq!(known(&bed.vault), Some(second.created_at));
    fs::rename(&stick, &away).unwrap();

    // Another folder that holds an older one, or none, says nothing about the stick; the stick itself does.
    let other = bed.path("annan");
    fs::create_dir(&other).unwrap();
    see(&bed.vault, &other);
    assert_eq!(known(&bed.vault), Some(second.created_at));
    fs::rename(&away, &stick).unwrap();
    fs::rename(&second.file, bed.path("undan")).unwrap();
    see(&bed.vault, &stick);
    assert_eq!(known(&bed.vault), Some(first.created_at), "it is gone");
    fs::rename(bed.path("undan"), &second.file).unwrap();
    see(&bed.vault, &stick);
    assert_eq!(known(&bed.vault), Some(second.created_at), "and found");

    // A restored vault knows what it knew that day, until it has looked.
    let home = bed.path("ny dator");
    let key = passphrase(PASSPHRASE);
    backup::restore(&first.file, &home, &key, &plain(), Course::alone()).unwrap();
    let vault = session::open_in(&home, key, &plain()).unwrap();
    assert_eq!(known(&vault), None);
    see(&vault, &stick);
    let real = vault.read(|tx| Ok(tx.now())).unwrap();
    assert_eq!(
        known(&vault),
        Some(second.created_at).filter(|at| *at <= real)
    );
}
