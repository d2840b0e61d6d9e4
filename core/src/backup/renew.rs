//! After a forget the backups are written anew without the person.

use std::fs;
use std::path::Path;

use super::rehearse::is_its_fault;
use super::{Backup, away, forgotten, list, litter, prove, store};
use crate::erasure::{self, Forgotten};
use crate::vault::{Aside, Course, Edition, Stage, Vault};
use crate::{Code, Result, held};

/// Writes every backup in `folder` anew that may hold somebody forgotten since. Each is replaced whole, when its new
/// edition was read back; its id and its day stay. Those from before a new root key are left: they open with what was typed
/// then, and with nothing that is here. Returns how many people were taken out, copies counted one by one.
///
/// # Errors
/// [`Code::Cancelled`] and the like: each backup is the old one or the new one, whole. One that cannot be written anew keeps
/// no other from it, nor the list of the forgotten from being written; its error comes at the end.
pub fn renew(vault: &Vault, folder: &Path, course: Course<'_>) -> Result<u32> {
    telling(vault, folder, course, &mut |_| ())
}

/// The same; `damaged` hears of each that cannot be written anew because of itself.
pub(super) fn telling(
    vault: &Vault,
    folder: &Path,
    course: Course<'_>,
    damaged: &mut dyn FnMut(&Path),
) -> Result<u32> {
    all(vault, folder, course, damaged).map_err(|error| away(vault, folder, error))
}

fn all(
    vault: &Vault,
    folder: &Path,
    course: Course<'_>,
    damaged: &mut dyn FnMut(&Path),
) -> Result<u32> {
    litter::sweep(folder);
    let mut stale = list(vault, folder)?;
    stale.retain(Backup::is_stale);
    let of = stale.len() as u64;
    let (ledger, last) =
        vault.read(|tx| Ok((erasure::forgotten(tx)?, store::last_erasure(tx)?)))?;
    let mut taken_out = Ok(0);
    for (done, backup) in (0..).zip(stale) {
        course.at(Stage::Renew, done, of)?;
        let edition = Edition {
            backup: backup.id,
            created_at: backup.created_at,
            erased: last,
        };
        // The copy that is changed, and what a copy takes.
        let needed = 4 * fs::metadata(&backup.file).map_or(0, |meta| meta.len());
        let renewed = one(vault, &backup.file, &edition, &ledger, course);
        match renewed.map_err(|error| error.needing(needed)) {
            Err(error) if is_its_fault(error.code()) => {
                damaged(&backup.file);
                taken_out = taken_out.and(Err(Code::BackupDamaged.into()));
            }
            Err(error) if error.code() == Code::Cancelled => return Err(error),
            // The disk, not the backup: the next would fail, too.
            Err(error) => {
                taken_out = Err(error);
                break;
            }
            Ok(people) => taken_out = taken_out.map(|sum| sum + people),
        }
    }
    if taken_out.is_ok() {
        course.at(Stage::Renew, of, of)?;
    }
    let listed = if folder.is_dir() {
        forgotten::write(vault, folder)
    } else {
        Ok(())
    };
    let taken_out = taken_out?;
    listed.map(|()| taken_out)
}

fn one(
    vault: &Vault,
    file: &Path,
    edition: &Edition,
    ledger: &[Forgotten],
    course: Course<'_>,
) -> Result<u32> {
    let folder = file.parent().unwrap_or(file);
    let aside = Aside::for_copies(vault.folder())?;
    let copy = vault.open_copy(file, &aside, course)?;
    let taken_out = erasure::forget_again(&copy, ledger)?;
    prove(&copy, course)?;
    let part = litter::part(folder);
    vault.copy_sealed_as(&copy, edition, &part, course)?;
    copy.close()?;
    held::rename(&part, file)?;
    fs::File::open(folder)?.sync_all()?;
    Ok(taken_out)
}
