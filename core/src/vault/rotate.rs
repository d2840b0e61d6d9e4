//! A new root key: a copy under it is made, read back, and only then takes the database's place. It asks for nothing,
//! because the new key is sealed to every slot's public half; and whatever moment it is cut off at, the next opening
//! finds either the old database with the old key or the new one with the new, and tidies the key file.

use super::copies::Aside;
use super::course::Course;
use super::due::{self, Due};
use super::keys::RootKey;
use super::put_back::let_unreadable_go;
use super::sealed::Sealed;
use super::upkeep::Log;
use super::{DATABASE, Op, SLOTS, Vault, closed, connection, files};
use crate::{Code, Error, Result, held};

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

/// No new root key: the reason, and the vault, open as it was, unless it had to be closed for the swap.
pub struct Unrotated {
    pub error: Error,
    pub vault: Option<Box<Vault>>,
}

impl Unrotated {
    pub fn code(&self) -> Code {
        self.error.code()
    }
}

impl std::fmt::Debug for Unrotated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

/// Gives the vault a new root key. From then on no older copy of its bytes, wherever a disk or a cloud kept it, opens
/// with today's keys. Backups keep the key of their day.
///
/// # Errors
/// [`Code::DiskFull`], [`Code::Cancelled`] and the like: the vault is as it was, with its old key.
pub fn rotate(vault: Vault, course: Course<'_>) -> Result<Vault, Unrotated> {
    // The copy, and the journal that its new key takes.
    let needed = 2 * vault.size();
    rotate_until(vault, None, course)
        .map(|(vault, _)| vault)
        .map_err(|kept| Unrotated {
            error: kept.error.needing(needed),
            vault: kept.vault,
        })
}

/// [`rotate`], cut off after `last`.
#[doc(hidden)]
pub fn rotate_until(
    vault: Vault,
    last: Option<Step>,
    course: Course<'_>,
) -> Result<(Vault, bool), Unrotated> {
    let (aside, next) = match prepare(&vault, last, course) {
        Ok(Some(prepared)) => prepared,
        Ok(None) => return Ok((vault, false)),
        Err(error) => {
            vault.stays();
            let vault = Some(Box::new(vault));
            return Err(Unrotated { error, vault });
        }
    };
    let closed = |error| Unrotated { error, vault: None };
    let vault = swap(vault, &aside, next, last).map_err(closed)?;
    Ok((vault, last.is_none()))
}

/// The copy under the new key, and that key; nothing where a test cuts it off before it can take the database's place.
fn prepare(
    vault: &Vault,
    last: Option<Step>,
    course: Course<'_>,
) -> Result<Option<(Aside, RootKey)>> {
    let file = vault.slots_path()?;
    // Until the copy takes its place, this one was cut off.
    vault.write(Op::RotateKey, |tx| due::new_key_is_due(tx, Due::CutOff))?;
    if vault.truncate_wal()? != Log::Empty {
        return Err(Code::FileHeld.into());
    }
    let next = RootKey::new()?;
    let sealed = vault.sealed()?;
    let today = vault.read(|tx| Ok(tx.today()?.to_string()))?;
    sealed.change(&file, |slots| slots.begin_epoch(&next, today))?;
    if last == Some(Step::Announced) {
        return Ok(None);
    }
    let copied = copy(vault, &next, course);
    if copied.is_err() {
        // Where that cannot be written, the next change of keys drops it.
        let _ = sealed.change(&file, |_| Ok(()));
    }
    let aside = copied?;
    Ok((last != Some(Step::Copied)).then_some((aside, next)))
}

fn copy(vault: &Vault, next: &RootKey, course: Course<'_>) -> Result<Aside> {
    let aside = Aside::for_copies(vault.folder())?;
    let copy = aside.path().join(DATABASE);
    vault.copy_into(&copy, course)?;
    closed::rekey(&copy, &vault.keys.database, &next.database(), course)?;
    Ok(aside)
}

/// From here on nobody writes any more: the vault is ours alone, and the copy is all there is.
fn swap(vault: Vault, aside: &Aside, next: RootKey, last: Option<Step>) -> Result<Vault> {
    let folder = vault.folder().to_owned();
    let session = vault.session();
    let (keys, clock, lock) = vault.apart()?;
    // Beside the new file a log that another program held would be taken for its own.
    if connection::has_log(&folder.join(DATABASE)) {
        return Err(Code::FileHeld.into());
    }
    held::rename(aside.path().join(DATABASE), folder.join(DATABASE))?;
    files::sync_folder(&folder)?;
    let old = keys.sealed.ok_or(Code::Internal)?;
    let mut slots = old
        .slots
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if last != Some(Step::Swapped) {
        slots.promote();
        files::replace(&folder.join(SLOTS), &slots.seal(&next))?;
        let_unreadable_go(&folder);
    }
    let sealed = Sealed {
        root: next,
        slots: slots.into(),
        changed: old.changed,
        around: old.around,
    };
    let vault = Vault::assemble(folder.join(DATABASE), sealed.into(), clock, lock)?;
    vault.continuing(session).settled()
}
