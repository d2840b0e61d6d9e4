//! A vault with people under a raw key.

use std::collections::BTreeSet;

use kartotek_core::activity::{self, Entry};
use kartotek_core::contact::{self, ContactRow, Filter, Order};
use kartotek_core::vault::Vault;
use kartotek_core::{PersonId, Result};

use crate::people;

pub(crate) fn add(vault: &Vault, name: &str) -> Result<PersonId> {
    people::add(vault, &[("name", name)])
}

/// Everybody, page by page.
pub(crate) fn rows(vault: &Vault) -> Result<Vec<ContactRow>> {
    vault.read(|tx| {
        let mut all: Vec<ContactRow> = Vec::new();
        loop {
            let from = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let page = contact::list(tx, Order::Name, &Filter::All, from, 500)?.rows;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    })
}

/// The notes about somebody.
pub(crate) fn notes(vault: &Vault, person: PersonId) -> Result<BTreeSet<String>> {
    vault.read(|tx| {
        let (mut notes, mut before) = (BTreeSet::new(), None::<String>);
        loop {
            let page = activity::timeline(tx, person, before.as_deref(), 200)?;
            for entry in page.entries {
                if let Entry::Note { text, .. } = entry {
                    notes.insert(text);
                }
            }
            before = page.next;
            if before.is_none() {
                return Ok(notes);
            }
        }
    })
}
