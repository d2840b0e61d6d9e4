//! Backups that were written anew, byte for byte: nothing of the forgotten is in any page of them, whatever state they were
//! taken in.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use kartotek_core::backup::{self, Backup};
use kartotek_core::draft;
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session;
use kartotek_core::vault::{Course, Op, SLOTS, Vault};
use kartotek_core::{Code, PersonId, activity};

use crate::dice::Dice;
use crate::faults::bed::{self, Item};
use crate::faults::renewed::{FORM, no_backup_holds_them, typed, words};
use crate::faults::residue::ALPHABETS;
use crate::faults::unsealed::Root;
use crate::house::list_in;
use crate::people;

/// A vault, its root key, and a stick.
struct Bed {
    dir: tempfile::TempDir,
    vault: Vault,
    root: Root,
    dice: Dice,
}

impl Bed {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("valv");
        let item = Arc::new(Item::default());
        let (vault, _) = session::create_in(&home, bed::house(true), &bed::with(&item)).unwrap();
        let root = Root::read(&home.join(SLOTS), &item.text());
        bed::sow(&vault, 20);
        Self {
            dir,
            vault,
            root,
            dice: Dice(1),
        }
    }

    fn stick(&self) -> PathBuf {
        self.dir.path().join("sticka")
    }

    /// Letters that nobody else has.
    fn words(&mut self, count: usize) -> String {
        words(&mut self.dice, 0, count)
    }

    fn add(&mut self) -> PersonId {
        let name = self.words(2);
        people::add(&self.vault, &[("name", &name)]).unwrap()
    }

    fn write(&self, person: PersonId, text: &str) {
        self.vault
            .write(Op::WriteNote, |tx| {
                activity::write_note(tx, &[person], text, None)
            })
            .unwrap();
    }

    fn take(&self) -> Backup {
        backup::take(&self.vault, &self.stick(), Course::alone()).unwrap()
    }

    fn list(&self) -> Vec<Backup> {
        backup::list(&self.vault, &self.stick()).unwrap()
    }

    fn forget(&self, person: PersonId) {
        erasure::forget(&self.vault, person, Ground::A, true).unwrap();
    }

    fn prove(&self) {
        erasure::prove_pending(&self.vault, &mut |_| {}).unwrap();
    }

    fn renew(&self) -> u32 {
        backup::renew(&self.vault, &self.stick(), Course::alone()).unwrap()
    }

    /// Places of each backup, newest first, that hold letters of the forgotten.
    fn left(&self) -> Vec<usize> {
        let pages = self.list();
        let pages = pages.iter().map(|one| self.root.pages(&one.file));
        pages
            .map(|clear| ALPHABETS[0].residues(&clear).len())
            .collect()
    }
}

#[test]
fn no_page_of_a_renewed_backup_holds_a_letter_of_the_forgotten() {
    let mut bed = Bed::new();
    let leaving = bed.add();
    for row in bed::rows(&bed.vault).unwrap() {
        bed.write(row.id, "Ringer om taket.");
    }
    for words in [1, 5, 30, 900] {
        let text = bed.words(words);
        bed.write(leaving, &text);
        bed.take();
    }
    assert!(
        bed.left().iter().all(|found| *found > 3),
        "seen in each before"
    );

    bed.forget(leaving);
    bed.prove();
    assert_eq!(bed.renew(), 4);
    assert_eq!(bed.left(), [0; 4]);
}

/// The person is gone from every table, the words still lie between the rows.
#[test]
fn a_backup_from_between_a_forget_and_its_proof_is_written_anew() {
    let mut bed = Bed::new();
    let leaving = bed.add();
    let text = bed.words(900);
    bed.write(leaving, &text);
    bed.forget(leaving);
    assert_eq!(bed.take().forgotten, 1, "it is not clean");
    assert!(bed.left()[0] > 3, "seen before");
    bed.prove();
    assert!(bed.list()[0].is_stale());
    bed.renew();
    assert_eq!(bed.left(), [0]);
    assert!(!bed.list()[0].is_stale());
    // Whoever is forgotten next makes it stale again, and nobody before.
    let next = bed.add();
    bed.forget(next);
    bed.prove();
    assert_eq!(bed.list()[0].forgotten, 1);
}

#[test]
fn a_backup_of_the_form_that_somebody_was_typed_in_is_written_anew() {
    let mut bed = Bed::new();
    let half = typed(bed.words(40));
    bed.vault
        .write(Op::KeepDraft, |tx| draft::keep(tx, &FORM, &half))
        .unwrap();
    bed.take();
    bed.vault
        .write(Op::KeepDraft, |tx| draft::discard(tx, &FORM))
        .unwrap();
    let leaving = bed.add();
    assert!(bed.left()[0] > 0, "seen before");
    bed.forget(leaving);
    bed.prove();
    assert_eq!(bed.list()[0].forgotten, 1);
    bed.renew();
    assert_eq!(bed.left(), [0]);
}

#[test]
fn one_damaged_backup_keeps_nobody_in_the_others() {
    let mut bed = Bed::new();
    let leaving = bed.add();
    let text = bed.words(30);
    bed.write(leaving, &text);
    for _ in 0..3 {
        bed.take();
    }
    let broken = bed.list()[0].file.clone();
    let mut bytes = fs::read(&broken).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&broken, bytes).unwrap();
    bed.forget(leaving);
    bed.prove();
    let renewed = backup::renew(&bed.vault, &bed.stick(), Course::alone());
    assert_eq!(
        renewed.err().map(|error| error.code()),
        Some(Code::BackupDamaged)
    );
    let stale: Vec<_> = bed.list().into_iter().filter(Backup::is_stale).collect();
    assert_eq!(stale.len(), 1, "the damaged one");
    assert_eq!(stale[0].file, broken);
    let list = fs::read_to_string(list_in(&bed.stick())).unwrap();
    assert!(list.contains(&leaving.0.to_string()), "who stays away");
    fs::remove_file(&broken).unwrap();
    assert_eq!(bed.left(), [0; 2]);
}

/// Its ledger is another one: where its rows stand says nothing about ours.
#[test]
fn a_backup_of_another_edition_of_the_vault_counts_everybody() {
    let mut bed = Bed::new();
    let (gone, leaving) = (bed.add(), bed.add());
    let first = bed.take();
    let earlier = bed.dir.path().join("earlier.kartotek-backup");
    fs::copy(&first.file, &earlier).unwrap();
    bed.forget(gone);
    bed.prove();
    bed.take();
    bed.vault.close().unwrap();
    // On a new computer, from the copy without a list: this vault forgets others, in rows of the same numbers.
    let there = bed.dir.path().join("där");
    backup::restore(
        &earlier,
        &there,
        &bed::key(),
        &bed::around(),
        Course::alone(),
    )
    .unwrap();
    bed.vault = session::open_in(&there, bed::key(), &bed::around()).unwrap();
    bed.forget(leaving);
    bed.prove();
    let of_before = backup::list(&bed.vault, &bed.dir.path().join("sticka")).unwrap();
    assert!(
        of_before.iter().all(Backup::is_stale),
        "both still hold them"
    );
}

#[test]
fn random_lives_leave_nobody_in_a_backup() {
    // The last is one whose index of notes has a single page, and three empty levels behind it.
    for seed in [0, 1, 2, 131] {
        assert_eq!(no_backup_holds_them(seed), Ok(3), "life {seed}");
    }
}
