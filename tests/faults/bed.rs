//! A vault with people, and what must be true of it whatever happened.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use kartotek_core::contact::{self, ContactRow, Filter, Order};
use kartotek_core::policy::{self, Language};
use kartotek_core::vault::session::{self, Controller, NewVault, Surroundings, Unlock};
use kartotek_core::vault::{Cost, Keyring, KeyringFault, NoKeyring, Op, SystemClock, Vault};
use kartotek_core::{Error, Result, verify};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::Round;
use crate::people;

pub(crate) const PASSPHRASE: &str = "gröna hästar äter sill";

pub(crate) fn around() -> Surroundings {
    Surroundings {
        keyring: Arc::new(NoKeyring),
        cost: Cost::Floor,
        ..Surroundings::new(Arc::new(SystemClock))
    }
}

/// A keyring with one item, whatever it is asked for.
#[derive(Default)]
pub(crate) struct Item(Mutex<String>);

impl Item {
    pub(crate) fn text(&self) -> String {
        self.0.lock().expect("nobody panics here").clone()
    }

    pub(crate) fn put(&self, text: String) {
        *self.0.lock().expect("nobody panics here") = text;
    }
}

impl Keyring for Item {
    fn read(&self, _: &str) -> Result<Vec<Zeroizing<String>>, KeyringFault> {
        Ok(vec![Zeroizing::new(self.text())])
    }
    fn write(&self, _: &str, secret: &str) -> Result<(), KeyringFault> {
        self.put(secret.to_owned());
        Ok(())
    }
    fn remove(&self, _: &str) -> Result<(), KeyringFault> {
        self.put(String::new());
        Ok(())
    }
}

/// With this keyring: it opens without the time that a passphrase takes.
pub(crate) fn with(item: &Arc<Item>) -> Surroundings {
    Surroundings {
        keyring: item.clone(),
        ..around()
    }
}

pub(crate) fn key() -> Unlock {
    Unlock::Passphrase(SecretString::from(PASSPHRASE))
}

pub(crate) fn house(keyring: bool) -> NewVault {
    NewVault {
        controller: Controller::default(),
        language: Language::Sv,
        zone: "Europe/Stockholm".into(),
        passphrase: SecretString::from(PASSPHRASE),
        keyring,
        confirm_assessments: true,
    }
}

const KEY: [u8; 32] = [0x51; 32];

/// A vault under a raw key with the default policy: no passphrase that takes its time.
pub(crate) fn vault(folder: &Path) -> Vault {
    let vault = Vault::create_raw(folder, KEY, Arc::new(SystemClock)).expect("a vault");
    vault
        .write(Op::CreateVault, |tx| {
            policy::activate(tx, &policy::default_policy())
        })
        .expect("a policy");
    vault
}

/// Opens it again.
pub(crate) fn again(folder: &Path) -> Result<Vault> {
    Vault::open_raw(folder, KEY, Arc::new(SystemClock))
}

/// A closed vault in `folder` with so many people; the passphrase opens it.
pub(crate) fn sown(folder: &Path, people: u32) {
    let (vault, _) = session::create_in(folder, house(false), &around()).expect("a vault");
    sow(&vault, people);
    vault.close().expect("closed in order");
}

/// So many people, called `Person 0` and so on.
pub(crate) fn sow(vault: &Vault, people: u32) {
    for n in 0..people {
        let email = format!("person{n}@example.org");
        people::add(
            vault,
            &[("name", &format!("Person {n}")), ("email", &email)],
        )
        .expect("a contact");
    }
}

/// Everybody.
pub(crate) fn rows(vault: &Vault) -> Result<Vec<ContactRow>> {
    vault.read(|tx| Ok(contact::list(tx, Order::Name, &Filter::All, 0, 500)?.rows))
}

/// Everybody's name.
pub(crate) fn names(vault: &Vault) -> Round<BTreeSet<String>> {
    let rows = rows(vault).map_err(|error| code("the list", &error))?;
    Ok(rows.into_iter().map(|row| row.display_name).collect())
}

/// Every check of the vault.
pub(crate) fn sound(vault: &Vault) -> Round<()> {
    match verify::verify(vault, None).iter().find(|check| !check.ok) {
        None => Ok(()),
        Some(check) => Err(format!("{}: {}", check.name, check.detail)),
    }
}

/// `what` went wrong so.
pub(crate) fn code(what: &str, error: &Error) -> String {
    format!("{what}: {error:?}")
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("a copy");
        }
    }
}

/// Nothing half is left in `folder`: what our files are called while they are written.
pub(crate) fn tidy(folder: &Path) -> Round<()> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.contains(".part") {
            return Err(format!("{name} was left"));
        }
    }
    Ok(())
}
