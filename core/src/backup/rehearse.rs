//! Rehearsing a restore: a backup is opened wholly in a private place on this disk, checked, compared with today, and
//! removed without a trace. It asks for nothing while the vault is open.

use super::{Backup, store};
use crate::vault::{Aside, Course, Op, Vault};
use crate::{Code, Result, contact, verify};

/// The last rehearsal.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Rehearsal {
    /// Milliseconds UTC.
    pub at: i64,
    /// The day that the backup is from, milliseconds UTC.
    pub made_at: i64,
    /// Contacts in it; none when it did not open.
    pub people: Option<u32>,
}

/// A rehearsal that went well, beside today.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Rehearsed {
    pub made_at: i64,
    /// Contacts in the backup.
    pub people: u32,
    /// Contacts today.
    pub today: u32,
    /// People in it who are forgotten since, and would not come back.
    pub forgotten: u32,
}

/// Rehearses a restore of `backup`. How it went stands in the vault from then on.
///
/// # Errors
/// [`Code::BackupDamaged`]: it does not open or does not hold together, and that is noted, too. [`Code::Cancelled`] is not.
pub fn rehearse(vault: &Vault, backup: &Backup, course: Course<'_>) -> Result<Rehearsed> {
    let opened = opened(vault, backup, course);
    if opened
        .as_ref()
        .is_err_and(|error| error.code() == Code::Cancelled)
    {
        return Err(Code::Cancelled.into());
    }
    let people = opened.as_ref().ok().copied();
    vault.write(Op::Rehearse, |tx| {
        tx.refers_to(backup.id);
        let rehearsal = super::Rehearsal {
            at: tx.now(),
            made_at: backup.created_at,
            people,
        };
        store::note_rehearsal(tx, &rehearsal)
    })?;
    Ok(Rehearsed {
        made_at: backup.created_at,
        people: opened?,
        today: vault.read(contact::counts)?.contacts,
        forgotten: backup.forgotten,
    })
}

/// How many contacts a backup holds, once it proved to be whole in everything that a vault is checked for.
pub(crate) fn opened(vault: &Vault, backup: &Backup, course: Course<'_>) -> Result<u32> {
    let aside = Aside::for_copies(vault.folder())?;
    let copy = vault.open_copy(&backup.file, &aside, course)?;
    if verify::verify(&copy, None).iter().any(|check| !check.ok) {
        return Err(Code::BackupDamaged.into());
    }
    let people = copy.read(contact::counts)?.contacts;
    copy.close()?;
    Ok(people)
}
