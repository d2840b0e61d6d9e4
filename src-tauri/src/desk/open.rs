//! What is kept in memory beside the vault, and what somebody locked it for.

use std::path::PathBuf;

use kartotek_core::backup::Known;
use kartotek_core::vault::session::RecoveryCode;
use uuid::Uuid;

use super::{Desk, Rescuing, held};
use crate::undo::{Undo, Undos};

/// What somebody locked the vault for.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wish {
    Restore,
    Rescue,
}

/// Kept in memory while the vault is open, and gone with it.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // Each is offered on its own.
pub(crate) struct Open {
    /// Shown once; typed back in part.
    pub(crate) recovery: Option<RecoveryCode>,
    /// The file chosen for import: the page never learns its path.
    pub(crate) import: Option<PathBuf>,
    /// Every page was looked at, and one is not whole.
    pub(crate) damaged: bool,
    /// What the vault was locked for.
    pub(crate) wish: Option<Wish>,
    /// The backup chosen to restore.
    pub(crate) backup: Option<PathBuf>,
    /// Who was forgotten in that vault, when it could say.
    pub(crate) known: Option<Known>,
    /// Its keyring slot is of no use here: a new one is offered.
    pub(crate) keyring_lost: bool,
    /// It is open on this computer for the first time.
    pub(crate) arrived: bool,
    /// The keyring opened it and nobody has typed the passphrase for long: it is asked for once.
    pub(crate) recall: bool,
    pub(crate) undos: Undos,
    /// What was rescued of a vault that does not open.
    pub(crate) rescue: Rescuing,
}

impl Desk {
    /// Keeps what takes an act back, unless the vault was locked meanwhile: then nothing does.
    pub(crate) fn can_undo(&self, undo: Undo) -> Uuid {
        let vault = held(&self.0.vault);
        match *vault {
            Some(_) => self.open().undos.keep(undo),
            None => Uuid::nil(),
        }
    }

    /// What the vault was locked for, as long as it is closed, and the backup that it was locked to restore.
    pub(crate) fn wish(&self) -> (Option<Wish>, Option<PathBuf>) {
        if self.is_open() {
            return (None, None);
        }
        let open = self.open();
        let backup = open.wish.and(open.backup.clone());
        (open.wish, backup)
    }
}
