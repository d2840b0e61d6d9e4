//! Vaults for the tests of the rooms above: a raw key, no key file.

use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::keys::Key;
use super::{
    Clock, DATABASE, SLOTS, Vault, connection, files, founding, lock, migrate, sealed, session,
};
use crate::Result;

impl Vault {
    /// A vault for tests of the rooms above: a raw key, no slots.
    #[doc(hidden)]
    pub fn create_raw(dir: &Path, key: [u8; 32], clock: Arc<dyn Clock>) -> Result<Self> {
        files::private_folder(dir)?;
        let dir = dir.canonicalize()?;
        let lock = lock::FolderLock::take(&dir)?;
        let path = dir.join(DATABASE);
        let keys = keys(key);
        connection::create(&path, &keys.database)?;
        let vault = Self::assemble(path, keys, clock, lock)?;
        founding::found(
            &mut self::lock(&vault.writer).conn,
            &*vault.clock,
            &founding::House {
                uid: Uuid::new_v4(),
                language: crate::policy::Language::Sv,
                zone: "Europe/Stockholm",
                controller: &session::Controller::default(),
                policy: None,
            },
        )?;
        vault.settled()
    }

    /// Opens what [`Vault::create_raw`] made.
    #[doc(hidden)]
    pub fn open_raw(dir: &Path, key: [u8; 32], clock: Arc<dyn Clock>) -> Result<Self> {
        let dir = dir.canonicalize()?;
        let lock = lock::FolderLock::take(&dir)?;
        let keys = keys(key);
        let path = dir.join(DATABASE);
        let log_left = connection::has_log(&path);
        Self::assemble(path, keys, clock, lock)?
            .settled()?
            .left_open(log_left)
    }

    /// For tests: the vault as a newer program leaves it.
    #[doc(hidden)]
    pub fn pretend_newer(&self) -> Result<()> {
        self.maintenance(|conn| {
            Ok(conn.pragma_update(None, "user_version", migrate::LATEST + 1)?)
        })
    }
}

/// For tests that look for them where they must not be: the root key and the key of the database in `dir`.
#[doc(hidden)]
pub fn raw_keys(
    dir: &Path,
    unlock: &session::Unlock,
    around: &session::Surroundings,
) -> Result<[Zeroizing<[u8; 32]>; 2]> {
    let slots = session::read_slots(&dir.join(SLOTS))?;
    let root = sealed::open_slots(&slots, unlock, around)?.root;
    Ok([*root.bytes(), *root.database()].map(Zeroizing::new))
}

fn keys(key: [u8; 32]) -> sealed::Keys {
    sealed::Keys {
        database: Key::of(&key).expect("32 bytes"),
        sealed: None,
    }
}
