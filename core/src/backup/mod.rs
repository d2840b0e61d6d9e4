//! Backups: sealed copies of the vault that anybody with the passphrase or the recovery code can open on any machine, and
//! that bring nobody back who was forgotten.

use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::vault::{self, ReadTx, Vault};
use crate::{Code, Result};

mod forgotten;
mod keys;
mod renew;
mod restore;
mod store;
mod take;
#[cfg(test)]
mod tests;
mod thin;

pub use keys::{key_copies, restore_keys};
pub use renew::renew;
pub use restore::{Restored, restore};
pub use store::{plan, set_plan};
pub use take::take;
pub use thin::thin;

/// How a backup's file ends.
pub const ENDING: &str = "kartotek-backup";

/// The folder of the backups beside the vault, when no other was chosen.
pub const FOLDER: &str = "backups";

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
    let head = vault::head(file)?;
    Ok(Label {
        created_at: head.created_at,
        people: head.people,
    })
}

/// The folder that `plan` means, when backups can be there: the one beside the vault is made when it is needed, a chosen
/// one is never made, because a stick may only be somewhere else.
///
/// # Errors
/// [`Code::BackupFolderMissing`].
pub fn reach(vault: &Vault, plan: &Plan) -> Result<PathBuf> {
    let folder = folder(vault, plan);
    if !plan.folder.is_empty() && !folder.is_dir() {
        return Err(Code::BackupFolderMissing.into());
    }
    Ok(folder)
}

/// The folder that `plan` means.
pub fn folder(vault: &Vault, plan: &Plan) -> PathBuf {
    if plan.folder.is_empty() {
        vault.folder().join(FOLDER)
    } else {
        PathBuf::from(&plan.folder)
    }
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
        let head = match vault::head(&file) {
            Ok(head) if head.vault == id => head,
            _ => continue,
        };
        found.push(Backup {
            id: head.backup,
            created_at: head.created_at,
            people: head.people,
            bytes: file.metadata()?.len(),
            forgotten: vault.read(|tx| store::forgotten_since(tx, head.erasures))?,
            file,
        });
    }
    found.sort_by_key(|backup| std::cmp::Reverse((backup.created_at, backup.id)));
    Ok(found)
}

/// Whether the plan asks for one now. Backups from a time when the clock was ahead say nothing about today: otherwise
/// there would be none until then, or one after the other.
pub fn due(tx: &ReadTx<'_>, plan: &Plan, backups: &[Backup]) -> bool {
    let times = backups.iter().map(|backup| backup.created_at);
    let newest = times.filter(|at| *at <= tx.now()).max();
    let pause = i64::from(plan.hours) * 3_600_000;
    plan.hours > 0 && newest.is_none_or(|at| tx.now() - at >= pause)
}

/// A refusal when `hours` or the folder make no sense.
fn checked(plan: &Plan) -> Result<()> {
    let absolute = plan.folder.is_empty() || Path::new(&plan.folder).is_absolute();
    if !absolute || plan.hours > 24 * 365 {
        return Err(Code::InvalidArgument.into());
    }
    Ok(())
}
