//! Random lives of a vault with backups: whoever was forgotten comes back with none of them, nobody else is missing, and
//! everything about everybody is as it was on that day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kartotek_core::activity::{self, Entry};
use kartotek_core::backup::{Known, Ledger};
use kartotek_core::consent::{self, Method, No, State, Yes};
use kartotek_core::contact::{self, ContactEdit, Content, ValueChange, ValueDraft};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::policy::{Channel, Language};
use kartotek_core::vault::session::Unlock;
use kartotek_core::vault::session::{self, RecoveryCode};
use kartotek_core::vault::{Course, Op, Vault, rotate};
use kartotek_core::{ActivityId, Code, PersonId, Result, backup, verify};

use crate::Run;
use crate::bed;
use crate::dice::Dice;
use crate::life;
use crate::people;
use crate::report::Figures;

/// Histories at the same time.
const LANES: u64 = 2;

pub(crate) fn restore(run: &Run) -> Figures {
    run.lanes(LANES, |lane, all| {
        all.and(&lane.rounds(|seed, figures| {
            let done = History::new().and_then(|history| history.play(&mut Dice(seed)));
            let done = done.map_err(|error| format!("{:?}", error.code()))?;
            figures.acts += done.forgotten;
            match done.wrong.as_slice() {
                [] => Ok(()),
                wrong => Err(wrong.join("; ")),
            }
        }));
    })
}

/// What people are asked, and how it is shown that they said yes.
const PURPOSE: &str = "prospecting";
const YES: &str = "yes";

/// Everything about everybody, by name.
type Contents = BTreeMap<String, BTreeSet<String>>;

/// A backup, what was in the vault then, and the phrase that opened it.
struct Taken {
    file: PathBuf,
    contents: Contents,
    phrase: u64,
}

#[derive(Default)]
struct Done {
    forgotten: u64,
    wrong: Vec<String>,
}

struct History {
    folder: tempfile::TempDir,
    vault: Vault,
    code: RecoveryCode,
    phrase: u64,
    people: Vec<PersonId>,
    forgotten: BTreeSet<String>,
    taken: Vec<Taken>,
}

