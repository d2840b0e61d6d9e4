//! Backups: sealed copies of the vault that anybody with the passphrase or the recovery code can open on any machine, and
//! that bring nobody back who was forgotten.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::vault::{self, Course, ReadTx, Stage, Vault};
use crate::{Code, Error, Result, erasure, held};

mod before;
mod forgotten;
mod former;
mod keys;
mod known;
mod left;
mod litter;
mod put_aside;
mod rehearse;
mod renew;
mod restore;
mod store;
mod take;
#[cfg(test)]
mod tests;
mod thin;

pub use before::take_before;
pub use keys::{key_copies, restore_keys};
pub use known::{newest_known, see};
pub use left::{Left, left, renew_everywhere, renew_telling, renewal_due, set_plan};
pub(crate) use put_aside::replaces;
pub use put_aside::{PutAside, delete_put_aside, put_aside};
pub use rehearse::{Rehearsal, Rehearsed, rehearse};
pub use renew::renew;
pub use restore::{Known, Ledger, Restored, restore, restore_knowing};
pub use store::{plan, rehearsed};
pub use take::take;
pub use thin::thin;

pub(crate) use forgotten::named as named_forgotten;
pub(crate) use left::folders;
pub(crate) use rehearse::opened;

pub use crate::vault::{BACKUP_ENDING as ENDING, BACKUP_FOLDER as FOLDER};

/// Where backups go and how often.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Empty: the folder `backups` beside the vault.
    pub folder: String,
    /// Hours from one to the next; 0: only when asked for.
    pub hours: u32,
}

/// A backup, as its first line describes it.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Backup {
    pub id: Uuid,
    pub file: PathBuf,
    /// Milliseconds UTC.
    pub created_at: i64,
    pub people: u32,
    pub bytes: u64,
    /// People forgotten since, who may still be in it until it is renewed.
    pub forgotten: u32,
    /// From before a new root key: it opens with what was typed then, and nothing here can renew it.
    pub earlier_key: bool,
}

impl Backup {
    /// It may hold somebody who was forgotten, and can be written anew without.
    pub fn is_stale(&self) -> bool {
        self.forgotten > 0 && !self.earlier_key
    }
}

/// What a backup says about itself before any key is used.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Label {
    /// Milliseconds UTC.
    pub created_at: i64,
    pub people: u32,
}

/// Reads the label of a file.
///
/// # Errors
/// [`Code::NotABackup`], [`Code::BackupDamaged`], [`Code::TooNew`].
pub fn label(file: &Path) -> Result<Label> {
    let head = vault::labelled(file)?.head;
    Ok(Label {
        created_at: head.created_at,
        people: head.people,
    })
}

/// The folder that `plan` means, when backups can be there: the one beside the vault is made when it is needed, a chosen
/// one is never made, because a stick may only be somewhere else.
///
/// # Errors
/// [`Code::BackupFolderMissing`]; [`Code::BackupFolderChanged`] when a link stands in its place that leads elsewhere.
pub fn reach(vault: &Vault, plan: &Plan) -> Result<PathBuf> {
    let folder = folder(vault, plan);
    if !plan.folder.is_empty() && !folder.is_dir() {
        return Err(Code::BackupFolderMissing.into());
    }
    if folder.symlink_metadata().is_ok() && folder.canonicalize()? != folder {
        return Err(Code::BackupFolderChanged.into());
    }
    Ok(folder)
}

/// The folder that `plan` means.
pub fn folder(vault: &Vault, plan: &Plan) -> PathBuf {
    folder_of(vault.folder(), plan)
}

/// The folder that `plan` means for a vault that lies in `dir`.
pub(crate) fn folder_of(dir: &Path, plan: &Plan) -> PathBuf {
    vault::backup_folder(dir, &plan.folder)
}

/// The newest of `backups` that is not from a day to come: a clock that once ran ahead makes none newer than it is.
pub fn newest(backups: &[Backup], now: i64) -> Option<&Backup> {
    backups.iter().find(|backup| backup.created_at <= now)
}

