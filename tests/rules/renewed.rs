//! Backups that were written anew, byte for byte: nothing of the forgotten is in any page of them.

use std::sync::Arc;

use kartotek_core::backup;
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session;
use kartotek_core::vault::{Course, Op, SLOTS};
use kartotek_core::{PersonId, activity};

use crate::dice::Dice;
use crate::faults::bed::{self, Item};
use crate::faults::residue::ALPHABETS;
use crate::people;
use crate::unsealed::Root;

#[test]
fn no_page_of_a_renewed_backup_holds_a_letter_of_the_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let (home, stick) = (dir.path().join("valv"), dir.path().join("sticka"));
    let item = Arc::new(Item::default());
    let (vault, _) = session::create_in(&home, bed::house(true), &bed::with(&item)).unwrap();
    let root = Root::read(&home.join(SLOTS), &item.text());
    let mut dice = Dice(1);
    let letters = &ALPHABETS[0];
    let write = |person: PersonId, text: &str| {
        vault
            .write(Op::WriteNote, |tx| {
                activity::write_note(tx, &[person], text, None)
            })
            .unwrap();
    };
    bed::sow(&vault, 20);
    let name = format!(
        "{} {}",
        letters.word(&mut dice, 5),
        letters.word(&mut dice, 8)
    );
    let leaving = people::add(&vault, &[("name", &name)]).unwrap();
    for row in bed::rows(&vault).unwrap() {
        write(row.id, "Ringer om taket.");
    }
    for words in [1, 5, 30, 900] {
        let text: Vec<String> = (0..words).map(|_| letters.word(&mut dice, 7)).collect();
        write(leaving, &text.join(" "));
        backup::take(&vault, &stick, Course::alone()).unwrap();
    }
    let left = || {
        let all = backup::list(&vault, &stick).unwrap();
        let pages = all.iter().map(|one| root.pages(&one.file));
        let found: Vec<usize> = pages.map(|clear| letters.residues(&clear).len()).collect();
        found
    };
    assert!(left().iter().all(|found| *found > 3), "seen in each before");

    erasure::forget(&vault, leaving, Ground::A, true).unwrap();
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    assert_eq!(backup::renew(&vault, &stick, Course::alone()).unwrap(), 4);
    assert_eq!(left(), [0; 4]);
}
