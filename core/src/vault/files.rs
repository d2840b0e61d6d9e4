//! Our own files: private whatever the umask, replaced whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::held;

/// A new, empty file that only its owner can read; an error when something is there.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(path)?;
    restrict(path, 0o600)?;
    Ok(file)
}

/// A folder that only its owner can enter. One that is there already and holds something keeps its mode.
pub(super) fn private_folder(path: &Path) -> io::Result<()> {
    if !path.exists() {
        fs::create_dir_all(path)?;
    }
    if fs::read_dir(path)?.next().is_none() {
        restrict(path, 0o700)?;
    }
    Ok(())
}

/// How a file ends that is to replace another.
pub(crate) const FRESH: &str = ".new";

/// Whether a file that is called so is one of ours in the making: a dot, an id and `ending`. Left by a crash when nobody
/// makes anything now.
pub(crate) fn is_in_the_making(name: &str, ending: &str) -> bool {
    let id = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(ending));
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    id.is_some_and(|id| id.len() == 32 && id.bytes().all(hex))
}

/// Replaces `path` whole: a power loss leaves the old content or the new.
pub(super) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let fresh = folder.join(format!(".{}{FRESH}", uuid::Uuid::new_v4().simple()));
    let written = create_private(&fresh)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        })
        .and_then(|()| held::rename(&fresh, path));
    if written.is_err() {
        let _ = held::remove(&fresh);
    }
    written?;
    sync_folder(folder)
}

/// Makes the names in `folder` durable.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Bytes that are free where `path` lies.
pub(super) fn free(path: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Which file lies at `path`, whatever else is called so later; `None` when there is none or the system does not tell.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    path.symlink_metadata().ok().map(|m| (m.dev(), m.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Sets the mode exactly, because a umask may have taken the owner's own rights away. Where a file system knows no modes, as
/// on a share that the desktop mounts, whoever mounted it decides who reads there.
pub(super) fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if path.metadata()?.permissions().mode() & 0o7777 != mode {
            match fs::set_permissions(path, fs::Permissions::from_mode(mode)) {
                Err(error) if knows_no_modes(&error) => {}
                done => done?,
            }
        }
    }
    let _ = (path, mode);
    Ok(())
}

#[cfg(unix)]
fn knows_no_modes(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let no = [Errno::OPNOTSUPP, Errno::NOTSUP, Errno::NOSYS];
    no.iter()
        .any(|no| error.raw_os_error() == Some(no.raw_os_error()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What a share that the desktop mounts answers, and what a folder of somebody else does.
    #[test]
    fn only_a_place_without_modes_is_forgiven() {
        for (number, forgiven) in [
            (rustix::io::Errno::OPNOTSUPP.raw_os_error(), true),
            (1, false),
            (13, false),
            (30, false),
        ] {
            let error = io::Error::from_raw_os_error(number);
            assert_eq!(knows_no_modes(&error), forgiven, "{error}");
        }
    }
}
