//! Salvage: a damaged vault is read as far as it can be, what is lost is said, and what is left becomes open files and a new
//! sound vault beside it. The damaged one is never touched, the policy wall stands, and nobody comes back who was forgotten.

use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::backup::{self, Backup};
use crate::erasure;
use crate::vault::session::{self, Found, Surroundings, Unlock};
use crate::vault::{Aside, Course, DATABASE, FolderLock, Stage, Vault, Wreck, hold, move_in};
use crate::{Code, Result};

mod archive;
mod fill;
mod handed_out;
mod loose;
mod store;

pub use handed_out::take_handed_out;

/// What was rescued and what was not.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Report {
    /// Pages of 4 KiB that the database has or had.
    pub pages: u32,
    /// Those that cannot be read.
    pub unreadable: u32,
    pub kinds: Vec<Kind>,
    /// Rows that the policy of today or a missing counterpart keeps out.
    pub refused: u32,
    /// Rows whose contact is lost: they stand in the export only.
    pub loose: u32,
    /// People who were forgotten and stay so.
    pub forgotten: u32,
    /// People of whose consents some may be lost: none of their yeses counts any more.
    pub doubtful: u32,
    /// The checks that the new vault does not pass, by name.
    pub gaps: Vec<String>,
}

/// One kind of rows.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Kind {
    pub what: What,
    pub rescued: u32,
    /// At least so many were there and are lost.
    pub lost: u32,
    /// How many more may be lost, nothing tells.
    pub uncounted: bool,
}

/// What people keep in a vault. `Activities` are calls and notes: a lost one does not say which it was. `Noes` are the kept
/// tokens of addresses that said no, which count only under the key that they were made with; `Ledger` is who was forgotten;
/// `Keys` are those behind both and behind the marks of imported rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum What {
    Contacts,
    Values,
    Consents,
    Activities,
    Noes,
    Ledger,
    Keys,
}

/// What was rescued, in a new vault that nobody has adopted yet; it goes when this is dropped.
pub struct Rescue {
    report: Report,
    loose: Vec<serde_json::Value>,
    vault: Vault,
    aside: Aside,
    id: Uuid,
    dir: PathBuf,
    /// Nobody opens the damaged one, and sweeps this one away; absent where the folder cannot be written to.
    hold: Option<FolderLock>,
}

/// Rescues what is left of the vault in `dir`. `backups`: a folder whose list of the forgotten counts, beside those that the
/// vault itself names.
///
/// # Errors
/// Those of opening a vault as far as its key goes; [`Code::NothingReadable`]; [`Code::Cancelled`] leaves nothing behind.
pub fn salvage(
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    backups: Option<&Path>,
    course: Course<'_>,
) -> Result<Rescue> {
    // The vault that is made, and its log.
    let needed = 2 * fs::metadata(dir.join(DATABASE)).map_or(0, |meta| meta.len());
    rescued(dir, unlock, around, backups, course).map_err(|error| error.needing(needed))
}

fn rescued(
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    backups: Option<&Path>,
    course: Course<'_>,
) -> Result<Rescue> {
    let aside = Aside::for_copies(dir).or_else(|error| match error.code() {
        // A disk that dies is often read-only.
        Code::ReadOnly => Aside::for_copies(&std::env::temp_dir()),
        _ => Err(error),
    })?;
    let wreck = Wreck::read(dir, unlock, around, &aside, &mut |done, of| {
        course.at(Stage::Read, done as u64, of as u64)
    })?;
    let vault = wreck.found(&aside, around)?;
    let mut folders = vault.read(|tx| backup::folders(tx, dir))?;
    folders.extend(backups.map(Path::to_owned));
    let mut forgotten = Vec::new();
    for folder in &folders {
        forgotten.extend(backup::named_forgotten(&vault, folder));
    }
    // Also whom only an index of the ledger names still.
    let ledger = erasure::left_in(&wreck).forgotten;
    let named = ledger.len();
    forgotten.extend(ledger);
    let filled = fill::fill(&wreck, &vault, &forgotten, course)?;
    erasure::forget_again(&vault, &forgotten)?;
    erasure::prove_pending(&vault, &mut |_| {})?;
    let checks = crate::verify::verify(&vault, None).into_iter();
    let report = Report {
        pages: wreck.pages(),
        unreadable: wreck.unreadable(),
        kinds: vault.read(|tx| fill::kinds(tx, &wreck, &filled, named))?,
        refused: filled.refused,
        loose: filled.loose_rows,
        forgotten: filled.forgotten,
        doubtful: filled.doubtful,
        gaps: checks
            .filter(|check| !check.ok)
            .map(|check| check.name)
            .collect(),
    };
    Ok(Rescue {
        report,
        loose: filled.loose,
        id: wreck.vault(),
        vault,
        aside,
        dir: dir.to_owned(),
        hold: wreck.into_hold(),
    })
}

