//! Putting a file where the user chose: whole or not at all, for its owner only, over nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use uuid::Uuid;

use crate::held;

/// A complete file beside its place, not there yet.
pub(super) struct Waiting {
    fresh: PathBuf,
    out: PathBuf,
}

impl Waiting {
    /// Writes `content` beside `out`. A failure leaves nothing.
    pub(super) fn beside(out: &Path, content: &[u8]) -> io::Result<Self> {
        if out.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let folder = match out.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let waiting = Self {
            fresh: folder.join(format!(".{}.part", Uuid::new_v4().simple())),
            out: out.to_owned(),
        };
        waiting.fill(content)?;
        Ok(waiting)
    }

    fn fill(&self, content: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.fresh)?;
        file.write_all(content)?;
        file.sync_all()
    }

    /// Gives the file its name, unless somebody else took it meanwhile.
    pub(super) fn put(&self) -> io::Result<()> {
        match renameat_with(CWD, &self.fresh, CWD, &self.out, RenameFlags::NOREPLACE) {
            Ok(()) => {}
            // Some file systems know no rename that spares what is there.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
                if self.out.symlink_metadata().is_ok() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                held::rename(&self.fresh, &self.out)?;
            }
            Err(error) => return Err(error.into()),
        }
        if let Some(folder) = self.fresh.parent() {
            // Not every file system lets a folder be synced; the file itself is.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }

    /// Takes the file away again, wherever [`Self::put`] came to.
    pub(super) fn take_back(&self) {
        if !self.fresh.exists() {
            let _ = fs::remove_file(&self.out);
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.fresh);
    }
}
