//! Folders that backups went to before: what lies there is not lost sight of, and nobody who was forgotten stays in it.

use std::path::{Path, PathBuf};

use super::{
    Backup, FOLDER, Plan, checked, folder, folder_of, forgotten, list, reach, renew, store,
};
use crate::Result;
use crate::vault::{Course, ReadTx, Vault, WriteTx};

/// A folder that backups do not go to any more.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Left {
    pub folder: PathBuf,
    /// Otherwise nobody knows what is in it.
    pub reached: bool,
    pub list: Vec<Backup>,
}

/// Changes where backups go and how often. The folder that they went to is remembered.
///
/// # Errors
/// [`crate::Code::InvalidArgument`] for a folder that is no whole path.
pub fn set_plan(tx: &mut WriteTx<'_>, plan: &Plan) -> Result<()> {
    checked(plan)?;
    let before = store::plan(tx)?;
    if before.folder != plan.folder {
        store::leave(tx, &before.folder)?;
        store::come_back(tx, &plan.folder)?;
    }
    store::change_plan(tx, plan)
}

/// The folders that were left and hold backups of this vault, or cannot be looked into.
pub fn left(vault: &Vault) -> Result<Vec<Left>> {
    let mut out = Vec::new();
    for named in vault.read(store::left_folders)? {
        let plan = Plan {
            folder: named,
            hours: 0,
        };
        let found = reach(vault, &plan).and_then(|folder| list(vault, &folder));
        let reached = found.is_ok();
        let list = found.unwrap_or_default();
        if !reached || !list.is_empty() {
            out.push(Left {
                folder: folder(vault, &plan),
                reached,
                list,
            });
        }
    }
    Ok(out)
}

/// How a plan of the vault in `dir` would name `folder`; none where its path is no text.
pub(super) fn as_named<'f>(dir: &Path, folder: &'f Path) -> Option<&'f str> {
    if folder == dir.join(FOLDER) {
        return Some("");
    }
    folder.to_str()
}

/// Remembers a folder where backups lie, unless it is the plan's.
pub(super) fn remember(tx: &mut WriteTx<'_>, named: &str) -> Result<()> {
    if store::plan(tx)?.folder == named {
        return Ok(());
    }
    store::leave(tx, named)
}

/// Whether [`renew()`] has something to do in `folder`, in which `backups` lie: one that may hold somebody forgotten can be
/// written anew, or nothing can do that any more and the list of the forgotten beside it does not name them yet.
///
/// # Errors
/// When the list or the ledger cannot be read.
pub fn renewal_due(vault: &Vault, folder: &Path, backups: &[Backup]) -> Result<bool> {
    if backups.iter().any(Backup::is_stale) {
        return Ok(true);
    }
    Ok(backups.iter().any(|backup| backup.forgotten > 0)
        && forgotten::lacks_somebody(vault, folder)?)
}

/// [`renew()`] in the folder of today and in every folder that was left and is reached.
///
/// # Errors
/// The first one, when all folders were tried.
pub fn renew_everywhere(vault: &Vault, course: Course<'_>) -> Result<u32> {
    renew_telling(vault, course, &mut |_| ())
}

/// The same; `damaged` hears of each backup that cannot be written anew because of itself.
///
/// # Errors
/// As [`renew_everywhere`].
pub fn renew_telling(
    vault: &Vault,
    course: Course<'_>,
    damaged: &mut dyn FnMut(&Path),
) -> Result<u32> {
    let mut done = reach(vault, &vault.read(store::plan)?)
        .and_then(|folder| renew::telling(vault, &folder, course, damaged));
    for left in left(vault)? {
        let more = match renewal_due(vault, &left.folder, &left.list) {
            Ok(false) => Ok(0),
            Ok(true) => renew::telling(vault, &left.folder, course, damaged),
            Err(error) => Err(error),
        };
        done = done.and_then(|people| Ok(people + more?));
    }
    done
}

/// Every folder where backups of the vault in `dir` may lie: the plan's, the one beside it, and those that were left.
pub(crate) fn folders(tx: &ReadTx<'_>, dir: &Path) -> Result<Vec<PathBuf>> {
    let plan = store::plan(tx)?;
    let mut named = vec![plan.folder, String::new()];
    named.extend(store::left_folders(tx)?);
    let mut folders = Vec::new();
    for folder in named {
        let folder = folder_of(dir, &Plan { folder, hours: 0 });
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    Ok(folders)
}
