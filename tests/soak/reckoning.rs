//! What must be there, by what was announced and what was answered.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kartotek_core::erasure::{self, Progress};
use kartotek_core::vault::session::{self, Unlock};
use kartotek_core::vault::{Course, SLOTS, Vault};
use kartotek_core::{Code, PersonId, Result, backup, verify};

use crate::act::Act;
use crate::bed;
use crate::life::{self, EXPORT, KEEPER, around, by_code, imported};

/// So many answered backups are remembered.
const REMEMBERED: usize = 3;

/// What a vault holds, and how it opens.
#[derive(Clone)]
struct Contents {
    notes: BTreeSet<String>,
    people: BTreeSet<String>,
    phrase: u64,
    /// The number of its root key.
    epoch: u64,
}

impl Contents {
    /// What is in an open vault.
    fn of(vault: &Vault) -> Result<(Self, PersonId)> {
        let rows = bed::rows(vault)?;
        let keeper = rows.iter().find(|row| row.display_name == KEEPER);
        let keeper = keeper.ok_or(Code::NotFound)?.id;
        let people = rows.into_iter().map(|row| row.display_name);
        let contents = Self {
            notes: bed::notes(vault, keeper)?,
            people: people.filter(|name| name != KEEPER).collect(),
            phrase: 0,
            epoch: epoch(vault.path().parent().unwrap_or(Path::new("/")))?,
        };
        Ok((contents, keeper))
    }

    fn same(&self, other: &Self) -> bool {
        self.notes == other.notes && self.people == other.people
    }
}

/// Whether every part of a file that was handed out can be read.
fn readable(file: &Path) -> bool {
    let parts = fs::File::open(file).ok().map(zip::ZipArchive::new);
    let Some(Ok(mut parts)) = parts else {
        return false;
    };
    let mut sink = std::io::sink();
    (0..parts.len()).all(|at| {
        parts
            .by_index(at)
            .is_ok_and(|mut part| std::io::copy(&mut part, &mut sink).is_ok())
    })
}

/// The number of the root key that opens the vault in `home`.
fn epoch(home: &Path) -> Result<u64> {
    let text = fs::read_to_string(home.join(SLOTS))?;
    let slots: serde_json::Value = serde_json::from_str(&text).map_err(|_| Code::KeyFileDamaged)?;
    let epochs = slots["epochs"].as_array().ok_or(Code::KeyFileDamaged)?;
    let active = epochs.iter().find(|epoch| epoch["state"] == "active");
    let number = active.and_then(|epoch| epoch["n"].as_u64());
    Ok(number.ok_or(Code::KeyFileDamaged)?)
}

/// What must be there.
#[derive(Clone)]
pub(crate) struct Reckoning {
    code: String,
    now: Contents,
    gone: BTreeSet<String>,
    /// So many of them were proven gone at least.
    proven: usize,
    /// Files that were handed out.
    files: BTreeSet<String>,
    /// Files from before a restore, which the vault need not know.
    older_files: BTreeSet<String>,
    /// The backups that were answered last, oldest first.
    backups: Vec<(String, Contents)>,
    /// What was in the vault that a restore replaced, until it was looked for.
    replaced: Option<Contents>,
    /// Announced and not answered: it happened whole or not at all.
    open: Option<Act>,
}

impl Reckoning {
    /// Of a vault as [`life::found`].
    pub(crate) fn new(code: String) -> Self {
        Self {
            code,
            now: Contents {
                notes: BTreeSet::new(),
                people: BTreeSet::new(),
                phrase: 0,
                epoch: 1,
            },
            gone: BTreeSet::new(),
            proven: 0,
            files: BTreeSet::new(),
            older_files: BTreeSet::new(),
            backups: Vec::new(),
            replaced: None,
            open: None,
        }
    }

    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    pub(crate) fn phrase(&self) -> u64 {
        self.now.phrase
    }

    /// The backup that was answered last.
    pub(crate) fn newest(&self) -> Option<&str> {
        Some(&self.backups.last()?.0)
    }

