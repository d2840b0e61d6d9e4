//! Vaults that were put aside whole: by a restore, by a rescue that was adopted, or before a migration. They open with the
//! same keys, so whoever is forgotten afterwards may still be in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::before::BEFORE;
use super::lock::FolderLock;
use super::moving_in::KEPT;
use super::{DATABASE, Vault};
use crate::{Code, Result};

/// A vault that lies in a folder inside the vault's own.
pub(crate) struct PutAside {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// When it was put there, milliseconds UTC.
    pub(crate) at: i64,
    pub(crate) bytes: u64,
    /// There is a database or what was to be folded into one; a key file alone holds nobody.
    pub(crate) holds: bool,
    /// Another took its place; otherwise it is a copy of before a migration.
    pub(crate) replaced: bool,
}

/// The vaults that were put aside in the folder of `vault`, newest first. What is only called like one is left out.
pub(crate) fn put_aside(vault: &Vault) -> Result<Vec<PutAside>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(vault.folder())?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder = entry.path();
        if !is_name(&name) || !is_folder(&folder) {
            continue;
        }
        found.push(PutAside {
            at: put_there(&name, &folder),
            bytes: bytes(&folder),
            holds: holds(&folder),
            replaced: name.starts_with(KEPT),
            name,
            folder,
        });
    }
    found.sort_by_key(|it| std::cmp::Reverse(it.at));
    Ok(found)
}

/// Deletes the vault that was put aside in the folder called `name`, and nothing else.
///
/// # Errors
/// [`Code::NotFound`] for a name of another form, a link, or a folder that is not there; [`Code::OpenElsewhere`].
pub(crate) fn delete(vault: &Vault, name: &str) -> Result<()> {
    let folder = vault.folder().join(name);
    if !is_name(name) || !is_folder(&folder) {
        return Err(Code::NotFound.into());
    }
    // Somebody may have opened it to look something up.
    let alone = FolderLock::take(&folder)?;
    fs::remove_dir_all(&folder)?;
    drop(alone);
    Ok(super::files::sync_folder(vault.folder())?)
}

/// Only digits follow, so that no name leads anywhere else.
fn is_name(name: &str) -> bool {
    let rest = name
        .strip_prefix(KEPT)
        .or_else(|| name.strip_prefix(BEFORE));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A folder itself: whatever a link leads to is not ours.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|meta| meta.is_dir())
}

/// As its name says; the copy before a migration is as old as its database.
fn put_there(name: &str, folder: &Path) -> i64 {
    let named = name.strip_prefix(KEPT).and_then(|at| at.parse().ok());
    named.unwrap_or_else(|| {
        let written = folder.join(DATABASE).symlink_metadata();
        let written = written.and_then(|meta| meta.modified()).ok();
        let since = written.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        since.map_or(0, |time| {
            i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
        })
    })
}

fn holds(folder: &Path) -> bool {
    let there = |name: &str| folder.join(name).symlink_metadata().is_ok();
    there(DATABASE) || there(&format!("{DATABASE}-wal"))
}

fn bytes(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter_map(|file| file.metadata().ok())
        .map(|meta| meta.len())
        .sum()
}
