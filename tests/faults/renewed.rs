//! Random lives with backups at any moment: before somebody is forgotten, between that and the proof, with the form that
//! somebody is typed in. Written anew, none of them holds a letter of those who were forgotten.

use std::sync::Arc;

use kartotek_core::backup;
use kartotek_core::draft::{self, Place, Spot, Typed};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session;
use kartotek_core::vault::{Course, Op, SLOTS};
use kartotek_core::{PersonId, Result, activity};

use super::Round;
use super::bed::{self, Item};
use super::residue::ALPHABETS;
use super::unsealed::Root;
use crate::dice::Dice;
use crate::people;

/// Where somebody is typed who is not there yet.
pub(crate) const FORM: Spot = Spot {
    place: Place::NewContact,
    person: None,
    about: None,
};

/// So many words in the letters of one person.
pub(crate) fn words(dice: &mut Dice, whose: usize, count: usize) -> String {
    let words = (0..count).map(|_| ALPHABETS[whose].word(dice, 7));
    words.collect::<Vec<_>>().join(" ")
}

/// What the form holds.
pub(crate) fn typed(text: String) -> Typed {
    Typed {
        text,
        rest: "{}".to_owned(),
        with: Vec::new(),
    }
}

/// Lives such a life; returns how many people were forgotten.
pub(crate) fn no_backup_holds_them(seed: u64) -> Round<u64> {
    life(&mut Dice(seed)).map_err(|error| bed::code("a life", &error))?
}

fn life(dice: &mut Dice) -> Result<Round<u64>> {
    let dir = tempfile::tempdir()?;
    let (home, stick) = (dir.path().join("valv"), dir.path().join("sticka"));
    let item = Arc::new(Item::default());
    let (vault, _) = session::create_in(&home, bed::house(true), &bed::with(&item))?;
    let root = Root::read(&home.join(SLOTS), &item.text());
    bed::sow(&vault, 8);
    let prove = || erasure::prove_pending(&vault, &mut |_| {}).map(drop);
    let renew = || backup::renew(&vault, &stick, Course::alone()).map(drop);
    // Each is nobody, somebody, and gone.
    let mut people: [Option<PersonId>; 3] = [None; 3];
    let mut gone = [false; 3];
    for _ in 0..20 + dice.below(30) {
        let whose = dice.below(3);
        match (dice.below(8), people[whose]) {
            (0 | 1, _) => drop(backup::take(&vault, &stick, Course::alone())?),
            (2, None) if !gone[whose] => {
                let half = typed(words(dice, whose, 4));
                vault.write(Op::KeepDraft, |tx| draft::keep(tx, &FORM, &half))?;
            }
            (3 | 4, None) if !gone[whose] => {
                let name = words(dice, whose, 2);
                vault.write(Op::KeepDraft, |tx| draft::discard(tx, &FORM))?;
                people[whose] = Some(people::add(&vault, &[("name", &name)])?);
            }
            (2..=4, Some(person)) => {
                let long = if dice.below(8) == 0 { 600 } else { 25 };
                let count = 1 + dice.below(long);
                let text = words(dice, whose, count);
                vault.write(Op::WriteNote, |tx| {
                    activity::write_note(tx, &[person], &text, None)
                })?;
            }
            (5, Some(person)) => {
                erasure::forget(&vault, person, Ground::A, true)?;
                (people[whose], gone[whose]) = (None, true);
            }
            (6, _) => prove()?,
            (7, _) => renew()?,
            _ => {}
        }
    }
    // Whoever is typed only is somebody by now: nobody else is let go of with a form.
    vault.write(Op::KeepDraft, |tx| draft::discard(tx, &FORM))?;
    for (whose, person) in people.iter().enumerate() {
        if !gone[whose] {
            let name = words(dice, whose, 2);
            let person = match person {
                Some(person) => *person,
                None => people::add(&vault, &[("name", &name)])?,
            };
            erasure::forget(&vault, person, Ground::A, true)?;
        }
    }
    prove()?;
    renew()?;
    for one in backup::list(&vault, &stick)? {
        let clear = root.pages(&one.file);
        for (whose, letters) in ALPHABETS.iter().enumerate() {
            if let Some(place) = letters.residues(&clear).first() {
                let day = one.created_at;
                return Ok(Err(format!(
                    "person {whose} in the backup of {day}: {place}"
                )));
            }
        }
    }
    Ok(Ok(3))
}
