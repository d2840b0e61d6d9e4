//! One process owns a vault: operating-system locks on a file in its folder and on the folder itself, held for as long as
//! the vault is open. The second is there because somebody may delete the file.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::files;
use crate::{Code, Result, held};

/// The lock file: empty, never deleted (deleting it would let two owners in).
pub(super) const LOCK: &str = "kartotek.lock";

/// Held until dropped; the system frees it when the process dies, however it dies.
pub(crate) struct FolderLock {
    file: File,
    folder: Option<File>,
}

impl Drop for FolderLock {
    /// Let go by name: a program that is being started at this moment has a copy of what is open here, and with it the lock.
    fn drop(&mut self) {
        for held in self.folder.iter().chain([&self.file]) {
            let _ = held.unlock();
        }
    }
}

impl FolderLock {
    /// Takes the lock or answers [`Code::OpenElsewhere`].
    pub(super) fn take(folder: &Path) -> Result<Self> {
        let path = folder.join(LOCK);
        loop {
            let open = || OpenOptions::new().read(true).write(true).open(&path);
            let file = match held::patiently(open) {
                Ok(file) => file,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    match files::create_private(&path) {
                        Ok(file) => file,
                        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                        Err(error) => return Err(error.into()),
                    }
                }
                Err(error) => return Err(error.into()),
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Code::OpenElsewhere.into()),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
            // Somebody may have removed the file between opening and locking: then it is another file now.
            if same_file(&file, &path) {
                return Ok(Self {
                    file,
                    folder: lock_folder(folder)?,
                });
            }
        }
    }

    /// The folder is the one that was locked, and no other one that has its name now.
    ///
    /// # Errors
    /// [`Code::FolderSwapped`].
    pub(super) fn still_in(&self, folder: &Path) -> Result<()> {
        let link = folder
            .symlink_metadata()
            .is_ok_and(|meta| meta.is_symlink());
        let same = match &self.folder {
            Some(held) => same_file(held, folder),
            None => same_file(&self.file, &folder.join(LOCK)),
        };
        if !link && same {
            return Ok(());
        }
        Err(Code::FolderSwapped.into())
    }
}

/// `None` where the file system locks no folders, as some network shares do not.
#[cfg(unix)]
fn lock_folder(folder: &Path) -> Result<Option<File>> {
    let folder = File::open(folder)?;
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Err(Code::OpenElsewhere.into()),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(not(unix))]
fn lock_folder(_: &Path) -> Result<Option<File>> {
    Ok(None)
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), path.metadata()) {
        (Ok(a), Ok(b)) => a.dev() == b.dev() && a.ino() == b.ino(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn same_file(_: &File, _: &Path) -> bool {
    true
}
