//! The backups' work behind the window: one at a time, never in anybody's way; a fault is kept until it is mended.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use kartotek_core::backup::{self, Backup};
use kartotek_core::vault::{Op, Vault};
use kartotek_core::{Code, Result, contact};

use crate::desk::{Desk, held};
use crate::fault::Answer;

/// What is being done to the backups.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Work {
    Take,
    Renew,
}

/// One works at a time; others see what.
#[derive(Default)]
pub(crate) struct Copies {
    turn: Mutex<()>,
    /// Held by whoever looks whether there is something to do.
    tending: Mutex<()>,
    now: Mutex<Now>,
}

/// What is going on, and what the last work failed with.
#[derive(Clone, Copy, Default)]
pub(crate) struct Now {
    pub(crate) work: Option<Work>,
    pub(crate) fault: Option<Code>,
}

impl Copies {
    pub(crate) fn now(&self) -> Now {
        *held(&self.now)
    }

    /// A fault of yesterday's plan, or of a vault that is closed, is nobody's.
    pub(crate) fn forget_fault(&self) {
        held(&self.now).fault = None;
    }

    /// Waits for its turn. Call it off the main thread.
    fn work<T>(&self, desk: &Desk, work: Work, run: impl FnOnce() -> Result<T>) -> Result<T> {
        let _turn = held(&self.turn);
        held(&self.now).work = Some(work);
        desk.changed(Op::Backup.topics().to_vec());
        let done = run();
        let fault = done.as_ref().err().map(kartotek_core::Error::code);
        *held(&self.now) = Now { work: None, fault };
        desk.changed(Op::Backup.topics().to_vec());
        // Only then: a stick that is missing would be asked for at every quiet moment.
        if done.is_ok() {
            desk.committed();
        }
        done
    }
}

/// Where the backups of this vault are.
pub(crate) fn folder(vault: &Vault) -> Result<PathBuf> {
    backup::reach(vault, &vault.read(backup::plan)?)
}

impl Desk {
    /// Takes a backup now. Call it off the main thread.
    pub(crate) fn take_backup(&self) -> Answer<Backup> {
        let vault = self.vault()?;
        let take = || backup::take(&vault, &folder(&vault)?);
        Ok(self.copies().work(self, Work::Take, take)?)
    }

    /// Takes a backup into another folder than the plan's. Call it off the main thread.
    pub(crate) fn take_backup_into(&self, folder: &Path) -> Answer<Backup> {
        let vault = self.vault()?;
        let take = || backup::take(&vault, folder);
        Ok(self.copies().work(self, Work::Take, take)?)
    }

    /// Takes the forgotten out of the backups now. Call it off the main thread.
    pub(crate) fn renew_backups(&self) -> Answer<u32> {
        let vault = self.vault()?;
        let renew = || backup::renew(&vault, &folder(&vault)?, &mut |_, _| {});
        Ok(self.copies().work(self, Work::Renew, renew)?)
    }

    /// A backup before or after something large, where they are wanted at all and there is anybody to lose. What it fails with is
    /// told beside, and stops nobody. Call it off the main thread.
    pub(crate) fn backup_before(&self) {
        let wanted = |vault: &Vault| {
            vault.read(|tx| Ok(backup::plan(tx)?.hours > 0 && contact::counts(tx)?.contacts > 0))
        };
        if self
            .vault()
            .is_ok_and(|vault| wanted(&vault).unwrap_or(false))
        {
            let _ = self.take_backup();
        }
    }

    /// After `wait`: a backup when one is due, and the forgotten taken out of those that still hold them.
    pub(crate) fn tend_backups(&self, wait: Duration) {
        let desk = self.clone();
        std::thread::spawn(move || {
            std::thread::sleep(wait);
            let Ok(_tending) = desk.copies().tending.try_lock() else {
                return;
            };
            let Ok(wanted) = desk.wanted() else { return };
            if wanted.renew {
                let _ = desk.renew_backups();
            }
            if wanted.take {
                let _ = desk.take_backup();
            }
        });
    }

    /// What there is to do.
    fn wanted(&self) -> Answer<Wanted> {
        let vault = self.vault()?;
        let plan = vault.read(backup::plan)?;
        // A folder that is not reached is said by the backup that is due, and mended by the next that is taken.
        let backups = backup::reach(&vault, &plan).and_then(|folder| backup::list(&vault, &folder));
        let backups = backups.unwrap_or_default();
        Ok(Wanted {
            take: vault.read(|tx| Ok(backup::due(tx, &plan, &backups)))?,
            renew: backups.iter().any(|backup| backup.forgotten > 0),
        })
    }
}

struct Wanted {
    take: bool,
    renew: bool,
}