/// The backups of this vault in `folder`, newest first. Files that are something else are left out.
pub fn list(vault: &Vault, folder: &Path) -> Result<Vec<Backup>> {
    let id = vault.id()?;
    let mut found = Vec::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(error.into()),
    };
    for file in entries.flatten().map(|entry| entry.path()) {
        if file.extension().is_none_or(|ending| ending != ENDING) {
            continue;
        }
        let label = match vault::labelled(&file) {
            Ok(label) if label.head.vault == id => label,
            _ => continue,
        };
        let earlier_key = !vault.seals(&label)?;
        let head = label.head;
        found.push(Backup {
            id: head.backup,
            created_at: head.created_at,
            people: head.people,
            bytes: file.metadata()?.len(),
            forgotten: vault.read(|tx| store::forgotten_since(tx, head.erased))?,
            earlier_key,
            file,
        });
    }
    found.sort_by_key(|backup| std::cmp::Reverse((backup.created_at, backup.id)));
    Ok(found)
}

/// Deletes a backup of this vault.
///
/// # Errors
/// [`Code::NotFound`] for a file that is something else by now.
pub fn delete(vault: &Vault, backup: &Backup) -> Result<()> {
    let head = vault::labelled(&backup.file)?.head;
    if (head.vault, head.backup) != (vault.id()?, backup.id) {
        return Err(Code::NotFound.into());
    }
    held::remove(&backup.file)?;
    Ok(())
}

/// Whether the plan asks for one now.
pub fn due(tx: &ReadTx<'_>, plan: &Plan, backups: &[Backup]) -> bool {
    let now = tx.now();
    let age = newest(backups, now).map_or(i64::MAX, |newest| now - newest.created_at);
    plan.hours > 0 && age >= i64::from(plan.hours) * 3_600_000
}

/// Proves what is pending in `copy`; stopped, it stays pending.
fn prove(copy: &Vault, course: Course<'_>) -> Result<()> {
    let stopped = Cell::new(false);
    erasure::prove_pending(copy, &mut |progress| {
        if let erasure::Progress::Pending { done, of, .. } = progress
            && course
                .at(Stage::Forget, u64::from(*done), u64::from(*of))
                .is_err()
        {
            stopped.set(true);
            copy.stop_proving();
        }
    })?;
    if stopped.get() {
        return Err(Code::Cancelled.into());
    }
    Ok(())
}

/// What a file system says of a chosen folder that was there a moment ago: a stick pulled out, a share that went away. The
/// one beside the vault goes nowhere without it: there the disk failed, or we did.
fn away(vault: &Vault, folder: &Path, error: Error) -> Error {
    const GONE: [i32; 5] = [5, 6, 19, 107, 116];
    let Error::Io(io) = &error else { return error };
    let missing = io.kind() == std::io::ErrorKind::NotFound;
    let gone = io
        .raw_os_error()
        .is_some_and(|number| GONE.contains(&number));
    if folder != vault.folder().join(FOLDER) {
        if missing || gone {
            return Code::BackupFolderMissing.into();
        }
    } else if missing {
        return Code::Internal.into();
    }
    error
}

/// Longest time between two rehearsals, in milliseconds: 90 days.
const REHEARSE: i64 = 90 * 86_400_000;

/// Whether a restore should be rehearsed: never yet, long ago, or it failed. Where there is no backup there is nothing to
/// rehearse.
pub fn rehearsal_due(tx: &ReadTx<'_>, backups: &[Backup]) -> Result<bool> {
    if backups.iter().all(|backup| backup.earlier_key) {
        return Ok(false);
    }
    let good = rehearsed(tx)?.filter(|last| last.people.is_some());
    let now = tx.now();
    Ok(good.is_none_or(|last| !(0..REHEARSE).contains(&(now - last.at))))
}

/// The backup to rehearse when none is named: the newest that opens without being asked for anything.
pub fn to_rehearse(backups: &[Backup], now: i64) -> Option<&Backup> {
    let mut openable = backups.iter().filter(|backup| !backup.earlier_key);
    let newest = openable.clone().find(|backup| backup.created_at <= now);
    newest.or_else(|| openable.next())
}

/// A refusal when `hours` or the folder make no sense.
fn checked(plan: &Plan) -> Result<()> {
    let absolute = plan.folder.is_empty() || Path::new(&plan.folder).is_absolute();
    if !absolute || plan.hours > 24 * 365 {
        return Err(Code::InvalidArgument.into());
    }
    Ok(())
}
