//! A new root key: a copy under it is made, read back, and only then takes the database's place. It asks for nothing,
//! because the new key is sealed to every slot's public half; and whatever moment it is cut off at, the next opening
//! finds either the old database with the old key or the new one with the new, and tidies the key file.

use std::fs;

use super::copies::Aside;
use super::keys::RootKey;
use super::sealed::{Keys, Sealed};
use super::{DATABASE, Op, SLOTS, Vault, connection, files};
use crate::Result;

/// A moment at which the test cuts it off.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The key file names the key that is to follow.
    Announced,
    /// The copy under the new key is ready.
    Copied,
    /// The copy has the database's name.
    Swapped,
}

/// Gives the vault a new root key. From then on no older copy of its bytes, wherever a disk or a cloud kept it, opens
/// with today's keys. Backups keep the key of their day.
///
/// # Errors
/// [`crate::Code::DiskFull`] and the like: the vault is as it was, with its old key.
pub fn rotate(vault: Vault) -> Result<Vault> {
    // The copy, and the journal that its new key takes.
    let needed = 2 * vault.size();
    rotate_until(vault, None)
        .map(|(vault, _)| vault)
        .map_err(|error| error.needing(needed))
}

/// [`rotate`], cut off after `last`.
#[doc(hidden)]
pub fn rotate_until(vault: Vault, last: Option<Step>) -> Result<(Vault, bool)> {
    let file = vault.slots_path()?;
    vault.write(Op::RotateKey, |_| Ok(()))?;
    vault.truncate_wal()?;
    let (folder, next) = (vault.folder().to_owned(), RootKey::new()?);
    let sealed = vault.sealed()?;
    let today = vault.read(|tx| Ok(tx.today()?.to_string()))?;
    sealed.change(&file, |slots| slots.begin_epoch(&next, today))?;
    if last == Some(Step::Announced) {
        return Ok((vault, false));
    }
    let aside = Aside::for_copies(&folder)?;
    let copy = aside.path().join(DATABASE);
    let copied = vault
        .copy_into(&copy)
        .and_then(|()| connection::rekey(&copy, &vault.keys.database, &next.database()));
    if let Err(error) = copied {
        sealed.change(&file, |slots| {
            slots.drop_pending();
            Ok(())
        })?;
        return Err(error);
    }
    if last == Some(Step::Copied) {
        return Ok((vault, false));
    }
    // From here on nobody writes any more: the vault is ours alone, and the copy is all there is.
    let (keys, clock, lock) = vault.apart()?;
    fs::rename(&copy, folder.join(DATABASE))?;
    files::sync_folder(&folder)?;
    let old = keys.sealed.ok_or(crate::Code::Internal)?;
    let mut slots = old
        .slots
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if last != Some(Step::Swapped) {
        slots.promote();
        files::replace(&folder.join(SLOTS), &slots.seal(&next))?;
    }
    let keys = Keys {
        database: next.database(),
        sealed: Some(Sealed {
            root: next,
            slots: slots.into(),
            changed: old.changed,
            around: old.around,
        }),
    };
    let vault = Vault::assemble(folder.join(DATABASE), keys, clock, lock)?.settled()?;
    Ok((vault, last.is_none()))
}
