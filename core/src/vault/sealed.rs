//! The root key while the vault is open, the slots file that seals it, and how a slot is opened.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::keys::{self, Key, RootKey};
use super::session::{RecoveryCode, Surroundings, Unlock, day};
use super::slots::{self, Opened, Slots, Way};
use super::{KeyringFault, files, keyring, lock, passphrase, recovery};
use crate::{Code, Result};

/// Finds the slot that `unlock` fits.
pub(super) fn open_slots(slots: &Slots, unlock: &Unlock, around: &Surroundings) -> Result<Opened> {
    open_slots_until(slots, unlock, around, &around.impatient)
}

/// [`open_slots`]; nobody waits for the keyring any more when `ends` says so.
pub(super) fn open_slots_until(
    slots: &Slots,
    unlock: &Unlock,
    around: &Surroundings,
    ends: &AtomicBool,
) -> Result<Opened> {
    let typed = match unlock {
        Unlock::Recovery(code) => Some(recovery::secret(code)?),
        _ => None,
    };
    let mut asked = false;
    for slot in &slots.all {
        let candidates: Vec<Key> = match (&slot.way, unlock) {
            (Way::Passphrase { kdf }, Unlock::Passphrase(text)) => {
                vec![passphrase::slot_key(text, kdf)?]
            }
            (Way::Recovery { salt }, Unlock::Recovery(_)) => typed
                .iter()
                .map(|secret| Ok(recovery::slot_key(secret, &slots::bytes(salt)?)))
                .collect::<Result<_>>()?,
            (Way::Keyring { account }, Unlock::Keyring) => keyring_keys(account, around, ends)?,
            _ => continue,
        };
        asked = true;
        for key in candidates {
            if let Some(opened) = slots.open(slot, &key)? {
                return Ok(opened);
            }
        }
    }
    Err(match unlock {
        Unlock::Keyring => Code::KeyringUnavailable,
        _ if asked => Code::WrongPassphrase,
        _ => Code::KeyFileDamaged,
    }
    .into())
}

/// Every key that the keyring holds under `account`; texts that are no keys are left alone.
fn keyring_keys(account: &str, around: &Surroundings, ends: &AtomicBool) -> Result<Vec<Key>> {
    let account = account.to_owned();
    let texts = keyring::ask(&around.keyring, around.patience, ends, move |k| {
        k.read(&account)
    })?;
    Ok(texts.iter().filter_map(|text| slots::key(text)).collect())
}

pub(super) fn add_recovery(
    slots: &mut Slots,
    root: &RootKey,
    code: &RecoveryCode,
    since: String,
) -> Result<()> {
    let salt = keys::random::<16>()?;
    let key = recovery::slot_key(&*recovery::secret(&code.0)?, &salt);
    let way = Way::Recovery {
        salt: slots::text(&*salt),
    };
    slots.add(&fresh_id("r"), way, since, &key, root)
}

pub(super) fn fresh_id(kind: &str) -> String {
    format!("{kind}-{}", Uuid::new_v4().simple())
}

/// What an open vault knows of its keys.
pub(super) struct Keys {
    pub(super) database: Key,
    /// Absent when a raw key was given.
    pub(super) sealed: Option<Sealed>,
}

/// The root key and the file that seals it.
pub(super) struct Sealed {
    pub(super) root: RootKey,
    pub(super) slots: Mutex<Slots>,
    pub(super) changed: bool,
    pub(super) around: Surroundings,
}

impl From<Sealed> for Keys {
    fn from(sealed: Sealed) -> Self {
        Self {
            database: sealed.root.database(),
            sealed: Some(sealed),
        }
    }
}

impl Sealed {
    pub(super) fn save(&self, file: &Path) -> Result<()> {
        let bytes = lock(&self.slots).seal(&self.root);
        Ok(files::replace(file, &bytes)?)
    }

    /// Changes a copy of the slots, writes it, and only then believes it.
    pub(super) fn change<T>(
        &self,
        file: &Path,
        f: impl FnOnce(&mut Slots) -> Result<T>,
    ) -> Result<T> {
        let mut slots = lock(&self.slots);
        let mut next = slots.clone();
        // One that never came: a way that is added now would not have it.
        next.drop_pending();
        let out = f(&mut next)?;
        files::replace(file, &next.seal(&self.root))?;
        *slots = next;
        Ok(out)
    }

    /// Today, UTC, for a new slot.
    pub(super) fn today(&self) -> String {
        day(self.around.clock.now_ms())
    }

    /// A new item under a new account name; read back before the slot is written. A slot that was there is replaced, and
    /// its item, which may belong to another desktop, is left alone.
    pub(super) fn add_keyring(&self, file: &Path, ends: &AtomicBool) -> Result<()> {
        let key: Key = keys::random()?;
        let id = fresh_id("k");
        let account = format!("{}/{id}", lock(&self.slots).vault);
        let (name, text) = (account.clone(), Zeroizing::new(slots::text(&*key)));
        keyring::ask(&self.around.keyring, self.around.patience, ends, move |k| {
            k.write(&name, &text)
        })?;
        let written = keyring_keys(&account, &self.around, ends)
            .is_ok_and(|found| found.iter().any(|k| **k == *key));
        let added = if written {
            self.change(file, |slots| {
                let way = Way::Keyring {
                    account: account.clone(),
                };
                slots.all.retain(|s| !matches!(s.way, Way::Keyring { .. }));
                slots.add(&id, way, self.today(), &key, &self.root)
            })
        } else {
            Err(Code::KeyringUnavailable.into())
        };
        if added.is_err() {
            // What is left of it opens nothing.
            let _ = self.forget_item(account, ends);
        }
        added
    }

    /// The slot goes first: an item without a slot opens nothing. Then the item, and the keyring is asked whether it has it
    /// still.
    ///
    /// # Errors
    /// [`Code::KeyringItemLeft`]: the slot is gone all the same.
    pub(super) fn remove_keyring(&self, file: &Path, ends: &AtomicBool) -> Result<()> {
        let account = self.change(file, |slots| {
            let account = slots.keyring().map(str::to_owned);
            slots.all.retain(|s| !matches!(s.way, Way::Keyring { .. }));
            Ok(account)
        })?;
        if account.is_none_or(|account| self.forget_item(account, ends)) {
            Ok(())
        } else {
            Err(Code::KeyringItemLeft.into())
        }
    }

    /// Whether the keyring says that the item is gone.
    fn forget_item(&self, account: String, ends: &AtomicBool) -> bool {
        let gone = move |k: &dyn keyring::Keyring| match k.remove(&account) {
            Ok(()) => Ok(matches!(k.read(&account), Err(KeyringFault::NoEntry))),
            Err(KeyringFault::NoEntry) => Ok(true),
            Err(fault) => Err(fault),
        };
        keyring::ask(&self.around.keyring, self.around.patience, ends, gone).unwrap_or(false)
    }
}
