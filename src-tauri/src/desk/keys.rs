//! The keys of the open vault: tried, changed, and made anew.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use kartotek_core::Code;
use kartotek_core::vault::locking;
use kartotek_core::vault::session::Unlock;
use kartotek_core::vault::{self, Due, Op, Vault, WriteTx};
use secrecy::SecretString;

use super::door::alone;
use super::{Desk, held};
use crate::copies::Work;
use crate::fault::Answer;
use crate::window;

impl Desk {
    /// Whether a key opens the vault. Call it off the main thread.
    pub(crate) fn test_key(&self, key: &Unlock) -> Answer<()> {
        if matches!(key, Unlock::Keyring) {
            // It may ask its user for long, and whoever wants to lock does not wait for that.
            return Ok(self.vault()?.test_key(key)?);
        }
        let _door = self.0.patience.before(&self.0.door);
        let vault = self.vault()?;
        self.0.patience.judge(vault.test_key(key))
    }

    /// Puts a new passphrase in the place of the old one. Call it off the main thread.
    pub(crate) fn change_passphrase(&self, proof: &Unlock, new: &SecretString) -> Answer<()> {
        let door = self.0.patience.before(&self.0.door);
        let vault = self.vault()?;
        self.0.patience.judge(vault.change_passphrase(proof, new))?;
        self.recalled(&vault);
        drop((door, vault));
        self.backup_after();
        Ok(())
    }

    /// The passphrase, typed although the keyring has opened the vault. Call it off the main thread.
    pub(crate) fn recall(&self, passphrase: SecretString) -> Answer<()> {
        let _door = self.0.patience.before(&self.0.door);
        let vault = self.vault()?;
        let proof = vault.test_key(&Unlock::Passphrase(passphrase));
        self.0.patience.judge(proof)?;
        self.recalled(&vault);
        Ok(())
    }

    /// The passphrase was typed. Nothing is lost where that cannot be kept: it is asked for once more.
    pub(crate) fn recalled(&self, vault: &Vault) {
        let _ = vault.write(Op::Recall, locking::recalled);
        self.open().recall = false;
    }

    /// Gives the vault a new root key, after a backup. One that the lock cuts off, or anything else but the hand that
    /// stops it, is proposed again. Call it off the main thread.
    pub(crate) fn rotate(&self) -> Answer<()> {
        let vault = self.vault()?;
        let before = vault.read(vault::new_key_due)?;
        let due = |tx: &mut WriteTx<'_>| vault::new_key_is_due(tx, Due::CutOff);
        vault.write(Op::NewKeyDue, due)?;
        drop(vault);
        let rotated = self.backup_before().and_then(|()| self.change_root());
        let stopped = matches!(&rotated, Err(fault) if fault.code == Code::Cancelled);
        if let (true, false, Ok(vault)) = (stopped, self.locks(), self.vault()) {
            let as_before = |tx: &mut WriteTx<'_>| match before {
                Some(due) => vault::new_key_is_due(tx, due),
                None => vault::decline_new_key(tx, Due::CutOff),
            };
            let _ = vault.write(Op::NewKeyDue, as_before);
        }
        // A running proof had to stop for it.
        self.prove();
        rotated
    }

    /// Somebody stands before the door and wants to lock.
    pub(crate) fn locks(&self) -> bool {
        self.0.lockers.load(Ordering::SeqCst) > 0
    }

    /// The vault is closed meanwhile, and open as it was when this fails before the swap, or when somebody locks before it.
    fn change_root(&self) -> Answer<()> {
        let _door = held(&self.0.door);
        let vault = held(&self.0.vault).take().ok_or(Code::Locked)?;
        self.0.cancel_import.store(true, Ordering::Relaxed);
        vault.stop_proving();
        let vault = match alone(vault) {
            Ok(vault) => vault,
            Err(busy) => {
                busy.stays();
                *held(&self.0.vault) = Some(busy);
                return Err(Code::FolderHangs.into());
            }
        };
        // Who locks does not wait: all is as it was then.
        let locks = || self.locks();
        let rotated = self.copies().along(self, Work::Rotate, &locks, |course| {
            vault::rotate(vault, course)
        });
        let (vault, answer) = match rotated {
            Ok(vault) => (Some(vault), Ok(())),
            Err(kept) => (kept.vault.map(|vault| *vault), Err(kept.error.into())),
        };
        if vault.is_none() {
            // It had to be closed, and did not open again: nothing of it stays here.
            self.leave_nothing();
            window::replace(self.app());
        }
        *held(&self.0.vault) = vault.map(Arc::new);
        answer
    }

    /// A new recovery code for whoever gives a key; refused keys make the next try wait longer. Kept until it was
    /// typed back. Call it off the main thread.
    pub(crate) fn new_recovery(&self, key: &Unlock) -> Answer<Vec<String>> {
        let _door = self.0.patience.before(&self.0.door);
        let vault = self.vault()?;
        let code = self.0.patience.judge(vault.new_recovery(key))?;
        let groups = code.reveal().split('-').map(str::to_owned).collect();
        self.open().recovery = Some(code);
        Ok(groups)
    }
}
