//! A vault with people, and dice that fall the same way for the same seed.

use std::path::Path;
use std::sync::Arc;

use kartotek_core::contact::{self, ContactRow, Filter, Order};
use kartotek_core::policy;
use kartotek_core::vault::{Op, SystemClock, Vault};
use kartotek_core::{PersonId, Result};

use crate::people;

pub(crate) const KEY: [u8; 32] = [0x51; 32];

/// splitmix64.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n as u64).unwrap_or(0)
    }
}

/// A vault under a raw key with the default policy.
pub(crate) fn vault(folder: &Path) -> Vault {
    let vault = Vault::create_raw(folder, KEY, Arc::new(SystemClock)).expect("a vault");
    vault
        .write(Op::CreateVault, |tx| {
            policy::activate(tx, &policy::default_policy())
        })
        .expect("a policy");
    vault
}

pub(crate) fn again(folder: &Path) -> Result<Vault> {
    Vault::open_raw(folder, KEY, Arc::new(SystemClock))
}

pub(crate) fn add(vault: &Vault, name: &str) -> Result<PersonId> {
    people::add(vault, &[("name", name)])
}

fn rows(vault: &Vault) -> Result<Vec<ContactRow>> {
    vault.read(|tx| Ok(contact::list(tx, Order::Name, &Filter::All, 0, 500)?.rows))
}

/// Everybody's name.
pub(crate) fn names(vault: &Vault) -> Result<Vec<String>> {
    Ok(rows(vault)?
        .into_iter()
        .map(|row| row.display_name)
        .collect())
}

/// Everybody.
pub(crate) fn people(vault: &Vault) -> Result<Vec<PersonId>> {
    Ok(rows(vault)?.into_iter().map(|row| row.id).collect())
}