    pub(crate) fn announced(&mut self, act: Act) {
        self.open = Some(act);
    }

    /// An act that was answered while another one is still open.
    pub(crate) fn meanwhile(&mut self, act: Act) {
        self.settle(Some(act), "");
    }

    /// `said`: the name of the backup that was taken or written anew, or nothing.
    pub(crate) fn answered(&mut self, said: &str) {
        let act = self.open.take();
        self.settle(act, said);
    }

    fn settle(&mut self, act: Option<Act>, said: &str) {
        let now = &mut self.now;
        match act {
            Some(Act::Note(text)) => drop(now.notes.insert(text)),
            Some(Act::Add(name)) => drop(now.people.insert(name)),
            Some(Act::Forget(name)) => {
                now.people.remove(&name);
                self.gone.insert(name);
            }
            Some(Act::Import(name)) => now.people.extend(imported(&name)),
            Some(Act::Phrase(n)) => now.phrase = n,
            Some(Act::Rotate) => now.epoch += 1,
            Some(Act::Prove) => self.proven = self.gone.len(),
            Some(Act::Export(file)) => drop(self.files.insert(file)),
            Some(Act::Backup) => {
                self.backups.push((said.to_owned(), self.now.clone()));
                if self.backups.len() > REMEMBERED {
                    self.backups.remove(0);
                }
            }
            Some(Act::Restore(file)) => self.restored(&file),
            Some(Act::Renew) => {
                let anew = self.backups.iter_mut().find(|(name, _)| name == said);
                if let Some((_, then)) = anew {
                    then.phrase = self.now.phrase;
                }
            }
            None => {}
        }
    }

    /// What a backup holds, without those who are forgotten since.
    fn back(&self, file: &str) -> Option<Contents> {
        let (_, then) = self.backups.iter().find(|(name, _)| name == file)?;
        let mut then = then.clone();
        then.people.retain(|name| !self.gone.contains(name));
        Some(then)
    }

    fn restored(&mut self, file: &str) {
        if let Some(then) = self.back(file) {
            self.replaced = Some(std::mem::replace(&mut self.now, then));
        }
    }

    /// Opens the vault; a phrase that was being changed is settled first.
    pub(crate) fn open(&mut self, home: &Path) -> Result<Vault> {
        if let Some(Act::Phrase(n)) = self.open {
            self.open = None;
            if session::open_in(home, life::unlock(n), &around()).is_ok() {
                self.now.phrase = n;
            } else {
                session::open_in(home, life::unlock(self.now.phrase), &around())?;
            }
        }
        life::open(home, &self.code)
    }

    /// How much differs from what was answered; what was still open is settled by what is there.
    pub(crate) fn differing(&mut self, vault: &Vault) -> Result<u64> {
        let (found, keeper) = Contents::of(vault)?;
        if let Some(Act::Restore(file)) = &self.open {
            let file = file.clone();
            self.open = None;
            if self.back(&file).is_some_and(|then| then.same(&found)) {
                self.restored(&file);
            }
        }
        let Contents { notes, people, .. } = found;
        let now = &mut self.now;
        let missing = now.people.difference(&people).count();
        let back = self.gone.intersection(&people).count();
        let mut wrong = now.notes.difference(&notes).count() + missing + back;
        let there: BTreeSet<&String> = people
            .difference(&now.people)
            .filter(|name| !self.gone.contains(*name))
            .collect();
        // Somebody who was being forgotten counts as missing above: that is settled here.
        match self.open.take() {
            Some(Act::Add(name)) if there.iter().eq([&&name]) => drop(now.people.insert(name)),
            Some(Act::Import(name))
                if there.iter().map(|name| (*name).clone()).eq(imported(&name)) =>
            {
                now.people.extend(imported(&name));
            }
            Some(Act::Forget(name)) if !people.contains(&name) => {
                wrong -= 1;
                now.people.remove(&name);
                self.gone.insert(name);
            }
            Some(Act::Note(text)) if notes.contains(&text) => drop(now.notes.insert(text)),
            Some(Act::Rotate) if found.epoch == now.epoch + 1 => now.epoch += 1,
            _ => wrong += there.len(),
        }
        // Nothing by half: an import's notes come with its people, and there is no note that nobody wrote.
        wrong += notes.difference(&now.notes).count();
        let now_epoch = now.epoch;
        wrong += usize::from(found.epoch != now_epoch);
        let proven = erasure::ledger(vault)?;
        let proven = proven
            .iter()
            .filter(|entry| matches!(entry, Progress::Proven { .. }));
        wrong += self.proven.saturating_sub(proven.count());
        let stray = self.stray(vault, keeper)?;
        wrong += stray;
        if wrong > 0 {
            let epochs = (now_epoch, found.epoch);
            eprintln!(
                "{wrong} wrong: people missing {missing} and back {back}, files or folders {stray}, root keys {epochs:?}"
            );
        }
        Ok(wrong as u64)
    }

