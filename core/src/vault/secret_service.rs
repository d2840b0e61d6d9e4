//! The Secret Service of freedesktop.org (GNOME Keyring, `KWallet`, `KeePassXC`) as a [`Keyring`].
//!
//! The store is connected anew for every question: one that starts late is found by the next try.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use zbus_secret_service_keyring_store::Store;
use zeroize::Zeroizing;

use super::keyring::{Keyring, KeyringFault, SERVICE};

pub(super) struct SecretService;

impl SecretService {
    fn store() -> Result<Arc<Store>, KeyringFault> {
        Store::new().map_err(|_| KeyringFault::NoStore)
    }

    /// All collections are searched, so the same account may be there twice.
    fn find(account: &str) -> Result<Vec<Entry>, KeyringFault> {
        let wanted = HashMap::from([("service", SERVICE), ("username", account)]);
        let found = Self::store()?.search(&wanted).map_err(fault)?;
        if found.is_empty() {
            return Err(KeyringFault::NoEntry);
        }
        Ok(found)
    }
}

impl Keyring for SecretService {
    fn read(&self, account: &str) -> Result<Vec<Zeroizing<String>>, KeyringFault> {
        let (mut texts, mut shut) = (Vec::new(), false);
        for entry in Self::find(account)? {
            match entry.get_password() {
                Ok(text) => texts.push(Zeroizing::new(text)),
                // Something else lies under our name; it is left alone.
                Err(Error::BadEncoding(_)) => {}
                Err(_) => shut = true,
            }
        }
        match (texts.is_empty(), shut) {
            (true, true) => Err(KeyringFault::Locked),
            (true, false) => Err(KeyringFault::NoEntry),
            _ => Ok(texts),
        }
    }

    fn write(&self, account: &str, secret: &str) -> Result<(), KeyringFault> {
        let label = HashMap::from([("label", "Kartotek")]);
        Self::store()?
            .build(SERVICE, account, Some(&label))
            .and_then(|entry| entry.set_password(secret))
            .map_err(fault)
    }

    fn remove(&self, account: &str) -> Result<(), KeyringFault> {
        for entry in Self::find(account)? {
            entry.delete_credential().map_err(fault)?;
        }
        Ok(())
    }
}

fn fault(error: Error) -> KeyringFault {
    match error {
        Error::NoEntry => KeyringFault::NoEntry,
        Error::NoStorageAccess(_) => KeyringFault::Locked,
        Error::NoDefaultStore => KeyringFault::NoStore,
        _ => KeyringFault::Failed,
    }
}
