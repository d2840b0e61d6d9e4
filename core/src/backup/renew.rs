//! After a forget the backups are written anew without the person.

use std::fs;
use std::path::Path;

use super::{away, forgotten, list, litter, prove};
use crate::vault::{Aside, Course, Stage, Vault};
use crate::{Result, erasure, held};

/// Writes every backup in `folder` anew that may hold somebody forgotten since. Each is replaced whole, when its new
/// edition was read back; its id and its day stay. Those from before a new root key are left: they open with what was typed then, and
/// with nothing that is here. Returns how many people were taken out, copies counted one by one.
///
/// # Errors
/// [`crate::Code::Cancelled`] and the like: each backup is the old one or the new one, whole.
pub fn renew(vault: &Vault, folder: &Path, course: Course<'_>) -> Result<u32> {
    all(vault, folder, course).map_err(|error| away(vault, folder, error))
}

fn all(vault: &Vault, folder: &Path, course: Course<'_>) -> Result<u32> {
    litter::sweep(folder);
    let stale: Vec<_> = list(vault, folder)?
        .into_iter()
        .filter(|backup| backup.forgotten > 0 && !backup.earlier_key)
        .collect();
    let of = stale.len() as u64;
    let ledger = vault.read(erasure::forgotten)?;
    let mut taken_out = 0;
    for (done, backup) in (0..).zip(stale) {
        course.at(Stage::Renew, done, of)?;
        let aside = Aside::for_copies(vault.folder())?;
        let copy = vault.open_copy(&backup.file, &aside, course)?;
        taken_out += erasure::forget_again(&copy, &ledger)?;
        prove(&copy, course)?;
        let part = litter::part(folder);
        vault.copy_sealed_as(&copy, Some((backup.id, backup.created_at)), &part, course)?;
        copy.close()?;
        held::rename(&part, &backup.file)?;
        fs::File::open(folder)?.sync_all()?;
    }
    course.at(Stage::Renew, of, of)?;
    if folder.is_dir() {
        forgotten::write(vault, folder)?;
    }
    Ok(taken_out)
}
