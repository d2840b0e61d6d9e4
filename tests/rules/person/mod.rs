//! A vault with the default policy, and who knows its key.

use std::path::Path;
use std::sync::Arc;

use kartotek_core::contact::{self, BasisChoice, ContactDraft, Source, SourceHow};
use kartotek_core::policy::{self, LawfulBasis, PersonType};
use kartotek_core::vault::{Op, SystemClock, Vault};
use kartotek_core::{PersonId, Result};
use rusqlite::Connection;

use crate::people::consumer;

mod full_disk;
mod wall;

const KEY: [u8; 32] = [9; 32];

fn vault(dir: &Path) -> Vault {
    let vault = Vault::create_raw(dir, KEY, Arc::new(SystemClock)).unwrap();
    vault
        .write(Op::CreateVault, |tx| {
            policy::activate(tx, &policy::default_policy())?;
            policy::confirm_assessment(tx, "prospecting")
        })
        .unwrap();
    vault
}

fn draft(values: &[(&str, &str)]) -> ContactDraft {
    ContactDraft {
        person_type: PersonType::Employee,
        source: Source {
            how: SourceHow::Met,
            on: String::new(),
            place: String::new(),
        },
        bases: vec![BasisChoice {
            purpose: "prospecting".into(),
            basis: LawfulBasis::LegitimateInterest,
        }],
        ..consumer(values)
    }
}

fn add(vault: &Vault, values: &[(&str, &str)]) -> Result<PersonId> {
    Ok(vault
        .write(Op::CreateContact, |tx| contact::create(tx, &draft(values)))?
        .value)
}

/// Another program on the same file.
fn foreign(dir: &Path) -> Connection {
    crate::foreign::open(dir, &KEY)
}
