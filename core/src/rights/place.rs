//! Putting a file where the user chose: whole or not at all, for its owner only, over nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
use rustix::fs::{AtFlags, OFlags, linkat};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use uuid::Uuid;

use crate::held;

/// A complete file in the folder that it is for, not there yet.
pub(super) struct Waiting {
    file: File,
    /// Where the file system knows no file without a name, as on most sticks: a crash leaves this one. Elsewhere it leaves
    /// nothing at all.
    fresh: Option<PathBuf>,
    folder: PathBuf,
    out: PathBuf,
}

impl Waiting {
    /// Writes `content` into the folder of `out`. A failure leaves nothing.
    pub(super) fn beside(out: &Path, content: &[u8]) -> io::Result<Self> {
        if out.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let folder = match out.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let (file, fresh) = if let Some(file) = nameless(&folder) {
            (file, None)
        } else {
            let fresh = folder.join(format!(".{}.part", Uuid::new_v4().simple()));
            (private().create_new(true).open(&fresh)?, Some(fresh))
        };
        let mut waiting = Self {
            file,
            fresh,
            folder,
            out: out.to_owned(),
        };
        waiting.file.write_all(content)?;
        waiting.file.sync_all()?;
        Ok(waiting)
    }

    /// Gives the file its name, unless somebody else took it meanwhile. An error: the file is not there.
    pub(super) fn put(self) -> io::Result<()> {
        match &self.fresh {
            Some(fresh) => self.rename(fresh)?,
            None => self.link()?,
        }
        // Not every file system lets a folder be synced; the file itself is.
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    #[cfg(target_os = "linux")]
    fn link(&self) -> io::Result<()> {
        use std::os::fd::AsRawFd as _;
        let ours = format!("/proc/self/fd/{}", self.file.as_raw_fd());
        Ok(linkat(CWD, ours, CWD, &self.out, AtFlags::SYMLINK_FOLLOW)?)
    }

    #[cfg(not(target_os = "linux"))]
    fn link(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn rename(&self, fresh: &Path) -> io::Result<()> {
        match renameat_with(CWD, fresh, CWD, &self.out, RenameFlags::NOREPLACE) {
            // Some file systems know no rename that spares what is there.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
                if self.out.symlink_metadata().is_ok() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                held::rename(fresh, &self.out)
            }
            done => Ok(done?),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(fresh) = &self.fresh {
            let _ = fs::remove_file(fresh);
        }
    }
}

/// Readable by its owner alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A file in `folder` that has no name yet (open(2), `O_TMPFILE`); none where the file system does not know such.
#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = OFlags::TMPFILE.bits().cast_signed();
    // The name is given by way of /proc.
    let named = Path::new("/proc/self/fd").is_dir();
    private()
        .custom_flags(flags)
        .open(folder)
        .ok()
        .filter(|_| named)
}

#[cfg(not(target_os = "linux"))]
fn nameless(_folder: &Path) -> Option<File> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_killed_before_the_file_has_its_name_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("utdrag.zip");
        let files = || fs::read_dir(folder.path()).unwrap().count();
        let waiting = Waiting::beside(&out, b"zip").unwrap();
        assert_eq!(files(), 0, "complete, and not there");
        waiting.put().unwrap();
        assert_eq!(fs::read(&out).unwrap(), b"zip");
        assert_eq!(files(), 1);
        assert_eq!(
            Waiting::beside(&out, b"other")
                .err()
                .map(|error| error.kind()),
            Some(io::ErrorKind::AlreadyExists)
        );
    }

    #[test]
    fn a_file_of_that_name_made_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("utdrag.zip");
        let waiting = Waiting::beside(&out, b"zip").unwrap();
        fs::write(&out, "min").unwrap();
        let refused = waiting.put().map_err(|error| error.kind());
        assert_eq!(refused, Err(io::ErrorKind::AlreadyExists));
        assert_eq!(fs::read(&out).unwrap(), b"min");
    }
}
