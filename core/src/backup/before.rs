//! A backup before something large, whatever the plan says: whoever asks for backups by hand only can lose as much.

use super::{Backup, Plan, reach, store, take};
use crate::vault::{Course, Vault};
use crate::{Code, Result, contact};

/// Takes a backup where backups go; where that folder is not reached, or has no room, into the one beside the vault. None
/// when there is nobody to lose.
///
/// # Errors
/// Those of [`take()`] beside the vault: then nothing large should follow.
pub fn take_before(vault: &Vault, course: Course<'_>) -> Result<Option<Backup>> {
    let there = vault.read(contact::counts)?;
    if there.contacts + there.binned == 0 {
        return Ok(None);
    }
    let plan = vault.read(store::plan)?;
    let taken = reach(vault, &plan).and_then(|folder| take(vault, &folder, course));
    match taken {
        Err(error) if !plan.folder.is_empty() && error.code() != Code::Cancelled => {
            let beside = Plan {
                folder: String::new(),
                ..plan
            };
            take(vault, &reach(vault, &beside)?, course).map(Some)
        }
        taken => taken.map(Some),
    }
}
