//! Taking a backup: written aside, read back, then given its name; older ones thinned.

use std::fs;
use std::path::Path;

use super::{Backup, ENDING, forgotten, list, thin};
use crate::vault::{Op, Vault};
use crate::{Code, Result};

/// Takes a backup into `folder`, which is made when it is not there, and thins the older ones. The file has its name
/// only when it was written, made durable, opened again and found whole.
///
/// # Errors
/// [`Code::BackupDamaged`] when what was written does not read back; [`Code::ReadOnly`], [`Code::DiskFull`]. The backups
/// that were there stay as they were.
pub fn take(vault: &Vault, folder: &Path) -> Result<Backup> {
    fs::create_dir_all(folder)?;
    let folder = folder.canonicalize()?;
    let part = folder.join(format!(".{}.part", uuid::Uuid::new_v4().simple()));
    let head = vault.copy_sealed(&part)?;
    let file = folder.join(name(head.created_at, head.backup)?);
    fs::rename(&part, &file)?;
    fs::File::open(&folder)?.sync_all()?;
    vault.write(Op::Backup, |tx| {
        tx.refers_to(head.backup);
        Ok(())
    })?;
    forgotten::write(vault, &folder)?;

    let all = list(vault, &folder)?;
    let taken = all
        .iter()
        .find(|backup| backup.id == head.backup)
        .cloned()
        .ok_or(Code::BackupDamaged)?;
    let times: Vec<i64> = all.iter().map(|backup| backup.created_at).collect();
    for spare in thin(&times) {
        if all[spare].id != head.backup {
            fs::remove_file(&all[spare].file)?;
        }
    }
    Ok(taken)
}

/// The day and the time in UTC, and a few letters of the id: nothing about anybody.
fn name(created_at: i64, id: uuid::Uuid) -> Result<String> {
    let at = chrono::DateTime::from_timestamp_millis(created_at).ok_or(Code::InvalidArgument)?;
    let id = id.simple().to_string();
    Ok(format!(
        "kartotek-{}-{}.{ENDING}",
        at.format("%Y-%m-%d-%H%M%S"),
        &id[..6]
    ))
}
