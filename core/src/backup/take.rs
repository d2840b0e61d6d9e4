//! Taking a backup: written aside, read back, then given its name; older ones thinned.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Backup, away, forgotten, left, list, litter, store, thin};
use crate::vault::{Course, Op, Vault, backup_name, make_backup_folder};
use crate::{Code, Result, held};

/// Takes a backup into `folder`, which is made when it is not there, and thins the older ones. The file has its name
/// only when it was written, made durable, opened again and found whole. A folder that is not the plan's is remembered as
/// one that was left: whoever is forgotten later is taken out there, too.
///
/// # Errors
/// [`Code::BackupDamaged`] when what was written does not read back; [`Code::ReadOnly`], [`Code::DiskFull`],
/// [`Code::BackupFolderMissing`] for a stick that was pulled out, [`Code::Cancelled`]. The backups that were there stay as
/// they were.
pub fn take(vault: &Vault, folder: &Path, course: Course<'_>) -> Result<Backup> {
    put(vault, folder, course).map_err(|error| away(vault, folder, error))
}

fn put(vault: &Vault, folder: &Path, course: Course<'_>) -> Result<Backup> {
    make_backup_folder(folder)?;
    let folder = folder.canonicalize()?;
    litter::sweep(&folder);
    let reliable = remembered(vault, &folder)?;
    let part = litter::part(&folder);
    let head = vault.copy_sealed(&part, course)?;
    let file = folder.join(backup_name(&head)?);
    if let Err(error) = give_name(&part, &file, &folder) {
        let _ = held::remove(&part);
        return Err(error.into());
    }
    vault.write(Op::Backup, |tx| {
        tx.refers_to(head.backup);
        if reliable {
            store::know(tx, Some(head.created_at), &folder.to_string_lossy())?;
        }
        Ok(())
    })?;
    forgotten::write(vault, &folder)?;

    let all = list(vault, &folder)?;
    let taken = all
        .iter()
        .find(|backup| backup.id == head.backup)
        .cloned()
        .ok_or(Code::BackupDamaged)?;
    for spare in thin(vault, &all)? {
        if all[spare].id != head.backup {
            held::remove(&all[spare].file)?;
        }
    }
    Ok(taken)
}

/// A folder that is not the plan's is not lost sight of: it is remembered before anything lies in it. Answers whether a
/// backup there can be relied on; one that is carried along goes away.
fn remembered(vault: &Vault, folder: &Path) -> Result<bool> {
    let plan = vault.read(store::plan)?;
    let planned = super::folder(vault, &plan).canonicalize();
    if planned.is_ok_and(|planned| planned == folder) {
        return Ok(true);
    }
    let named = left::as_named(vault.folder(), folder).ok_or(Code::InvalidArgument)?;
    if !vault
        .read(store::left_folders)?
        .iter()
        .any(|left| left == named)
    {
        vault.write(Op::LeaveFolder, |tx| left::remember(tx, named))?;
    }
    Ok(named.is_empty())
}

fn give_name(part: &Path, file: &PathBuf, folder: &Path) -> std::io::Result<()> {
    held::rename(part, file)?;
    fs::File::open(folder)?.sync_all()
}
