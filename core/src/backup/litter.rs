//! Files in the making, and what a crash left of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::vault::{FRESH, is_in_the_making};

/// Somebody else may be writing one at this moment.
const OLD: Duration = Duration::from_hours(1);

/// How the name of a backup in the making ends.
const PART: &str = ".part";

/// A new name for a file in the making.
pub(super) fn part(folder: &Path) -> PathBuf {
    folder.join(format!(".{}{PART}", uuid::Uuid::new_v4().simple()))
}

/// Removes what a crash left an hour ago or longer.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = entry
            .metadata()
            .ok()
            .and_then(|meta| meta.modified().ok()?.elapsed().ok());
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if [PART, FRESH]
            .iter()
            .any(|ending| is_in_the_making(&name, ending))
            && age.is_some_and(|age| age > OLD)
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}
