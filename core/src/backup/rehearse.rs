//! Rehearsing a restore: a backup is opened wholly in a private place on this disk, checked, compared with today, and
//! removed without a trace. It asks for nothing while the vault is open.

use super::{Backup, away, store};
use crate::vault::{Aside, Course, Op, Vault};
use crate::{Code, Error, Result, contact, verify};

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
/// [`Code::BackupDamaged`] and the like: it does not open or does not hold together, and that is noted, too. What is not the
/// backup's fault is not: [`Code::Cancelled`], [`Code::DiskFull`], [`Code::BackupFolderMissing`] for a stick that was pulled
/// out, [`Code::NotFound`].
pub fn rehearse(vault: &Vault, backup: &Backup, course: Course<'_>) -> Result<Rehearsed> {
    let opened = match opened(vault, backup, course) {
        Err(error) if !is_its_fault(error.code()) => return Err(gone(vault, backup, error)),
        opened => opened,
    };
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

/// Whether an error says something about the backup itself.
pub(super) fn is_its_fault(code: Code) -> bool {
    matches!(
        code,
        Code::BackupDamaged
            | Code::Damaged
            | Code::KeysDoNotFit
            | Code::NotABackup
            | Code::NotEncrypted
            | Code::OtherVault
            | Code::Truncated
            | Code::WrongPassphrase
    )
}

/// A stick that was pulled out meanwhile is called that; whatever else failed is what it is.
fn gone(vault: &Vault, backup: &Backup, error: Error) -> Error {
    match backup.file.parent() {
        Some(folder) if !folder.is_dir() => away(vault, folder, error),
        _ => error,
    }
}

/// How many contacts a backup holds, once it proved to be whole in everything that a vault is checked for.
pub(crate) fn opened(vault: &Vault, backup: &Backup, course: Course<'_>) -> Result<u32> {
    let aside = Aside::for_copies(vault.folder())?;
    let needed = backup.file.metadata()?.len();
    let copy = vault
        .open_copy(&backup.file, &aside, course)
        .map_err(|error| error.needing(needed))?;
    let checks = verify::verify(&copy, None);
    if let Some(failed) = checks.iter().find(|check| !check.ok) {
        // A check that this disk kept from looking says nothing about the backup.
        let kept = failed.kept_by.filter(|code| !is_its_fault(*code));
        return Err(kept.unwrap_or(Code::BackupDamaged).into());
    }
    let people = copy.read(contact::counts)?.contacts;
    copy.close()?;
    Ok(people)
}
