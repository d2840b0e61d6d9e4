//! What the vault's tests share: a folder, its fingerprint, a keyring that does as it is told.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kartotek_core::policy::Language;
use kartotek_core::vault::session::{
    self, Controller, NewVault, RecoveryCode, Surroundings, Unlock,
};
use kartotek_core::vault::{Cost, Keyring, KeyringFault, NoKeyring, SystemClock, Vault};
use kartotek_core::{Code, Result};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub(crate) const PASSPHRASE: &str = "gröna hästar äter sill";

pub(crate) fn around(keyring: Arc<dyn Keyring>) -> Surroundings {
    Surroundings {
        keyring,
        patience: Duration::from_millis(800),
        cost: Cost::Floor,
        ..Surroundings::new(Arc::new(SystemClock))
    }
}

pub(crate) fn plain() -> Surroundings {
    around(Arc::new(NoKeyring))
}

pub(crate) fn house(keyring: bool) -> NewVault {
    NewVault {
        controller: Controller {
            name: "Ljungs Trä & Bygg".into(),
            address: "Storgatan 1, 360 10 Ryd".into(),
            email: "ljung@example.se".into(),
            ..Controller::default()
        },
        language: Language::Sv,
        zone: "Europe/Stockholm".into(),
        passphrase: SecretString::from(PASSPHRASE),
        keyring,
        confirm_assessments: true,
    }
}

/// A new vault in `dir`, closed again.
pub(crate) fn made(dir: &Path, keyring: bool, around: &Surroundings) -> RecoveryCode {
    let (vault, code) = session::create_in(dir, house(keyring), around).expect("a new vault");
    vault.close().expect("closed in order");
    code
}

pub(crate) fn passphrase(text: &str) -> Unlock {
    Unlock::Passphrase(SecretString::from(text))
}

/// Name, mode and content of everything in `dir`: equal means that not one byte was changed.
pub(crate) fn fingerprint(dir: &Path) -> BTreeMap<String, (u32, String)> {
    use std::os::unix::fs::PermissionsExt;
    fs::read_dir(dir)
        .expect("a folder")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let mode = path
                .symlink_metadata()
                .expect("its mode")
                .permissions()
                .mode()
                & 0o7777;
            let content = fs::read(&path)
                .map(|b| format!("{:x?}", Sha256::digest(b)))
                .unwrap_or_default();
            (
                path.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                (mode, content),
            )
        })
        .collect()
}

/// Opening fails with `code` and leaves the folder as it was.
pub(crate) fn refused(dir: &Path, unlock: Unlock, around: &Surroundings, code: Code, why: &str) {
    let before = fingerprint(dir);
    let got = session::open_in(dir, unlock, around)
        .err()
        .map(|e| e.code());
    assert_eq!(got, Some(code), "{why}");
    assert_eq!(fingerprint(dir), before, "{why}: not one byte changed");
}

/// A keyring in memory that can be told to fail.
#[derive(Default)]
pub(crate) struct PaperKeyring {
    pub(crate) items: Mutex<HashMap<String, Vec<String>>>,
    pub(crate) fault: Mutex<Option<KeyringFault>>,
    pub(crate) delay: Mutex<Duration>,
    pub(crate) writes: Mutex<u32>,
    /// Says that an item is gone, and keeps it.
    pub(crate) keeps: bool,
}

impl PaperKeyring {
    fn obey(&self) -> Result<(), KeyringFault> {
        let delay = *self.delay.lock().unwrap();
        std::thread::sleep(delay);
        (*self.fault.lock().unwrap()).map_or(Ok(()), Err)
    }
}

impl Keyring for PaperKeyring {
    fn read(&self, account: &str) -> Result<Vec<Zeroizing<String>>, KeyringFault> {
        self.obey()?;
        let items = self.items.lock().unwrap();
        let texts = items.get(account).ok_or(KeyringFault::NoEntry)?;
        Ok(texts.iter().cloned().map(Zeroizing::new).collect())
    }
    fn write(&self, account: &str, secret: &str) -> Result<(), KeyringFault> {
        self.obey()?;
        *self.writes.lock().unwrap() += 1;
        self.items
            .lock()
            .unwrap()
            .insert(account.into(), vec![secret.into()]);
        Ok(())
    }
    fn remove(&self, account: &str) -> Result<(), KeyringFault> {
        self.obey()?;
        if !self.keeps {
            self.items.lock().unwrap().remove(account);
        }
        Ok(())
    }
}

/// The next action works: after a refusal the passphrase still opens.
pub(crate) fn still_opens(dir: &Path) -> Vault {
    session::open_in(dir, passphrase(PASSPHRASE), &plain()).expect("the passphrase still opens")
}
