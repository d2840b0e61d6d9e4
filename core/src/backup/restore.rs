//! Restoring: unsealed aside, brought to today's schema, everybody forgotten since forgotten again and proven gone; only
//! then it takes the vault's place, and what was there is kept.

use std::path::{Path, PathBuf};

use super::{forgotten, prove};
use crate::vault::session::{self, Found, Surroundings, Unlock};
use crate::vault::{
    Aside, Course, Due, Op, Stage, Vault, check_outward, decline_new_key, move_in,
    private_folder, unpack,
};
use crate::{Code, Result, erasure};

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
    /// Where the vault that was there before is kept.
    pub kept: Option<PathBuf>,
}

/// Restores `file` into the folder `dir`. A vault that is there is kept beside; its erasure ledger counts, and so does
/// the list of the forgotten beside the backup.
///
/// # Errors
/// [`Code::NotABackup`], [`Code::BackupDamaged`], [`Code::TooNew`], [`Code::WrongPassphrase`], [`Code::OtherVault`],
/// [`Code::OpenElsewhere`], [`Code::SyncedFolder`], [`Code::NetworkFolder`], [`Code::Cancelled`]: `dir` is as it was.
pub fn restore(
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
    let (mut ledger, mut tokens) = (Vec::new(), None);
    if let Some(current) = current(dir, unlock, around)? {
        if current.id()? != claimed.vault {
            return Err(Code::OtherVault.into());
        }
        ledger.extend(current.read(erasure::forgotten)?);
        tokens = Some(current.read(erasure::kept_tokens)?);
        current.close()?;
    }
    private_folder(dir)?;
    let mut aside = Aside::for_copies(dir)?;
    let head = unpack(file, unlock, around, &aside, course)?;
    let vault = session::open_here(aside.path(), unlock.clone(), around)?;
    if let Some(tokens) = tokens {
        erasure::keep_tokens(&vault, &tokens)?;
    }
    ledger.extend(forgotten::read(&vault, file.parent().unwrap_or(dir))?);
    course.at(Stage::Forget, 0, 1)?;
    let forgotten_again = erasure::forget_again(&vault, &ledger)?;
    prove(&vault, course)?;
    vault.write(Op::Restore, |tx| {
        tx.refers_to(head.backup);
        // A backup of before a new root key says that one was begun; here it was not.
        decline_new_key(tx, Due::CutOff)
    })?;
    let people = vault.read(|tx| Ok(crate::contact::counts(tx)?.contacts))?;
    vault.close()?;
    // From here on it is not stopped any more.
    course.at(Stage::Forget, 1, 1)?;
    let kept = move_in(&mut aside, dir, head.vault, &*around.clock)?;
    Ok(Restored {
        created_at: head.created_at,
        people,
        forgotten_again,
        kept,
    })
}

/// The vault that is there, when the same key opens it. One that does not open has a ledger that nobody can read; the
/// list beside the backup stands in for it.
fn current(dir: &Path, unlock: &Unlock, around: &Surroundings) -> Result<Option<Vault>> {
    if !matches!(session::look(dir), Found::Vault { .. }) {
        return Ok(None);
    }
    match session::open_in(dir, unlock.clone(), around) {
        Ok(vault) => Ok(Some(vault)),
        Err(error) if error.code() == Code::OpenElsewhere => Err(error),
        Err(_) => Ok(None),
    }
}
