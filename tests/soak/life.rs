//! A seller's life in small: acts of every kind on one vault, each announced before it starts and told when it was
//! answered.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use kartotek_core::erasure::{self, Ground};
use kartotek_core::import;
use kartotek_core::vault::session::{self, NewVault, RecoveryCode, Unlock};
use kartotek_core::vault::{Course, Op, Vault, rotate};
use kartotek_core::{PersonId, Result, activity, backup, rights};
use secrecy::SecretString;

use crate::act::Act;
use crate::bed;
use crate::dice::Dice;
pub(crate) use crate::faults::bed::around;
use crate::faults::bed::house;
use crate::people;

/// Whom every note is about; never forgotten.
pub(crate) const KEEPER: &str = "Åsa Öberg";
/// How the name of a file about that person begins.
pub(crate) const EXPORT: &str = "utdrag";
/// Rows of one imported file: all of them come, or none.
const ROWS: usize = 5;

pub(crate) fn phrase(n: u64) -> SecretString {
    SecretString::from(format!("gröna hästar äter sill {n}"))
}

pub(crate) fn unlock(n: u64) -> Unlock {
    Unlock::Passphrase(phrase(n))
}

/// A vault as the first run makes it, under the phrase 0.
pub(crate) fn empty(home: &Path) -> Result<(Vault, RecoveryCode)> {
    let new = NewVault {
        passphrase: phrase(0),
        ..house(false)
    };
    session::create_in(home, new, &around())
}

/// A vault with the one whom the notes are about, closed; returns its recovery code, which opens it without the cost of
/// a passphrase.
pub(crate) fn found(home: &Path) -> Result<String> {
    let (vault, code) = empty(home)?;
    bed::add(&vault, KEEPER)?;
    vault.close()?;
    Ok(code.reveal().to_owned())
}

pub(crate) fn by_code(code: &str) -> Unlock {
    Unlock::Recovery(SecretString::from(code.to_owned()))
}

/// Where the backups of the vault in `home` go.
pub(crate) fn stick(home: &Path) -> PathBuf {
    home.with_file_name("sticka")
}

/// Opens with the recovery code.
pub(crate) fn open(home: &Path, code: &str) -> Result<Vault> {
    session::open_in(home, by_code(code), &around())
}

/// The last backup of a life.
struct Taken {
    file: String,
    /// The phrase of that time.
    phrase: u64,
    /// Something was written since, so that the vault is not the same with it.
    older: bool,
}

/// The vault on its way through life; `None` after a failed rotation.
pub(crate) struct Life {
    vault: Option<Vault>,
    home: PathBuf,
    keeper: PersonId,
    phrase: u64,
    /// Those whom one may forget, with how often somebody was added.
    people: Vec<(String, PersonId)>,
    count: u64,
    seed: u64,
    exports: bool,
    /// The recovery code, when it restores, too.
    code: Option<String>,
    taken: Option<Taken>,
}

impl Life {
    /// Goes on with a vault that opens with the phrase `n`.
    pub(crate) fn go_on(vault: Vault, home: &Path, phrase: u64, seed: u64) -> Result<Self> {
        let mut people = bed::rows(&vault)?
            .into_iter()
            .map(|row| (row.display_name, row.id));
        let keeper = people.find(|(name, _)| name == KEEPER);
        let (_, keeper) = keeper.ok_or(kartotek_core::Code::NotFound)?;
        let people = bed::rows(&vault)?
            .into_iter()
            .map(|row| (row.display_name, row.id))
            .filter(|(_, id)| *id != keeper)
            .collect();
        Ok(Self {
            vault: Some(vault),
            home: home.to_owned(),
            keeper,
            phrase,
            people,
            count: 0,
            seed,
            exports: false,
            code: None,
            taken: None,
        })
    }

    /// Hands out files, too.
    pub(crate) fn exporting(mut self) -> Self {
        self.exports = true;
        self
    }

