//! Restoring: unsealed aside, brought to today's schema, everybody forgotten since forgotten again and proven gone; only
//! then it takes the vault's place, and what was there is kept.

use std::fs;
use std::path::{Path, PathBuf};

use super::former::Former;
use super::store;
use crate::consent::Against;
use crate::erasure::{self, Forgotten, Noes};
use crate::vault::session::{self, Surroundings, Unlock};
use crate::vault::{
    Aside, Course, Due, Op, Stage, Vault, check_outward, decline_new_key, move_in, opens, unpack,
};
use crate::{Code, Result};

/// What came of it.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Restored {
    /// Milliseconds UTC: the day that the vault is back at.
    pub created_at: i64,
    /// People in it.
    pub people: u32,
    /// People who were in the backup and are in the ledger: they did not come back.
    pub forgotten_again: u32,
    /// Noes of after that day, which stand; absent where somebody may have said more.
    pub noes: Option<u32>,
    /// People whose yeses count no more, because a no of theirs may be lost.
    pub doubtful: u32,
    /// Where the vault that was there before is kept.
    pub kept: Option<PathBuf>,
}

/// How a restore comes to know who was forgotten, when the vault that is there does not open with the key of the backup, or
/// its ledger cannot be read wholly.
pub enum Ledger {
    /// Not at all: nothing is restored.
    Whole,
    /// It was open a moment ago.
    Told(Known),
    /// From the lists as far as they can be read. Somebody may come back who was forgotten; the user was told and wants it.
    AsFarAsKnown,
}

/// Who was forgotten in a vault, the addresses that said no, what its people said no to, and the folders that its
/// backups lie in.
#[derive(Clone, Default)]
pub struct Known {
    pub(super) forgotten: Vec<Forgotten>,
    pub(super) noes: Noes,
    pub(super) against: Against,
    pub(super) folders: Vec<String>,
}

impl Known {
    pub fn of(vault: &Vault) -> Result<Self> {
        vault.read(|tx| {
            Ok(Self {
                forgotten: erasure::forgotten(tx)?,
                noes: Noes::of(tx)?,
                against: Against::of(tx)?,
                folders: store::named_folders(tx)?,
            })
        })
    }
}

/// Restores `file` into the folder `dir`. A vault that is there is kept beside; its erasure ledger counts, and so do the
/// lists of the forgotten beside the backup, beside the vault, and wherever the backup says that its fellows went. Nobody
/// else opens the vault meanwhile.
///
/// # Errors
/// [`Code::NotABackup`], [`Code::BackupDamaged`], [`Code::TooNew`], [`Code::WrongPassphrase`], [`Code::OtherVault`],
/// [`Code::OpenElsewhere`], [`Code::ForgottenUnknown`], [`Code::SyncedFolder`], [`Code::NetworkFolder`],
/// [`Code::Cancelled`]: `dir` is as it was.
pub fn restore(
    file: &Path,
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    course: Course<'_>,
) -> Result<Restored> {
    restore_knowing(Ledger::Whole, file, dir, unlock, around, course)
}

/// [`restore`], also where not everybody is known who was forgotten.
///
/// # Errors
/// As [`restore`].
pub fn restore_knowing(
    ledger: Ledger,
    file: &Path,
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    course: Course<'_>,
) -> Result<Restored> {
    // The vault that is made of it, and what takes the forgotten out of that.
    let needed = 2 * fs::metadata(file).map_or(0, |meta| meta.len());
    restored(ledger, file, dir, unlock, around, course).map_err(|error| error.needing(needed))
}

fn restored(
    ledger: Ledger,
    file: &Path,
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    course: Course<'_>,
) -> Result<Restored> {
    // A file that is no backup makes no folder.
    let claimed = crate::vault::labelled(file)?.head;
    check_outward(dir)?;
    // Before anything lies aside: an opening sweeps, and finishes what a crash cut off.
    let key = (unlock, around);
    let former =
        Former::of((file, dir), key, &ledger, course).map_err(|error| match error.code() {
            Code::ForgottenUnknown => opens(file, unlock, around).err().unwrap_or(error),
            _ => error,
        })?;
    if former.vault().is_some_and(|id| id != claimed.vault) {
        return Err(Code::OtherVault.into());
    }
    let mut aside = Aside::for_copies(dir)?;
    let head = unpack(file, unlock, around, &aside, course)?;
    let vault = session::open_here(aside.path(), unlock.clone(), around)?;
    let again = former.forget_again(&vault, (file, dir), ledger, course)?;
    vault.write(Op::Restore, |tx| {
        tx.refers_to(head.backup);
        if former.is_vault {
            store::puts_aside(tx, again.unknown)?;
        }
        // A backup of before a new root key says that one was begun; here it was not.
        decline_new_key(tx, Due::CutOff)
    })?;
    let people = vault.read(|tx| Ok(crate::contact::counts(tx)?.contacts))?;
    vault.close()?;
    // From here on it is not stopped any more.
    course.at(Stage::Forget, 1, 1)?;
    let (now, lock) = (around.clock.now_ms(), former.close()?);
    let kept = move_in(&mut aside, dir, head.vault, now, &lock)?;
    Ok(Restored {
        created_at: head.created_at,
        people,
        forgotten_again: again.people,
        noes: again.kept.noes,
        doubtful: again.kept.doubtful,
        kept,
    })
}