impl Rescue {
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The vault made of what is left, to look into.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Writes what is left as open files into one ZIP, 0600, where nothing is yet: a JSON and a vCard for each person, all
    /// vCards in one, the report, and what lost its person. The rescued vault remembers it for everybody, and so does whatever
    /// takes the damaged one's place instead ([`take_handed_out`]). Returns its bytes.
    ///
    /// # Errors
    /// [`Code::FileExists`], [`Code::DiskFull`], [`Code::ReadOnly`]: nothing half is left.
    pub fn export(&self, out: &Path) -> Result<u64> {
        let news = match handed_out::note(&self.dir, out) {
            // Nothing takes its place there.
            Err(error) if error.code() == Code::ReadOnly && self.hold.is_none() => false,
            news => news?,
        };
        let written = archive::write(&self.vault, &self.report, &self.loose, out);
        if written.is_err() && news {
            handed_out::strike(&self.dir, out)?;
        }
        written
    }

    /// The newest backup that opens and is whole, in `folder` and wherever the vault knows that backups went, as far as that
    /// can be read; it may be newer or older than what was rescued.
    pub fn newest_good_backup(
        &self,
        folder: Option<&Path>,
        course: Course<'_>,
    ) -> Result<Option<Backup>> {
        let mut folders = self.vault.read(|tx| backup::folders(tx, &self.dir))?;
        folders.extend(folder.map(Path::to_owned));
        let lists = folders
            .iter()
            .map(|folder| backup::list(&self.vault, folder));
        let mut all: Vec<Backup> = lists.flatten().flatten().collect();
        all.sort_by_key(|backup| std::cmp::Reverse(backup.created_at));
        for backup in all {
            match backup::opened(&self.vault, &backup, course) {
                Ok(_) => return Ok(Some(backup)),
                Err(error) if error.code() == Code::Cancelled => return Err(error),
                Err(_) => {}
            }
        }
        Ok(None)
    }

    /// The new vault takes the place of the damaged one, whose files are kept as they are in a folder whose path is returned.
    ///
    /// # Errors
    /// Those of [`Rescue::take_hold`], which is better called before.
    pub fn adopt(mut self) -> Result<Option<PathBuf>> {
        self.take_hold()?;
        let hold = self.hold.take().ok_or(Code::Internal)?;
        let dir = self.dir.clone();
        let kept = self.moved_into(&dir, &hold)?;
        // It knows them itself. Named twice they are no less known.
        let _ = handed_out::forget(&dir);
        Ok(kept)
    }

    /// Takes hold of the damaged vault's folder, where that was not possible before.
    ///
    /// # Errors
    /// [`Code::ReadOnly`]: nothing can take its place there; [`Code::OpenElsewhere`].
    pub fn take_hold(&mut self) -> Result<()> {
        if self.hold.is_none() {
            self.hold = Some(hold(&self.dir)?);
        }
        Ok(())
    }

    /// The new vault moves into `dir`, which holds none or the damaged one.
    ///
    /// # Errors
    /// [`Code::VaultExists`]; [`Code::OpenElsewhere`].
    pub fn settle(self, dir: &Path) -> Result<Option<PathBuf>> {
        let real = |dir: &Path| dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        if real(dir) == real(&self.dir) {
            return self.adopt();
        }
        match session::look(dir) {
            Found::Nothing => {}
            Found::Vault { .. } => return Err(Code::VaultExists.into()),
            Found::Problem { code } => match code {
                Code::SyncedFolder | Code::NetworkFolder | Code::NotAVault => {
                    return Err(code.into());
                }
                _ => return Err(Code::VaultExists.into()),
            },
        }
        let hold = hold(dir)?;
        self.moved_into(dir, &hold)
    }

    fn moved_into(mut self, dir: &Path, hold: &FolderLock) -> Result<Option<PathBuf>> {
        let now = self.vault.clock().now_ms();
        self.vault.close()?;
        move_in(&mut self.aside, dir, self.id, now, hold)
    }
}
