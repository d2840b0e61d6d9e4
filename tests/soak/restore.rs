//! Random lives of a vault with backups: whoever was forgotten comes back with none of them, and nobody else is missing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use kartotek_core::backup;
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session::{self, Unlock};
use kartotek_core::vault::{Course, Vault};
use kartotek_core::{PersonId, Result};

use crate::Run;
use crate::bed;
use crate::dice::Dice;
use crate::life;
use crate::report::Figures;

pub(crate) fn restore(run: &Run) -> Figures {
    let mut figures = Figures::default();
    let mut round = run.seed;
    while Instant::now() < run.end {
        let mut dice = Dice(round);
        match history(&mut dice, &mut figures) {
            Ok(wrong) => figures.lost += wrong,
            Err(error) => {
                eprintln!("round {round}: {:?}", error.code());
                figures.errors += 1;
            }
        }
        figures.rounds += 1;
        round += 1;
    }
    figures
}

/// A backup and who was in the vault then.
struct Taken {
    file: PathBuf,
    names: BTreeSet<String>,
}

/// Returns how many people were there who should not be, or the other way round.
fn history(dice: &mut Dice, figures: &mut Figures) -> Result<u64> {
    let folder = tempfile::tempdir()?;
    let (home, stick) = (folder.path().join("valv"), folder.path().join("sticka"));
    let (vault, code) = life::empty(&home)?;
    let code = || life::by_code(code.reveal());
    let mut people: Vec<(String, PersonId)> = Vec::new();
    let mut forgotten = BTreeSet::new();
    let mut taken: Vec<Taken> = Vec::new();
    for n in 0..12 + dice.below(20) {
        match dice.below(10) {
            0..=4 => {
                let name = format!("Person {n}");
                people.push((name.clone(), bed::add(&vault, &name)?));
            }
            5 | 6 if !people.is_empty() => {
                let (name, id) = people.swap_remove(dice.below(people.len()));
                erasure::forget(&vault, id, Ground::A, dice.below(2) == 0)?;
                if dice.below(2) == 0 {
                    erasure::prove_pending(&vault, &mut |_| {})?;
                }
                forgotten.insert(name);
                figures.acts += 1;
            }
            7 if !taken.is_empty() => {
                erasure::prove_pending(&vault, &mut |_| {})?;
                backup::renew(&vault, &stick, Course::alone())?;
            }
            _ => taken.push(Taken {
                file: backup::take(&vault, &stick, Course::alone())?.file,
                names: people.iter().map(|(name, _)| name.clone()).collect(),
            }),
        }
    }
    // What was forgotten last is on the list beside the backups only with the next one, as it is for a user.
    taken.push(Taken {
        file: backup::take(&vault, &stick, Course::alone())?.file,
        names: people.iter().map(|(name, _)| name.clone()).collect(),
    });
    vault.close()?;
    taken.retain(|backup| backup.file.exists());
    let chosen = &taken[dice.below(taken.len())];
    let expected: Vec<String> = chosen.names.difference(&forgotten).cloned().collect();
    let place = if dice.below(2) == 0 {
        home
    } else {
        folder.path().join("ny dator")
    };
    backup::restore(
        &chosen.file,
        &place,
        &code(),
        &life::around(),
        Course::alone(),
    )?;
    differing(&place, code(), &expected)
}

fn differing(place: &Path, key: Unlock, expected: &[String]) -> Result<u64> {
    let vault: Vault = session::open_in(place, key, &life::around())?;
    let there: BTreeSet<String> = bed::names(&vault)?.into_iter().collect();
    let expected: BTreeSet<String> = expected.iter().cloned().collect();
    vault.close()?;
    Ok(there.symmetric_difference(&expected).count() as u64)
}
