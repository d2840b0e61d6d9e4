//! What a backup or a rescue puts back into a vault's folder: nothing there is lost before the new is whole.

use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::container::{self, Head};
use super::copies::Aside;
use super::course::{Course, Stage};
use super::lock::FolderLock;
use super::sealed::open_slots;
use super::session::{self, Surroundings, Unlock};
use super::{DATABASE, SLOTS, closed, files, moving_in};
use crate::{Code, Result, held};

/// Unseals `file` into `aside`: database and key file, as they were.
pub(crate) fn unpack(
    file: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    aside: &Aside,
    course: Course<'_>,
) -> Result<Head> {
    let sealed = container::open(file)?;
    let head = sealed.head.clone();
    let mut slots = sealed.slots.clone();
    let opened = open_slots(&slots, unlock, around)?;
    if !opened.genuine {
        return Err(Code::BackupDamaged.into());
    }
    let database = aside.path().join(DATABASE);
    sealed.unseal(&opened.root, &database, Stage::Open, course)?;
    files::replace(&aside.path().join(SLOTS), &slots.seal(&opened.root))?;
    Ok(head)
}

/// Whether the key opens the backup `file`.
///
/// # Errors
/// Why it does not.
pub(crate) fn opens(file: &Path, unlock: &Unlock, around: &Surroundings) -> Result<()> {
    open_slots(&container::open(file)?.slots, unlock, around).map(drop)
}

/// Whether two backups have the same ways in.
pub(crate) fn same_keys(one: &Path, other: &Path) -> bool {
    match (container::open(one), container::open(other)) {
        (Ok(one), Ok(other)) => one.slots.all == other.slots.all,
        _ => false,
    }
}

/// Puts the key file that `file` carries beside the database in `dir`, whose own is missing or unreadable; that one is
/// kept under another name. Only a key that opens the database goes there.
///
/// # Errors
/// [`Code::VaultExists`]: the key file is there and whole. [`Code::KeysDoNotFit`]: the database has another key.
pub(crate) fn put_keys_back(
    file: &Path,
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
) -> Result<()> {
    let dir = dir.canonicalize()?;
    let _lock = FolderLock::take(&dir)?;
    moving_in::finish(&dir)?;
    let damaged = match session::examine(&dir).map_err(|error| error.code()) {
        Err(Code::KeyFileMissing) => false,
        Err(Code::KeyFileDamaged) => true,
        Err(code) => return Err(code.into()),
        Ok(_) => return Err(Code::VaultExists.into()),
    };
    let mut slots = container::open(file)?.slots;
    let opened = open_slots(&slots, unlock, around)?;
    if !opened.genuine {
        return Err(Code::BackupDamaged.into());
    }
    if !closed::has_key(&dir.join(DATABASE), &opened.root.database()) {
        return Err(Code::KeysDoNotFit.into());
    }
    let place = dir.join(SLOTS);
    if damaged {
        held::rename(
            &place,
            dir.join(format!("{UNREADABLE}{}", around.clock.now_ms())),
        )?;
    }
    Ok(files::replace(&place, &slots.seal(&opened.root))?)
}

/// How a key file is called that could not be read and was kept: the instant follows.
const UNREADABLE: &str = "slots.json-unreadable-";

/// Lets go of key files that were kept because they could not be read: they may hold a way in that was just closed.
pub(super) fn let_unreadable_go(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let at = name.to_str().and_then(|name| name.strip_prefix(UNREADABLE));
        if at.is_some_and(|at| !at.is_empty() && at.bytes().all(|byte| byte.is_ascii_digit())) {
            let _ = held::remove(entry.path());
        }
    }
}

/// Moves the vault in `aside` into `dir`, which `lock` holds. What was there is kept in a folder of its own, whose path is
/// returned.
///
/// # Errors
/// [`Code::OtherVault`] when `dir` holds somebody else.
pub(crate) fn move_in(
    aside: &mut Aside,
    dir: &Path,
    vault: Uuid,
    now: i64,
    _lock: &FolderLock,
) -> Result<Option<PathBuf>> {
    let dir = dir.canonicalize()?;
    moving_in::finish(&dir)?;
    if session::vault_id(&dir).is_some_and(|there| there != vault) {
        return Err(Code::OtherVault.into());
    }
    aside.move_in(&dir, now)
}

/// Takes hold of the folder `dir`, which is made when it is not there: until this is dropped nobody opens what is in it.
///
/// # Errors
/// [`Code::OpenElsewhere`].
pub(crate) fn hold(dir: &Path) -> Result<FolderLock> {
    files::private_folder(dir)?;
    FolderLock::take(&dir.canonicalize()?)
}
