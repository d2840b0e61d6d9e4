//! The bed of the faults, and how it is opened again.

use std::path::Path;

use kartotek_core::vault::Vault;
use tempfile::TempDir;

use crate::faults::sown::clock;
pub(crate) use crate::faults::sown::{Bed, KEY, NOW};

impl Bed {
    /// The same vault after a crash or a restart: what was in memory only is gone.
    pub(crate) fn again(self) -> Self {
        let Self { vault, folder } = self;
        drop(vault);
        Self::open(folder)
    }

    /// The vault in `folder`.
    pub(crate) fn open(folder: TempDir) -> Self {
        let vault = Self::vault_in(folder.path());
        Self { vault, folder }
    }

    pub(crate) fn vault_in(folder: &Path) -> Vault {
        Vault::open_raw(folder, KEY, clock()).expect("a vault")
    }
}
