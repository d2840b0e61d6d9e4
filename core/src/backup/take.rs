//! Taking a backup: written aside, read back, then given its name; older ones thinned.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Backup, away, forgotten, list, litter, store, thin};
use crate::vault::{Course, Op, Vault, backup_name};
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
    fs::create_dir_all(folder)?;
    let folder = folder.canonicalize()?;
    litter::sweep(&folder);
    let part = litter::part(&folder);
    let head = vault.copy_sealed(&part, course)?;
    let file = folder.join(backup_name(&head)?);
    if let Err(error) = give_name(&part, &file, &folder) {
        let _ = held::remove(&part);
        return Err(error.into());
    }
    let beside = vault.folder().join(super::FOLDER).canonicalize();
    let beside = beside.is_ok_and(|beside| beside == folder);
    vault.write(Op::Backup, |tx| {
        tx.refers_to(head.backup);
        let named = folder.to_string_lossy();
        // As a plan would name it. Another folder than the plan's is not lost sight of.
        let as_named = if beside { "" } else { &*named };
        let planned = super::folder(vault, &store::plan(tx)?);
        let planned = planned
            .canonicalize()
            .is_ok_and(|planned| planned == folder);
        if !planned {
            store::leave(tx, as_named)?;
        }
        // One that is carried along is nothing to rely on.
        if planned || beside {
            store::know(tx, Some(head.created_at), &named)?;
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

fn give_name(part: &Path, file: &PathBuf, folder: &Path) -> std::io::Result<()> {
    held::rename(part, file)?;
    fs::File::open(folder)?.sync_all()
}
