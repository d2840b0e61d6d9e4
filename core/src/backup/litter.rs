//! Files in the making, and what a crash left of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::vault::is_fresh_file;

/// Somebody else may be writing one at this moment.
const OLD: Duration = Duration::from_hours(1);

/// A new name for a file in the making.
pub(super) fn part(folder: &Path) -> PathBuf {
    folder.join(format!(".{}.part", uuid::Uuid::new_v4().simple()))
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
        if (is_part(&name) || is_fresh_file(&name)) && age.is_some_and(|age| age > OLD) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_part(name: &str) -> bool {
    let id = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(".part"));
    id.is_some_and(|id| id.len() == 32 && uuid::Uuid::parse_str(id).is_ok())
}
