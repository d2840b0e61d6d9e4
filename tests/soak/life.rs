//! A seller's life in small: acts of every kind on one vault, each announced before it starts and told when it was
//! answered, and the reckoning of what must be there afterwards.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use kartotek_core::erasure::{self, Ground};
use kartotek_core::import;
use kartotek_core::vault::session::{self, NewVault, RecoveryCode, Unlock};
use kartotek_core::vault::{Course, Op, Vault, rotate};
use kartotek_core::{PersonId, Result, activity, backup, rights};
use secrecy::SecretString;

use crate::bed;
use crate::dice::Dice;
pub(crate) use crate::faults::bed::around;
use crate::faults::bed::house;
use crate::people;

/// Whom every note is about; never forgotten.
const KEEPER: &str = "Åsa Öberg";
/// How the name of a file about that person begins.
const EXPORT: &str = "utdrag";
/// Rows of one imported file: all of them come, or none.
const ROWS: usize = 5;

/// One act, as its line says it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Act {
    Note(String),
    Add(String),
    Forget(String),
    Import(String),
    Prove,
    Backup,
    Phrase(u64),
    Rotate,
    /// A file about the keeper, of that name, beside the vault.
    Export(String),
}

impl Act {
    pub(crate) fn line(&self) -> String {
        match self {
            Self::Note(text) => format!("note {text}"),
            Self::Add(name) => format!("add {name}"),
            Self::Forget(name) => format!("forget {name}"),
            Self::Import(name) => format!("import {name}"),
            Self::Prove => "prove".into(),
            Self::Backup => "backup".into(),
            Self::Phrase(n) => format!("phrase {n}"),
            Self::Rotate => "rotate".into(),
            Self::Export(file) => format!("export {file}"),
        }
    }

    pub(crate) fn read(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        Some(match word {
            "note" => Self::Note(rest.into()),
            "add" => Self::Add(rest.into()),
            "forget" => Self::Forget(rest.into()),
            "import" => Self::Import(rest.into()),
            "prove" => Self::Prove,
            "backup" => Self::Backup,
            "phrase" => Self::Phrase(rest.parse().ok()?),
            "rotate" => Self::Rotate,
            "export" => Self::Export(rest.into()),
            _ => return None,
        })
    }
}

