//! The backup before something large: taken whatever the plan says, and somewhere when the stick is out.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use kartotek_core::backup::{self, Backup, Plan};
use kartotek_core::contact;
use kartotek_core::vault::session;
use kartotek_core::vault::{Course, Op, Vault};
use kartotek_core::{Code, PersonId};

use crate::people;
use crate::small_disk::Small;
use crate::vault_folder::{house, plain};

struct Bed {
    vault: Vault,
    dir: tempfile::TempDir,
}

impl Bed {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().canonicalize().unwrap().join("valv");
        let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
        Self { vault, dir }
    }

    fn add(&self) -> PersonId {
        people::add(&self.vault, &[("name", "Åsa Öberg")]).unwrap()
    }

    /// Backups go to `folder`, and only when they are asked for.
    fn goes_to(&self, folder: &Path) {
        let plan = Plan {
            folder: folder.display().to_string(),
            hours: 0,
        };
        self.vault
            .write(Op::ChangeSettings, |tx| backup::set_plan(tx, &plan))
            .unwrap();
    }

    fn take(&self) -> Option<Backup> {
        backup::take_before(&self.vault, Course::alone()).unwrap()
    }

    fn stick(&self) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join("sticka")
    }

    fn beside(&self) -> PathBuf {
        self.vault.path().parent().unwrap().join(backup::FOLDER)
    }
}

/// Where a backup was put.
fn place(taken: Option<&Backup>) -> Option<&Path> {
    taken.and_then(|backup| backup.file.parent())
}

#[test]
fn one_is_taken_although_the_plan_asks_for_none() {
    let bed = Bed::new();
    assert!(bed.take().is_none(), "nobody to lose");
    assert!(!bed.beside().exists());
    let person = bed.add();
    let stick = bed.stick();
    fs::create_dir(&stick).unwrap();
    bed.goes_to(&stick);
    assert_eq!(place(bed.take().as_ref()), Some(stick.as_path()));
    bed.vault
        .write(Op::BinContact, |tx| contact::bin(tx, &[person]))
        .unwrap();
    assert!(bed.take().is_some(), "who is in the bin may come back");
}

#[test]
fn it_goes_beside_the_vault_when_the_chosen_folder_takes_none() {
    let bed = Bed::new();
    bed.add();
    bed.goes_to(&bed.stick());
    assert_eq!(
        place(bed.take().as_ref()),
        Some(bed.beside().as_path()),
        "out"
    );
    assert!(!bed.stick().exists(), "no folder is made where a stick was");

    let full = Small::new(1);
    full.fill(0);
    bed.goes_to(&full.path("").canonicalize().unwrap());
    assert_eq!(
        place(bed.take().as_ref()),
        Some(bed.beside().as_path()),
        "full"
    );
    let left = backup::left(&bed.vault).unwrap();
    let there = left.iter().find(|left| left.folder == bed.beside());
    assert_eq!(
        there.map(|left| left.list.len()),
        Some(2),
        "listed, and renewed after a forget"
    );

    // Where there is no room at all, nothing large follows.
    fs::remove_dir_all(bed.beside()).unwrap();
    fs::write(bed.beside(), "min").unwrap();
    let refused = backup::take_before(&bed.vault, Course::alone());
    assert!(refused.is_err());
}

#[test]
fn who_stops_it_gets_none_elsewhere() {
    let bed = Bed::new();
    bed.add();
    let stick = bed.stick();
    fs::create_dir(&stick).unwrap();
    bed.goes_to(&stick);
    let stop = |_| ControlFlow::Break(());
    let stopped = backup::take_before(&bed.vault, Course::new(&stop));
    assert_eq!(
        stopped.err().map(|error| error.code()),
        Some(Code::Cancelled)
    );
    assert!(!bed.beside().exists());
}
