//! The vaults that this window knows. As long as there is only the usual one, nothing is written down.

use std::path::{Path, PathBuf};

use kartotek_core::Result;
use kartotek_core::vault::known::{self, Known};
use kartotek_core::vault::session::{self, Found};
use kartotek_core::vault::{Clock as _, SystemClock};

/// The list and the place of the usual vault.
pub(crate) struct Shelf {
    file: PathBuf,
    usual: PathBuf,
}

impl Shelf {
    /// `settings`: the folder for the program's settings; `usual`: where the vault lies when nothing else was said.
    pub(crate) fn new(settings: &Path, usual: PathBuf) -> Self {
        Self {
            file: settings.join(known::FILE),
            usual,
        }
    }

    pub(crate) fn list(&self) -> Vec<Known> {
        known::list(&self.file)
    }

    /// Where the window starts.
    pub(crate) fn first(&self) -> PathBuf {
        let last = self.list().into_iter().next();
        last.map_or_else(|| self.usual.clone(), |known| known.folder)
    }

    /// Whether the vault in `folder` was opened here before; the usual place needs no such memory.
    pub(crate) fn misses(&self, folder: &Path) -> bool {
        folder != self.usual && self.list().iter().any(|known| known.folder == folder)
    }

    /// The list is a convenience: what it cannot keep stops nobody.
    pub(crate) fn opened(&self, folder: &Path) {
        if folder != self.usual || !self.list().is_empty() {
            let _ = known::opened(&self.file, folder, SystemClock.now_ms());
        }
    }

    /// Before the window goes to another vault, so that there is a way back.
    pub(crate) fn leaving(&self, folder: &Path) {
        let vault = !matches!(session::look(folder), Found::Nothing);
        if vault && !self.list().iter().any(|known| known.folder == folder) {
            let _ = known::opened(&self.file, folder, SystemClock.now_ms());
        }
    }

    pub(crate) fn name(&self, folder: &Path, label: &str) -> Result<()> {
        known::name(&self.file, folder, label)
    }

    pub(crate) fn leave_out(&self, folder: &Path) -> Result<()> {
        known::leave_out(&self.file, folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_vault_in_the_usual_place_needs_no_list() {
        let dir = tempfile::tempdir().expect("a folder");
        let (settings, usual) = (dir.path().join("settings"), dir.path().join("usual"));
        let shelf = Shelf::new(&settings, usual.clone());
        assert_eq!(shelf.first(), usual);
        shelf.opened(&usual);
        shelf.leaving(&usual);
        assert!(!settings.exists(), "nothing is written down");

        let other = dir.path().join("other");
        shelf.opened(&other);
        assert_eq!(shelf.first(), other);
        assert!(shelf.misses(&other) && !shelf.misses(&usual));
        shelf.leave_out(&other).expect("left out");
        assert_eq!(shelf.first(), usual);
    }
}