    /// Files that were answered and are not there, and files (whole or in part) that the vault knows nothing of; and a
    /// vault that was replaced and is not kept whole.
    fn stray(&mut self, vault: &Vault, keeper: PersonId) -> Result<usize> {
        let home = vault.path().parent().unwrap_or(Path::new("/"));
        let (mut there, mut wrong) = (BTreeSet::new(), 0);
        for entry in fs::read_dir(home.parent().unwrap_or(home))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(EXPORT) && self.files.contains(&*name) && !readable(&path) {
                wrong += 1;
            }
            if name.starts_with(EXPORT) || path.extension().is_some_and(|end| end == "part") {
                there.insert(name.into_owned());
            }
        }
        wrong += self.files.difference(&there).count();
        if let Some(replaced) = self.replaced.take() {
            self.older_files.clone_from(&there);
            wrong += usize::from(!self.kept(home, &replaced));
        }
        let known = erasure::preview(vault, keeper)?.exports;
        let known = known
            .iter()
            .filter_map(|path| Some(Path::new(path).file_name()?.to_str()?.to_owned()));
        let known: BTreeSet<String> = known.chain(self.older_files.iter().cloned()).collect();
        wrong += there.difference(&known).count();
        Ok(wrong)
    }

    /// Whether the vault that was replaced is beside the one in `home`, with everything in it.
    fn kept(&self, home: &Path, replaced: &Contents) -> bool {
        let entries = fs::read_dir(home).into_iter().flatten().flatten();
        let mut folders = entries
            .filter(|entry| entry.file_name().to_string_lossy().starts_with("replaced-"))
            .map(|entry| entry.path());
        folders.any(|folder| {
            let vault = life::open(&folder, &self.code);
            let there = vault.and_then(|vault| Contents::of(&vault));
            there.is_ok_and(|(there, _)| there.same(replaced))
        })
    }

    /// How much is wrong with the backup that was answered last: it is there, comes back on another computer whole and
    /// sound, and holds what was in the vault when it was taken.
    pub(crate) fn backed_up(&self, home: &Path) -> Result<u64> {
        let Some((file, then)) = self.backups.last() else {
            return Ok(0);
        };
        let folder = tempfile::tempdir()?;
        let place = folder.path().join("ny dator");
        let key: Unlock = by_code(&self.code);
        let file = life::stick(home).join(file);
        backup::restore(&file, &place, &key, &around(), Course::alone())?;
        let vault = life::open(&place, &self.code)?;
        let (found, _) = Contents::of(&vault)?;
        let missing = then.people.difference(&found.people);
        let missing = missing.filter(|name| !self.gone.contains(*name)).count();
        let wrong = missing
            + found.people.difference(&then.people).count()
            + found.notes.symmetric_difference(&then.notes).count();
        let sound = verify::verify(&vault, None).iter().all(|check| check.ok);
        Ok(wrong as u64 + u64::from(!sound))
    }
}
