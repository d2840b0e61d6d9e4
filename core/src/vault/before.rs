//! Before a migration: a vault of an older schema is copied first, as a backup where backups go, or beside it until the
//! migrated one proved to be whole.

use std::fs;
use std::path::{Path, PathBuf};

use super::copies::{self, Aside};
use super::course::Course;
use super::keys::RootKey;
use super::slots::Slots;
use super::{DATABASE, SLOTS, closed, connection, files};
use crate::{Code, Result, held};

/// A folder that starts so holds the vault as it was before a migration.
pub(super) const BEFORE: &str = ".before-";

/// Brings the database in `dir` to the last of `steps`, with a copy first. Whatever moment it is cut off at, the vault
/// opens afterwards, old or new.
///
/// # Errors
/// [`Code::DiskFull`] and the like when there is no room for a copy; [`Code::Damaged`] when the migrated one does not hold
/// together: the copy stays.
pub(super) fn bring(
    dir: &Path,
    (slots, root): (&Slots, &RootKey),
    now: i64,
    steps: &[&str],
) -> Result<()> {
    let path = dir.join(DATABASE);
    let key = root.database();
    let last = i32::try_from(steps.len()).map_err(|_| Code::Internal)?;
    let Some(version) = closed::version(&path, &key) else {
        // Opening says why.
        return Ok(());
    };
    if version > 0 && version < last {
        if backup(dir, (slots, root), now).is_err() {
            keep(dir, &path, root, version)?;
        }
        let conn = connection::writer_to(&path, &key, steps)?;
        conn.close().map_err(|(_, error)| error)?;
    }
    let kept = kept(dir);
    if !kept.is_empty() && closed::version(&path, &key) == Some(last) {
        closed::whole(&path, &key, last)?;
        for folder in kept {
            let _ = fs::remove_dir_all(folder);
        }
    }
    Ok(())
}

/// A backup where the vault's backups go.
fn backup(dir: &Path, (slots, root): (&Slots, &RootKey), now: i64) -> Result<()> {
    let (path, key) = (dir.join(DATABASE), root.database());
    let (named, hours) = closed::backup_plan(&path, &key)?;
    let folder = copies::backup_folder(dir, &named);
    if hours == 0 || !(named.is_empty() || folder.is_dir()) {
        return Err(Code::BackupFolderMissing.into());
    }
    copies::make_backup_folder(&folder)?;
    let aside = Aside::for_copies(dir)?;
    let copy = aside.path().join(DATABASE);
    copies::copy_database(&path, &key, &copy, Course::alone())?;
    let part = folder.join(format!(".{}.part", uuid::Uuid::new_v4().simple()));
    let head = copies::seal(
        &copy,
        &aside,
        &part,
        &copies::Edition::first(now),
        (slots, root),
        Course::alone(),
    )?;
    held::rename(&part, folder.join(copies::backup_name(&head)?))?;
    Ok(files::sync_folder(&folder)?)
}

/// A copy beside the vault, with its key file.
fn keep(dir: &Path, path: &Path, root: &RootKey, version: i32) -> Result<()> {
    let folder = dir.join(format!("{BEFORE}{version}"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    files::private_folder(&folder)?;
    let copied = copies::copy_database(
        path,
        &root.database(),
        &folder.join(DATABASE),
        Course::alone(),
    )
    .and_then(|()| {
        held::copy(dir.join(SLOTS), folder.join(SLOTS))?;
        closed::whole(&folder.join(DATABASE), &root.database(), version)?;
        Ok(files::sync_folder(&folder)?)
    });
    if copied.is_err() {
        let _ = fs::remove_dir_all(&folder);
    }
    copied
}

fn kept(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(BEFORE));
    ours.map(|entry| entry.path()).collect()
}
