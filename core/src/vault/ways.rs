//! Changing the ways into an open vault: keyring, passphrase, recovery code.

use std::path::PathBuf;

use secrecy::SecretString;
use subtle::ConstantTimeEq as _;

use super::put_back::let_unreadable_go;
use super::sealed::{Sealed, add_recovery, fresh_id, open_slots, open_slots_until};
use super::session::{RecoveryCode, Unlock, read_slots};
use super::slots::{Slot, Way};
use super::{Op, SLOTS, Vault, lock, passphrase, recovery};
use crate::{Code, Result};

/// What opens the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum KeyWay {
    Passphrase,
    Recovery,
    Keyring,
}

/// A way to open the vault, as the key file describes it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct KeySlot {
    pub way: KeyWay,
    /// The day it was made, UTC: `2026-11-26`.
    pub since: String,
}

impl Vault {
    pub(super) fn sealed(&self) -> Result<&Sealed> {
        self.keys
            .sealed
            .as_ref()
            .ok_or(Code::InvalidArgument.into())
    }

    /// The key file, to be written: never in a folder that took the place of the vault's while it was open.
    ///
    /// # Errors
    /// [`Code::FolderSwapped`].
    pub(super) fn slots_path(&self) -> Result<PathBuf> {
        self.lock.still_in(self.folder())?;
        Ok(self.path.with_file_name(SLOTS))
    }

    /// Every way to open the vault, in the order of the key file.
    pub fn key_slots(&self) -> Result<Vec<KeySlot>> {
        let slots = lock(&self.sealed()?.slots);
        Ok(slots
            .all
            .iter()
            .map(|slot| KeySlot {
                way: match slot.way {
                    Way::Keyring { .. } => KeyWay::Keyring,
                    Way::Passphrase { .. } => KeyWay::Passphrase,
                    Way::Recovery { .. } => KeyWay::Recovery,
                },
                since: slot.since.clone(),
            })
            .collect())
    }

    /// Whether `unlock` would open the vault as it lies on the disk. Nothing is changed.
    ///
    /// # Errors
    /// It does not: [`Code::WrongPassphrase`], [`Code::RecoveryCodeTypo`], [`Code::KeyringUnavailable`],
    /// [`Code::KeyringLocked`], or what is wrong with the key file.
    pub fn test_key(&self, unlock: &Unlock) -> Result<()> {
        let sealed = self.sealed()?;
        let slots = read_slots(&self.path.with_file_name(SLOTS))?;
        let opened = open_slots_until(&slots, unlock, &sealed.around, &self.leaving)?;
        if bool::from(opened.root.bytes().ct_eq(sealed.root.bytes())) {
            Ok(())
        } else {
            Err(Code::KeyFileChanged.into())
        }
    }

    /// Something to tell the user at the first screen: the slots file had been changed outside the program.
    pub fn notice(&self) -> Option<Code> {
        self.keys
            .sealed
            .as_ref()
            .is_some_and(|s| s.changed)
            .then_some(Code::KeyFileChanged)
    }

    /// A keyring slot exists.
    pub fn has_keyring(&self) -> bool {
        self.keys
            .sealed
            .as_ref()
            .is_some_and(|s| lock(&s.slots).keyring().is_some())
    }

    /// Adds or removes the keyring slot. One whose item is lost is made anew.
    ///
    /// # Errors
    /// [`Code::KeyringNotAdded`]: nothing is changed. [`Code::KeyringItemLeft`]: the keyring opens the vault no more, but
    /// would not let go of its item.
    pub fn set_keyring(&self, on: bool) -> Result<()> {
        let sealed = self.sealed()?;
        let file = self.slots_path()?;
        match (on, self.has_keyring()) {
            (true, true) if self.test_key(&Unlock::Keyring).is_ok() => Ok(()),
            (true, _) => sealed.add_keyring(&file, &self.leaving).map_err(|error| {
                // Nobody is asked for a passphrase instead.
                match error.code() {
                    Code::KeyringUnavailable | Code::KeyringLocked => Code::KeyringNotAdded.into(),
                    _ => error,
                }
            }),
            (false, true) => sealed.remove_keyring(&file, &self.leaving),
            (false, false) => Ok(()),
        }
    }

