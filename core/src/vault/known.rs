//! The vaults that were opened on this computer: their folders and the names that the user gave them. Nothing from inside a
//! vault stands here, and leaving one out deletes nothing.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files;
use crate::{Code, Result};

/// The name of the list, in the folder for settings of whoever is logged in.
pub const FILE: &str = "vaults.json";
const MAX_BYTES: u64 = 64 * 1024;
const MOST: usize = 100;
/// Longest name, in characters.
const LABEL: usize = 80;

/// A vault.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Known {
    pub folder: PathBuf,
    /// What the user calls it; empty: the folder's name will do.
    pub label: String,
    /// Milliseconds UTC.
    pub opened_at: i64,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    vaults: Vec<Known>,
}

/// The list in `file`, the one that was opened last first. A list that cannot be read is an empty one: what it costs is the
/// names.
pub fn list(file: &Path) -> Vec<Known> {
    let small = file
        .symlink_metadata()
        .is_ok_and(|meta| meta.is_file() && meta.len() <= MAX_BYTES);
    let text = if small { fs::read(file).ok() } else { None };
    let kept: Kept = text
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    let mut vaults = kept.vaults;
    vaults.sort_by_key(|known| std::cmp::Reverse(known.opened_at));
    vaults
}

/// Remembers that the vault in `folder` was opened at `now`; its name stays.
pub fn opened(file: &Path, folder: &Path, now: i64) -> Result<()> {
    change(file, |vaults| {
        let at = vaults.iter().position(|known| known.folder == folder);
        let at = at.unwrap_or_else(|| {
            vaults.push(Known {
                folder: folder.to_owned(),
                label: String::new(),
                opened_at: now,
            });
            vaults.len() - 1
        });
        vaults[at].opened_at = now;
        Ok(())
    })
}

/// Gives the vault in `folder` a name.
///
/// # Errors
/// [`Code::NotFound`], [`Code::InvalidArgument`]: longer than 80 characters, or no text.
pub fn name(file: &Path, folder: &Path, label: &str) -> Result<()> {
    let label = label.trim();
    if label.chars().count() > LABEL || label.chars().any(char::is_control) {
        return Err(Code::InvalidArgument.into());
    }
    change(file, |vaults| {
        let known = vaults.iter_mut().find(|known| known.folder == folder);
        label.clone_into(&mut known.ok_or(Code::NotFound)?.label);
        Ok(())
    })
}

/// Takes the vault in `folder` from the list. Its files stay where they are.
pub fn leave_out(file: &Path, folder: &Path) -> Result<()> {
    change(file, |vaults| {
        vaults.retain(|known| known.folder != folder);
        Ok(())
    })
}

fn change(file: &Path, change: impl FnOnce(&mut Vec<Known>) -> Result<()>) -> Result<()> {
    let mut vaults = list(file);
    change(&mut vaults)?;
    vaults.sort_by_key(|known| std::cmp::Reverse(known.opened_at));
    vaults.truncate(MOST);
    let text = serde_json::to_vec(&Kept { vaults }).map_err(|_| Code::Internal)?;
    files::private_folder(file.parent().unwrap_or(Path::new(".")))?;
    Ok(files::replace(file, &text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_folders_and_given_names_and_forgets_on_demand() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("settings").join(FILE);
        let (home, shop) = (Path::new("/valv/hem"), Path::new("/valv/butik"));
        assert!(list(&file).is_empty());
        opened(&file, home, 1).unwrap();
        opened(&file, shop, 2).unwrap();
        name(&file, home, "  Hemma ").unwrap();
        opened(&file, home, 3).unwrap();
        let known = list(&file);
        let folders: Vec<_> = known.iter().map(|known| known.folder.as_path()).collect();
        assert_eq!(folders, [home, shop], "the last one opened first");
        assert_eq!((known[0].label.as_str(), known[0].opened_at), ("Hemma", 3));
        assert!(known[1].label.is_empty(), "nobody gave it a name");

        let refused = |label: &str| name(&file, home, label).err().map(|e| e.code());
        assert_eq!(refused(&"x".repeat(81)), Some(Code::InvalidArgument));
        assert_eq!(refused("två\nrader"), Some(Code::InvalidArgument));
        let unknown = name(&file, Path::new("/annat"), "x");
        assert_eq!(unknown.err().map(|e| e.code()), Some(Code::NotFound));
        leave_out(&file, home).unwrap();
        assert_eq!(list(&file).len(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600);
        }
        fs::write(&file, "{\"vaults\":[{}]}").unwrap();
        assert!(list(&file).is_empty(), "a broken list stops nobody");
        opened(&file, shop, 4).unwrap();
        assert_eq!(list(&file).len(), 1);
    }
}
