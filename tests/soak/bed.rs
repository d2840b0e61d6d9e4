//! A vault with people under a raw key.

use kartotek_core::contact::{self, ContactRow, Filter, Order};
use kartotek_core::vault::Vault;
use kartotek_core::{PersonId, Result};

pub(crate) use crate::faults::bed::{again, vault};
use crate::people;

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