impl History {
    fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (vault, code) = life::empty(&folder.path().join("valv"))?;
        Ok(Self {
            folder,
            vault,
            code,
            phrase: 0,
            people: Vec::new(),
            forgotten: BTreeSet::new(),
            taken: Vec::new(),
        })
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().join("sticka")
    }

    fn play(mut self, dice: &mut Dice) -> Result<Done> {
        for n in 0..20 + dice.below(20) {
            match dice.below(19) {
                0..=3 => self.add(n)?,
                4 | 5 => self.edit(n, dice)?,
                6..=9 => self.note(n, dice)?,
                10 | 11 => self.forget(dice)?,
                16..=18 => self.say(dice)?,
                12 if !self.taken.is_empty() => self.renew()?,
                13 => {
                    let next = self.phrase + 1;
                    self.vault
                        .change_passphrase(&life::unlock(self.phrase), &life::phrase(next))?;
                    self.phrase = next;
                }
                14 if dice.below(3) == 0 => {
                    self.vault = rotate(self.vault, Course::alone()).map_err(|kept| kept.error)?;
                }
                _ => self.take()?,
            }
        }
        // What was forgotten last is on the list beside the backups only with the next one, as it is for a user.
        self.take()?;
        self.bring_back(dice)
    }

    fn add(&mut self, n: usize) -> Result<()> {
        let (name, email) = (format!("Person {n}"), format!("person{n}@example.org"));
        let person = people::add(&self.vault, &[("name", &name), ("email", &email)])?;
        self.people.push(person);
        Ok(())
    }

    /// A new address for the old one, a website more, or the address gone.
    fn edit(&mut self, n: usize, dice: &mut Dice) -> Result<()> {
        let Some(person) = self.somebody(dice) else {
            return Ok(());
        };
        let contact = self.vault.read(|tx| contact::get(tx, person))?;
        let email = contact.values.iter().find(|value| value.field == "email");
        let text = |text: String| Content::Text(text);
        let mut edit = ContactEdit::default();
        match (dice.below(3), email) {
            (0, Some(email)) => edit.remove = vec![email.id],
            (1, Some(email)) => {
                edit.change = vec![ValueChange {
                    id: email.id,
                    content: text(format!("ny{n}@example.org")),
                    as_typed: false,
                }];
            }
            _ => {
                edit.add = vec![ValueDraft {
                    field: "website".into(),
                    content: text(format!("https://sida{n}.example.org")),
                    as_typed: false,
                }];
            }
        }
        self.vault.write(Op::EditContact, |tx| {
            contact::edit(tx, person, &edit).map(drop)
        })?;
        Ok(())
    }

    /// One more note, or one that is changed or deleted.
    fn note(&mut self, n: usize, dice: &mut Dice) -> Result<()> {
        let Some(person) = self.somebody(dice) else {
            return Ok(());
        };
        let notes = notes(&self.vault, person)?;
        self.vault
            .write(Op::WriteNote, |tx| match (dice.below(4), notes.first()) {
                (0, Some((note, _))) => activity::edit_text(tx, *note, &format!("ändrad {n}")),
                (1, Some((note, _))) => activity::delete(tx, *note),
                _ => activity::write_note(tx, &[person], &format!("om taket {n}"), None).map(drop),
            })?;
        Ok(())
    }

    /// Somebody says yes, also to take back a no, or no.
    fn say(&mut self, dice: &mut Dice) -> Result<()> {
        let Some(person) = self.somebody(dice) else {
            return Ok(());
        };
        let (purpose, channel) = (PURPOSE.to_owned(), Channel::Email);
        let said = if dice.below(2) == 0 {
            let yes = Yes {
                person,
                purpose,
                product: String::new(),
                channel,
                value: None,
                wording: "Får jag mejla dig?".to_owned(),
                language: Language::Sv,
                method: Method::VerbalVisit,
                evidence: "vid disken".to_owned(),
                happened_at: None,
                valid_until_on: None,
                lifts_no: true,
            };
            self.vault
                .write(Op::GiveConsent, |tx| consent::give(tx, &yes))
        } else {
            let no = No {
                person,
                purpose,
                product: String::new(),
                channel,
                method: None,
                evidence: String::new(),
                happened_at: None,
            };
            self.vault
                .write(Op::WithdrawConsent, |tx| consent::withdraw(tx, &no))
        };
        match said {
            // A yes needs an address.
            Err(error) if error.code() != Code::AddressRequired => Err(error),
            _ => Ok(()),
        }
    }

    /// Whose last word is a no, by name.
    fn noes(&self) -> Result<BTreeSet<String>> {
        let mut noes = BTreeSet::new();
        for row in bed::rows(&self.vault)? {
            let said = self.vault.read(|tx| consent::events(tx, row.id))?;
            if said
                .last()
                .is_some_and(|last| last.state == State::Withdrawn)
            {
                noes.insert(row.display_name);
            }
        }
        Ok(noes)
    }

    fn forget(&mut self, dice: &mut Dice) -> Result<()> {
        if self.people.is_empty() {
            return Ok(());
        }
        let person = self.people.swap_remove(dice.below(self.people.len()));
        let name = self.vault.read(|tx| contact::get(tx, person))?.display_name;
        erasure::forget(&self.vault, person, Ground::A, dice.below(2) == 0)?;
        if dice.below(2) == 0 {
            erasure::prove_pending(&self.vault, &mut |_| {})?;
        }
        self.forgotten.insert(name);
        Ok(())
    }

    fn somebody(&self, dice: &mut Dice) -> Option<PersonId> {
        let count = self.people.len();
        (count > 0).then(|| self.people[dice.below(count)])
    }

    fn take(&mut self) -> Result<()> {
        self.taken.push(Taken {
            file: backup::take(&self.vault, &self.stick(), Course::alone())?.file,
            contents: contents(&self.vault)?,
            phrase: self.phrase,
        });
        Ok(())
    }

    /// What is written anew opens with what opens the vault on that day.
    fn renew(&mut self) -> Result<()> {
        erasure::prove_pending(&self.vault, &mut |_| {})?;
        let all = backup::list(&self.vault, &self.stick())?;
        backup::renew(&self.vault, &self.stick(), Course::alone())?;
        for backup in all.iter().filter(|backup| backup.is_stale()) {
            for taken in &mut self.taken {
                if taken.file == backup.file {
                    taken.phrase = self.phrase;
                }
            }
        }
        Ok(())
    }

    /// Restores one of the backups, over the vault or on another computer, with the phrase of that day or with the code.
    fn bring_back(mut self, dice: &mut Dice) -> Result<Done> {
        let mut wrong = Vec::new();
        self.taken.retain(|backup| backup.file.exists());
        let chosen = &self.taken[dice.below(self.taken.len())];
        let (home, over) = (self.folder.path().join("valv"), dice.below(2) == 0);
        let place = if over {
            home
        } else {
            self.folder.path().join("ny dator")
        };
        let key = match dice.below(2) {
            0 => life::by_code(self.code.reveal()),
            _ => life::unlock(chosen.phrase),
        };
        let restore =
            || backup::restore(&chosen.file, &place, &key, &life::around(), Course::alone());
        let last = contents(&self.vault)?;
        if over {
            // Not while it is open.
            if restore().err().map(|error| error.code()) != Some(Code::OpenElsewhere) {
                wrong.push("restored over an open vault".into());
            }
            if contents(&self.vault)? != last {
                wrong.push("a refused restore changed the vault".into());
            }
        }
        let known = Known::of(&self.vault)?;
        let noes = self.noes()?;
        self.vault.close()?;
        let mut restored = restore();
        let refused = restored.as_ref().err().map(kartotek_core::Error::code);
        if over && refused == Some(Code::ForgottenUnknown) {
            // A passphrase of before does not open the vault that is there, which has told who was forgotten.
            if chosen.phrase == self.phrase {
                wrong.push("today's passphrase was not enough".into());
            }
            let told = Ledger::Told(known);
            let (file, around) = (&chosen.file, life::around());
            restored = backup::restore_knowing(told, file, &place, &key, &around, Course::alone());
        }
        let restored = restored?;
        let mut expected = chosen.contents.clone();
        expected.retain(|name, _| !self.forgotten.contains(name));
        // A no never becomes a yes, where the vault that is there knows of it.
        for (_, shown) in expected
            .iter_mut()
            .filter(|(name, _)| over && noes.contains(*name))
        {
            shown.remove(YES);
        }
        let mut compare = |place: &Path, key: Unlock, expected: &Contents, what: &str| {
            let vault = session::open_in(place, key, &life::around())?;
            let there = contents(&vault)?;
            if there != *expected {
                wrong.push(format!("{what}: {there:?} instead of {expected:?}"));
            }
            if let Some(check) = verify::verify(&vault, None).iter().find(|check| !check.ok) {
                wrong.push(format!("{what}: {}", check.name));
            }
            vault.close()
        };
        compare(&place, key, &expected, "restored")?;
        match restored.kept {
            Some(kept) => compare(&kept, life::unlock(self.phrase), &last, "replaced")?,
            None if over => wrong.push("the vault that was there is not kept".into()),
            None => {}
        }
        Ok(Done {
            forgotten: self.forgotten.len() as u64,
            wrong,
        })
    }
}

/// What the vault shows of everybody: names, values and notes.
fn contents(vault: &Vault) -> Result<Contents> {
    let mut all = Contents::new();
    for row in bed::rows(vault)? {
        let contact = vault.read(|tx| contact::get(tx, row.id))?;
        let values = contact.values.iter();
        let mut shown: BTreeSet<String> = values
            .map(|value| format!("{}: {}", value.field, value.display))
            .collect();
        shown.extend(notes(vault, row.id)?.into_iter().map(|(_, text)| text));
        if vault.read(|tx| consent::holds(tx, row.id, PURPOSE))? {
            shown.insert(YES.to_owned());
        }
        all.insert(row.display_name, shown);
    }
    Ok(all)
}

fn notes(vault: &Vault, person: PersonId) -> Result<Vec<(ActivityId, String)>> {
    let page = vault.read(|tx| activity::timeline(tx, person, None, 200))?;
    let notes = page.entries.into_iter().filter_map(|entry| match entry {
        Entry::Note { id, text, .. } => Some((id, text)),
        _ => None,
    });
    Ok(notes.collect())
}
