//! When a running call was stopped while the vault was locked: one bare instant in a private file beside it, and nothing
//! about anybody. The next opening takes it in ([`crate::activity::take_stop`]).

use std::fs;
use std::path::{Path, PathBuf};

use super::{Vault, files};
use crate::Result;

/// Milliseconds UTC in decimal digits.
pub(super) const STOPPED: &str = "call-stopped-at";
/// As many digits as an instant has at most.
const DIGITS: u64 = 19;

/// The instant that waits in `dir` to be taken in.
pub fn stopped_at(dir: &Path) -> Option<i64> {
    let file = place(dir);
    let meta = file.symlink_metadata().ok()?;
    if !meta.is_file() || meta.len() > DIGITS {
        return None;
    }
    let text = fs::read_to_string(file).ok()?;
    let bare = text.bytes().all(|byte| byte.is_ascii_digit());
    bare.then(|| text.parse().ok()).flatten()
}

/// Notes in `dir` that the call was stopped at `at`; an earlier stop that still waits counts. Answers the one that counts.
pub fn stop_at(dir: &Path, at: i64) -> Result<i64> {
    if let Some(earlier) = stopped_at(dir) {
        return Ok(earlier);
    }
    let put = || files::replace(&place(dir), at.to_string().as_bytes());
    put().or_else(|error| match error.kind() {
        // Somebody opened the vault at that very moment, and swept what was in the making.
        std::io::ErrorKind::NotFound => put(),
        _ => Err(error),
    })?;
    Ok(at)
}

fn place(dir: &Path) -> PathBuf {
    dir.join(STOPPED)
}

impl Vault {
    /// The stop that waits to be taken in.
    pub(crate) fn stopped_at(&self) -> Option<i64> {
        stopped_at(self.folder())
    }

    /// It is in the vault, or is of no use to anybody.
    pub(crate) fn stop_is_taken(&self) -> Result<()> {
        let file = place(self.folder());
        if file.symlink_metadata().is_ok() {
            fs::remove_file(file)?;
            files::sync_folder(self.folder())?;
        }
        Ok(())
    }
}