    /// Puts a new passphrase in the place of the old one, for whoever gives that or the recovery code.
    pub fn change_passphrase(&self, proof: &Unlock, new: &SecretString) -> Result<()> {
        passphrase::check_strength(new)?;
        self.proven(proof)?;
        self.put_passphrase(new)
    }

    /// Whoever stands before an open vault does not own it yet; the keyring would open it for anybody.
    fn proven(&self, proof: &Unlock) -> Result<()> {
        if matches!(proof, Unlock::Keyring) {
            return Err(Code::InvalidArgument.into());
        }
        let sealed = self.sealed()?;
        let slots = lock(&sealed.slots).clone();
        open_slots(&slots, proof, &sealed.around).map(drop)
    }

    /// What was cheap to guess is made as dear as a new slot, by whoever has just opened the vault with it.
    pub(super) fn raise_cost(&self, typed: &SecretString) -> Result<()> {
        let cheap = |slot: &Slot| matches!(&slot.way, Way::Passphrase { kdf } if kdf.is_cheap());
        if lock(&self.sealed()?.slots).all.iter().any(cheap) {
            self.put_passphrase(typed)?;
        }
        Ok(())
    }

    fn put_passphrase(&self, new: &SecretString) -> Result<()> {
        let sealed = self.sealed()?;
        let (kdf, key) = passphrase::new_key(new, sealed.around.cost)?;
        sealed.change(&self.slots_path()?, |slots| {
            slots
                .all
                .retain(|s| !matches!(s.way, Way::Passphrase { .. }));
            let way = Way::Passphrase { kdf };
            slots.add(&fresh_id("p"), way, sealed.today(), &key, &sealed.root)
        })?;
        let_unreadable_go(self.folder());
        Ok(())
    }

    /// A new recovery code, for whoever gives the passphrase or the present code. Nothing changes yet: the present code
    /// opens until the new one was typed back ([`Vault::confirm_recovery`]), so no crash leaves a code that nobody has.
    /// Errors: [`Code::WrongPassphrase`], [`Code::RecoveryCodeTypo`].
    pub fn new_recovery(&self, proof: &Unlock) -> Result<RecoveryCode> {
        self.proven(proof)?;
        recovery::new()
    }

    /// The two groups typed back (counted from 1) fit the code that was shown: from now on it opens the vault, and no
    /// earlier one. Errors: [`Code::RecoveryMismatch`].
    pub fn confirm_recovery(&self, code: &RecoveryCode, groups: &[(usize, String)]) -> Result<()> {
        let shown: Vec<&str> = code.reveal().split('-').collect();
        let fits = |(number, typed): &(usize, String)| {
            let wanted = number.checked_sub(1).and_then(|at| shown.get(at));
            wanted.is_some() && recovery::group(typed).as_deref() == wanted.copied()
        };
        let two = groups.len() >= 2 && groups[1..].iter().all(|g| g.0 != groups[0].0);
        if !two || !groups.iter().all(fits) {
            return Err(Code::RecoveryMismatch.into());
        }
        self.adopt_recovery(code)?;
        // It holds now, and nobody may be told otherwise: where this cannot be written, it is only asked for once more.
        let _ = self.write(Op::ChangeSettings, |tx| {
            let now = tx.now();
            tx.execute("UPDATE vault SET recovery_confirmed_at = ?1", [now])
        });
        Ok(())
    }

    /// Puts the code's slot in the place of every other recovery slot: one file replaced whole.
    fn adopt_recovery(&self, code: &RecoveryCode) -> Result<()> {
        let sealed = self.sealed()?;
        let slots = lock(&sealed.slots).clone();
        let known = open_slots(&slots, &Unlock::Recovery(code.0.clone()), &sealed.around);
        if known.is_ok() {
            return Ok(());
        }
        sealed.change(&self.slots_path()?, |slots| {
            slots.all.retain(|s| !matches!(s.way, Way::Recovery { .. }));
            add_recovery(slots, &sealed.root, code, sealed.today())
        })?;
        let_unreadable_go(self.folder());
        Ok(())
    }
}
