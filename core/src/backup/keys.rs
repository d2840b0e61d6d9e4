//! The key file back from a backup, when it alone is lost: every backup carries the ways in of its day.

use std::fs;
use std::path::{Path, PathBuf};

use super::{ENDING, Label};
use crate::vault::session::{Surroundings, Unlock};
use crate::vault::{labelled, put_keys_back, same_keys};
use crate::{Code, Result};

/// The newest backup in `folder`, whoever's it is: only the key tells whether it fits.
pub fn key_copies(folder: &Path) -> Option<Label> {
    let newest = newest_first(folder).into_iter().next()?;
    super::label(&newest).ok()
}

/// Puts the key file back beside the database in `dir` from the backup `from`, or from the newest in the folder `from`
/// that opens the database. Answers which one that was. The keyring slot is not among its ways in.
///
/// # Errors
/// [`Code::NotFound`]: no backup. [`Code::WrongPassphrase`]: the key opens none of them. [`Code::KeysDoNotFit`]: it opens
/// one that is older than the vault's root key. [`Code::VaultExists`]: the key file is no loss. Nothing is changed.
pub fn restore_keys(
    from: &Path,
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
) -> Result<PathBuf> {
    if !from.is_dir() {
        put_keys_back(from, dir, unlock, around)?;
        return Ok(from.to_owned());
    }
    let mut why = Code::NotFound;
    let mut tried: Option<PathBuf> = None;
    for file in newest_first(from) {
        // A slow hash for each of forty files with the same keys would be a long wait for one wrong letter.
        if tried.as_ref().is_some_and(|last| same_keys(last, &file)) {
            continue;
        }
        match put_keys_back(&file, dir, unlock, around) {
            Ok(()) => return Ok(file),
            Err(error) => match (error.code(), why) {
                (Code::WrongPassphrase, Code::KeysDoNotFit) | (Code::BackupDamaged, _) => {}
                (code @ (Code::WrongPassphrase | Code::KeysDoNotFit), _) => why = code,
                _ => return Err(error),
            },
        }
        tried = Some(file);
    }
    Err(why.into())
}

/// The backups in `folder`, as their first lines date them.
fn newest_first(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> = files
        .map(|entry| entry.path())
        .filter(|file| file.extension().is_some_and(|ending| ending == ENDING))
        .filter_map(|file| Some((labelled(&file).ok()?.head.created_at, file)))
        .collect();
    found.sort();
    found.into_iter().rev().map(|(_, file)| file).collect()
}