fn phrase(n: u64) -> SecretString {
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

/// Opens with the recovery code.
pub(crate) fn open(home: &Path, code: &str) -> Result<Vault> {
    session::open_in(home, by_code(code), &around())
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
        })
    }

    /// Hands out files, too.
    pub(crate) fn exporting(mut self) -> Self {
        self.exports = true;
        self
    }

    /// What comes next: 30 times in `of` something else than a note.
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

    pub(crate) fn act(&mut self, act: &Act) -> Result<()> {
        match act {
            Act::Note(text) => {
                let about = [self.keeper];
                self.vault()?.write(Op::WriteNote, |tx| {
                    activity::write_note(tx, &about, text, None)
                })?;
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
                backup::take(
                    self.vault()?,
                    &self.home.with_file_name("sticka"),
                    Course::alone(),
                )?;
            }
            Act::Phrase(n) => {
                self.vault()?
                    .change_passphrase(phrase(self.phrase), phrase(*n))?;
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
        }
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

/// What must be there, by what was announced and what was answered.
#[derive(Clone)]
pub(crate) struct Reckoning {
    code: String,
    notes: BTreeSet<String>,
    people: BTreeSet<String>,
    gone: BTreeSet<String>,
    /// Files that were handed out.
    files: BTreeSet<String>,
    phrase: u64,
    /// Announced and not answered: it happened whole or not at all.
    open: Option<Act>,
}

impl Reckoning {
    /// Of a vault as [`found`].
    pub(crate) fn new(code: String) -> Self {
        Self {
            code,
            notes: BTreeSet::new(),
            people: BTreeSet::new(),
            gone: BTreeSet::new(),
            files: BTreeSet::new(),
            phrase: 0,
            open: None,
        }
    }

    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    pub(crate) fn announced(&mut self, act: Act) {
        self.open = Some(act);
    }

    /// An act that was answered while another one is still open.
    pub(crate) fn meanwhile(&mut self, act: Act) {
        self.settle(Some(act));
    }

    pub(crate) fn answered(&mut self) {
        let act = self.open.take();
        self.settle(act);
    }

    fn settle(&mut self, act: Option<Act>) {
        match act {
            Some(Act::Note(text)) => drop(self.notes.insert(text)),
            Some(Act::Add(name)) => drop(self.people.insert(name)),
            Some(Act::Forget(name)) => {
                self.people.remove(&name);
                self.gone.insert(name);
            }
            Some(Act::Import(name)) => self.people.extend(imported(&name)),
            Some(Act::Phrase(n)) => self.phrase = n,
            Some(Act::Export(file)) => drop(self.files.insert(file)),
            Some(Act::Prove | Act::Backup | Act::Rotate) | None => {}
        }
    }

    /// Opens the vault; a phrase that was being changed is settled first.
    pub(crate) fn open(&mut self, home: &Path) -> Result<Vault> {
        if let Some(Act::Phrase(n)) = self.open {
            self.open = None;
            if session::open_in(home, unlock(n), &around()).is_ok() {
                self.phrase = n;
            } else {
                session::open_in(home, unlock(self.phrase), &around())?;
            }
        }
        open(home, &self.code)
    }

    pub(crate) fn phrase(&self) -> u64 {
        self.phrase
    }

    /// How much differs from what was answered; what was still open is settled by what is there.
    pub(crate) fn differing(&mut self, vault: &Vault) -> Result<u64> {
        let rows = bed::rows(vault)?;
        let keeper = rows.iter().find(|row| row.display_name == KEEPER);
        let keeper = keeper.ok_or(kartotek_core::Code::NotFound)?.id;
        let notes = bed::notes(vault, keeper)?;
        let people: BTreeSet<String> = rows.into_iter().map(|row| row.display_name).collect();
        let mut wrong = self.notes.difference(&notes).count()
            + self.people.difference(&people).count()
            + self.gone.intersection(&people).count();
        let there: BTreeSet<&String> = people
            .difference(&self.people)
            .filter(|name| *name != KEEPER && !self.gone.contains(*name))
            .collect();
        // Somebody who was being forgotten counts as missing above: that is settled here.
        match self.open.take() {
            Some(Act::Add(name)) if there.iter().eq([&&name]) => drop(self.people.insert(name)),
            Some(Act::Import(name))
                if there.iter().map(|name| (*name).clone()).eq(imported(&name)) =>
            {
                self.people.extend(imported(&name));
            }
            Some(Act::Forget(name)) if !people.contains(&name) => {
                wrong -= 1;
                self.people.remove(&name);
                self.gone.insert(name);
            }
            Some(Act::Note(text)) if notes.contains(&text) => drop(self.notes.insert(text)),
            _ => wrong += there.len(),
        }
        // Nothing by half: an import's notes come with its people, and there is no note that nobody wrote.
        wrong += notes.difference(&self.notes).count();
        wrong += self.stray(vault, keeper)?;
        Ok(wrong as u64)
    }

    /// Files that were answered and are not there, and files (whole or in part) that the vault knows nothing of.
    fn stray(&self, vault: &Vault, keeper: PersonId) -> Result<usize> {
        let beside = vault.path().ancestors().nth(2).unwrap_or(Path::new("/"));
        let mut there = BTreeSet::new();
        for entry in std::fs::read_dir(beside)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(EXPORT) || path.extension().is_some_and(|end| end == "part") {
                there.insert(name.into_owned());
            }
        }
        let known = erasure::preview(vault, keeper)?.exports;
        let known: BTreeSet<String> = known
            .iter()
            .filter_map(|path| Some(Path::new(path).file_name()?.to_str()?.to_owned()))
            .collect();
        Ok(self.files.difference(&there).count() + there.difference(&known).count())
    }
}

fn imported(name: &str) -> impl Iterator<Item = String> {
    (0..ROWS).map(move |row| format!("{name} {row}"))
}
