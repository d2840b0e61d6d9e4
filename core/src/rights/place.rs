//! Putting a file where the user chose: whole or not at all, for its owner only, over nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use crate::held;

#[cfg(target_os = "linux")]
use rustix::fs::{AtFlags, CWD, OFlags, linkat};

/// A file that is not there yet.
pub(super) struct Waiting<'f> {
    content: &'f [u8],
    out: &'f Path,
    folder: &'f Path,
    /// Complete, and without a name; none where the file system knows no such file, as on most sticks.
    ready: Option<File>,
}

impl<'f> Waiting<'f> {
    /// Writes `content` into the folder of `out`. A failure or a crash leaves nothing.
    pub(super) fn beside(content: &'f [u8], out: &'f Path) -> io::Result<Self> {
        if out.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let folder = out.parent().filter(|folder| *folder != Path::new(""));
        let folder = folder.unwrap_or(Path::new("."));
        fs::metadata(folder)?;
        let ready = nameless(folder)
            .map(|file| filled(file, content))
            .transpose()?;
        Ok(Self {
            content,
            out,
            folder,
            ready,
        })
    }

    /// Where it is to be.
    pub(super) fn out(&self) -> &'f Path {
        self.out
    }

    /// Gives the file its name, unless somebody else took it meanwhile. An error: the file is not there. A crash, or a disk
    /// that lets go of nothing, may leave a part of it under this name, and under no other, where it could not be made without
    /// one.
    pub(super) fn put(self) -> io::Result<()> {
        if let Some(file) = self.ready {
            link(&file, self.out)?;
        } else {
            let file = private().create_new(true).open(self.out)?;
            filled(file, self.content).inspect_err(|_| {
                let _ = held::remove(self.out);
            })?;
        }
        // Not every file system lets a folder be synced; the file itself is.
        let _ = File::open(self.folder).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

fn filled(mut file: File, content: &[u8]) -> io::Result<File> {
    // A umask may have taken the owner's own rights away; not every file system knows modes.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let _ = file.set_permissions(fs::Permissions::from_mode(0o600));
    }
    file.write_all(content)?;
    file.sync_all()?;
    Ok(file)
}

#[cfg(target_os = "linux")]
fn link(file: &File, out: &Path) -> io::Result<()> {
    use std::os::fd::AsRawFd as _;
    let ours = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, ours, CWD, out, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_file: &File, _out: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
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

    /// A file that is made without a name, or as a file system has it that knows none such.
    fn waiting(out: &Path, named: bool) -> io::Result<Waiting<'_>> {
        let mut waiting = Waiting::beside(b"zip", out)?;
        assert!(waiting.ready.is_some(), "this file system knows such files");
        if named {
            waiting.ready = None;
        }
        Ok(waiting)
    }

    #[test]
    fn whoever_is_killed_before_the_file_has_its_name_leaves_nothing() {
        for named in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let out = folder.path().join("utdrag.zip");
            let files = || fs::read_dir(folder.path()).unwrap().count();
            let waiting = waiting(&out, named).unwrap();
            assert_eq!(files(), 0, "not there");
            waiting.put().unwrap();
            assert_eq!(fs::read(&out).unwrap(), b"zip");
            assert_eq!(files(), 1);
            let again = Waiting::beside(b"other", &out).map_err(|error| error.kind());
            assert_eq!(again.err(), Some(io::ErrorKind::AlreadyExists));
        }
    }

    #[test]
    fn a_file_of_that_name_made_meanwhile_stays() {
        for named in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let out = folder.path().join("utdrag.zip");
            let waiting = waiting(&out, named).unwrap();
            fs::write(&out, "min").unwrap();
            let refused = waiting.put().map_err(|error| error.kind());
            assert_eq!(refused, Err(io::ErrorKind::AlreadyExists));
            assert_eq!(fs::read(&out).unwrap(), b"min");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_said_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("borta/utdrag.zip");
        let refused = Waiting::beside(b"zip", &out).map_err(|error| error.kind());
        assert_eq!(refused.err(), Some(io::ErrorKind::NotFound));
    }
}