    /// Restores what it backed up, too.
    pub(crate) fn restoring(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    /// What comes next: at most 36 times in `of` something else than a note.
    pub(crate) fn next(&mut self, dice: &mut Dice, of: usize) -> Act {
        self.count += 1;
        let name = format!("{} {}", self.seed, self.count);
        match dice.below(of) {
            0..=15 => Act::Add(format!("Person {name}")),
            16..=21 if !self.people.is_empty() => {
                Act::Forget(self.people[dice.below(self.people.len())].0.clone())
            }
            22..=23 => Act::Import(format!("Rad {name}")),
            24..=25 => Act::Prove,
            26 => Act::Backup,
            27 => Act::Phrase(self.phrase + 1),
            28 => Act::Rotate,
            29 if self.exports => Act::Export(format!("{EXPORT}{name}.zip")),
            30..=33 if self.code.is_some() => match &self.taken {
                Some(taken) if taken.older => Act::Restore(taken.file.clone()),
                _ => Act::Backup,
            },
            34..=35 if self.code.is_some() && self.taken.is_some() => Act::Renew,
            _ => Act::Note(format!("anteckning {name}")),
        }
    }

    /// `false` after a rotation that failed.
    pub(crate) fn is_open(&self) -> bool {
        self.vault.is_some()
    }

    pub(crate) fn keeper(&self) -> PersonId {
        self.keeper
    }

    pub(crate) fn vault(&self) -> Result<&Vault> {
        Ok(self.vault.as_ref().ok_or(kartotek_core::Code::NoVault)?)
    }

    /// Does it; the answer is the name of a backup that was taken or written anew, or nothing.
    pub(crate) fn act(&mut self, act: &Act) -> Result<String> {
        match act {
            Act::Note(text) => {
                let about = [self.keeper];
                self.vault()?.write(Op::WriteNote, |tx| {
                    activity::write_note(tx, &about, text, None)
                })?;
                if let Some(taken) = &mut self.taken {
                    taken.older = true;
                }
            }
            Act::Add(name) => {
                let id = bed::add(self.vault()?, name)?;
                self.people.push((name.clone(), id));
            }
            Act::Forget(name) => {
                let at = self.people.iter().position(|(other, _)| other == name);
                let at = at.ok_or(kartotek_core::Code::NotFound)?;
                erasure::forget(self.vault()?, self.people[at].1, Ground::A, false)?;
                self.people.swap_remove(at);
            }
            Act::Import(name) => self.import(name)?,
            Act::Prove => {
                erasure::prove_pending(self.vault()?, &mut |_| {})?;
            }
            Act::Backup => {
                let taken = backup::take(self.vault()?, &stick(&self.home), Course::alone())?;
                let name = taken.file.file_name().unwrap_or_default();
                let file = name.to_string_lossy().into_owned();
                self.taken = Some(Taken {
                    file: file.clone(),
                    phrase: self.phrase,
                    older: false,
                });
                return Ok(file);
            }
            Act::Phrase(n) => {
                self.vault()?
                    .change_passphrase(&unlock(self.phrase), &phrase(*n))?;
                self.phrase = *n;
            }
            Act::Rotate => {
                let vault = self.vault.take().ok_or(kartotek_core::Code::NoVault)?;
                self.vault = Some(rotate(vault, Course::alone()).map_err(|kept| kept.error)?);
            }
            Act::Export(file) => {
                let out = self.home.with_file_name(file);
                rights::export(self.vault()?, self.keeper, &out, "")?;
            }
            Act::Restore(file) => self.restore(file)?,
            Act::Renew => return self.renew(),
        }
        Ok(String::new())
    }

    /// A backup that is written anew has the keys of today.
    fn renew(&mut self) -> Result<String> {
        let stick = stick(&self.home);
        let taken = self.taken.as_ref().map(|taken| stick.join(&taken.file));
        let read = || taken.as_ref().map(std::fs::read).transpose();
        let before = read()?;
        backup::renew(self.vault()?, &stick, Course::alone())?;
        match &mut self.taken {
            Some(taken) if read()? != before => {
                taken.phrase = self.phrase;
                Ok(taken.file.clone())
            }
            _ => Ok(String::new()),
        }
    }

    fn restore(&mut self, file: &str) -> Result<()> {
        let missing = kartotek_core::Code::NotFound;
        let code = self.code.clone().ok_or(missing)?;
        let taken = self.taken.take().filter(|taken| taken.file == file);
        let phrase = taken.ok_or(missing)?.phrase;
        // As somebody who pulled the plug before, every second time.
        match self.vault.take() {
            Some(vault) if self.count.is_multiple_of(2) => vault.close()?,
            vault => drop(vault),
        }
        backup::restore(
            &stick(&self.home).join(file),
            &self.home,
            &by_code(&code),
            &around(),
            Course::alone(),
        )?;
        let vault = open(&self.home, &code)?;
        let (exports, count) = (self.exports, self.count);
        *self = Self::go_on(vault, &self.home, phrase, self.seed)?.restoring(&code);
        (self.exports, self.count) = (exports, count);
        Ok(())
    }

    /// Closes the vault; returns the number of its phrase.
    pub(crate) fn close(self) -> Result<u64> {
        self.vault.map_or(Ok(()), Vault::close)?;
        Ok(self.phrase)
    }

    fn import(&mut self, name: &str) -> Result<()> {
        let file = self.home.with_file_name("lista.csv");
        let mut text = String::from("Namn;Notering\n");
        for row in 0..ROWS {
            let _ = writeln!(text, "{name} {row};importerad");
        }
        std::fs::write(&file, text)?;
        let (go, quiet) = (AtomicBool::new(false), &mut |_, _| {});
        import::run(self.vault()?, &file, &people::list(), false, &go, quiet)?;
        Ok(())
    }
}

/// The rows of an import of that name.
pub(crate) fn imported(name: &str) -> impl Iterator<Item = String> {
    (0..ROWS).map(move |row| format!("{name} {row}"))
}
