//! Sealed copies of an open vault, and what is unsealed again: files and keys only; what is in them is the backup
//! room's matter.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use uuid::Uuid;

use super::container::{self, About, Head};
use super::lock::FolderLock;
use super::sealed::{Keys, open_slots};
use super::session::{self, Surroundings, Unlock};
use super::{Clock, DATABASE, SLOTS, Vault, connection, files, lock};
use crate::{Code, Result};

/// Folders that start so hold copies; one that a crash left is swept at the next opening.
pub(super) const COPY: &str = ".copy-";

/// A private folder for encrypted files in the making; gone when dropped.
pub(crate) struct Aside(PathBuf);

impl Aside {
    /// For copies of a vault in `folder`.
    pub(crate) fn for_copies(folder: &Path) -> Result<Self> {
        let path = fresh(folder, COPY);
        files::private_folder(&path)?;
        Ok(Self(path))
    }

    /// What is in it is ready: whoever opens the vault after a crash finishes the moving in. Before that nobody may, since
    /// it could hold somebody who is forgotten.
    fn is_ready(&mut self, folder: &Path) -> Result<()> {
        let ready = fresh(folder, session::ASIDE);
        fs::rename(&self.0, &ready)?;
        self.0 = ready;
        Ok(files::sync_folder(folder)?)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

fn fresh(folder: &Path, prefix: &str) -> PathBuf {
    folder.join(format!("{prefix}{}", Uuid::new_v4().simple()))
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Vault {
    /// The folder that the vault's files lie in.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// Bytes of the database and of what is not folded into it yet.
    pub(super) fn size(&self) -> u64 {
        connection::length(&self.path) + connection::length(&connection::beside(&self.path, "-wal"))
    }

    /// The vault's id in its key file.
    pub(crate) fn id(&self) -> Result<Uuid> {
        Ok(lock(&self.sealed()?.slots).vault)
    }

    /// Copies the vault as it is at this moment, without a gap of another time, into the new file `to`, and opens it again
    /// before it counts. Others read and write meanwhile.
    ///
    /// # Errors
    /// [`Code::BackupDamaged`] when what was written does not read back.
    pub(crate) fn copy_sealed(&self, to: &Path) -> Result<Head> {
        self.copy_sealed_as(self, None, to)
    }

    /// The same of `source`, which has this vault's key; `created_at` when it is a newer edition of an older copy.
    pub(crate) fn copy_sealed_as(
        &self,
        source: &Self,
        created_at: Option<i64>,
        to: &Path,
    ) -> Result<Head> {
        // The copy, the sealed copy, and the one that is opened again.
        self.written_aside(source, created_at, to)
            .map_err(|error| error.needing(3 * source.size()))
    }

    fn written_aside(&self, source: &Self, created_at: Option<i64>, to: &Path) -> Result<Head> {
        let sealed = self.sealed()?;
        let key = sealed.root.database();
        let aside = Aside::for_copies(self.folder())?;
        let copy = aside.path().join(DATABASE);
        let now = self.clock.now_ms();
        source.copy_into(&copy)?;
        let (people, erasures) = connection::census(&copy, &key)?;
        let about = About {
            created_at: created_at.unwrap_or(now),
            erasures,
            people,
        };
        let slots = lock(&sealed.slots).clone();
        let written = container::seal(&copy, to, &about, &slots, &sealed.root).and_then(|head| {
            let again = aside.path().join("again.db");
            container::open(to)?.unseal(&sealed.root, &again)?;
            if connection::census(&again, &key)? != (people, erasures) {
                return Err(Code::BackupDamaged.into());
            }
            Ok(head)
        });
        if written.is_err() {
            let _ = fs::remove_file(to);
        }
        written
    }

    /// The database as it is at this moment into the new private file `copy`, under the same key.
    pub(super) fn copy_into(&self, copy: &Path) -> Result<()> {
        // The engine writes into an empty file that is there: so nobody else can read it for a moment.
        drop(files::create_private(copy)?);
        // Emptying the write-ahead log waits for it, as for any reader.
        let _reading = self.reading.read().unwrap_or_else(PoisonError::into_inner);
        self.still_there()?;
        let copier = connection::copier(&self.path, &self.keys.database)?;
        let name = copy.to_str().ok_or(Code::InvalidArgument)?;
        copier.execute("VACUUM INTO ?1", [name])?;
        Ok(())
    }

    /// Opens a copy that this vault's key made, in `aside`, to change it there.
    pub(crate) fn open_copy(&self, file: &Path, aside: &Aside) -> Result<Self> {
        let root = &self.sealed()?.root;
        let sealed = container::open(file)?;
        if sealed.head.vault != self.id()? {
            return Err(Code::OtherVault.into());
        }
        let path = aside.path().join(DATABASE);
        sealed.unseal(root, &path)?;
        let keys = Keys {
            database: root.database(),
            sealed: None,
        };
        let lock = FolderLock::take(aside.path())?;
        Self::assemble(path, keys, Arc::clone(&self.clock), lock)?.settled()
    }
}

/// Replaces a file of ours whole; private.
pub(crate) fn replace_file(path: &Path, content: &[u8]) -> Result<()> {
    Ok(files::replace(path, content)?)
}

/// Makes a folder that only its owner can enter.
pub(crate) fn private_folder(path: &Path) -> Result<()> {
    Ok(files::private_folder(path)?)
}

/// Removes what a crash left of copies; the folder's lock is held.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(COPY) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// What the first line of a backup says; nothing is decrypted.
pub(crate) fn head(file: &Path) -> Result<Head> {
    Ok(container::open(file)?.head)
}

/// Unseals `file` into `aside`: database and key file, as they were.
pub(crate) fn unpack(
    file: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    aside: &Aside,
) -> Result<Head> {
    let sealed = container::open(file)?;
    let head = sealed.head.clone();
    let mut slots = sealed.slots.clone();
    let opened = open_slots(&slots, unlock, around)?;
    if !opened.genuine {
        return Err(Code::BackupDamaged.into());
    }
    sealed.unseal(&opened.root, &aside.path().join(DATABASE))?;
    files::replace(&aside.path().join(SLOTS), &slots.seal(&opened.root))?;
    Ok(head)
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
    if !connection::has_key(&dir.join(DATABASE), &opened.root.database()) {
        return Err(Code::KeysDoNotFit.into());
    }
    let place = dir.join(SLOTS);
    if damaged {
        fs::rename(
            &place,
            dir.join(format!("{SLOTS}-unreadable-{}", around.clock.now_ms())),
        )?;
    }
    Ok(files::replace(&place, &slots.seal(&opened.root))?)
}

/// Moves the vault in `aside` into `dir`. What was there is kept in a folder of its own, whose path is returned.
///
/// # Errors
/// [`Code::OpenElsewhere`]; [`Code::OtherVault`] when `dir` holds somebody else.
pub(crate) fn move_in(
    aside: &mut Aside,
    dir: &Path,
    head: &Head,
    clock: &dyn Clock,
) -> Result<Option<PathBuf>> {
    files::private_folder(dir)?;
    let dir = dir.canonicalize()?;
    let _lock = FolderLock::take(&dir)?;
    if session::vault_id(&dir).is_some_and(|vault| vault != head.vault) {
        return Err(Code::OtherVault.into());
    }
    let there = |name: &str| dir.join(name).symlink_metadata().is_ok();
    let mut kept = None;
    if there(DATABASE) || there(SLOTS) {
        let old = dir.join(format!("replaced-{}", clock.now_ms()));
        files::private_folder(&old)?;
        // The key file is copied, so that at no moment the folder looks like one that never held a vault.
        if there(SLOTS) {
            fs::copy(dir.join(SLOTS), old.join(SLOTS))?;
        }
        for name in [
            format!("{DATABASE}-wal"),
            format!("{DATABASE}-shm"),
            DATABASE.to_owned(),
        ] {
            if there(&name) {
                fs::rename(dir.join(&name), old.join(&name))?;
            }
        }
        files::sync_folder(&old)?;
        kept = Some(old);
    }
    fs::rename(aside.path().join(SLOTS), dir.join(SLOTS))?;
    aside.is_ready(&dir)?;
    fs::rename(aside.path().join(DATABASE), dir.join(DATABASE))?;
    files::sync_folder(&dir)?;
    Ok(kept)
}
