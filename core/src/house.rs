//! For the tests of the rooms: a vault of its own with the default policy and its assessments confirmed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::contact::{self, ContactDraft, Content, Source, SourceHow, ValueDraft};
use crate::policy::{PersonType, activate, confirm_assessment, default_policy};
use crate::vault::{Clock, Op, ReadTx, Vault, WriteTx};
use crate::{PersonId, Result};

pub(crate) struct House {
    pub(crate) vault: Vault,
    _dir: tempfile::TempDir,
}

/// A second passes with every look at it.
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now_ms(&self) -> i64 {
        self.0.fetch_add(1_000, Ordering::Relaxed)
    }
}

impl House {
    pub(crate) fn new() -> Self {
        let house = Self::unconfirmed();
        for purpose in ["offer_and_order", "prospecting", "service"] {
            house.write(|tx| confirm_assessment(tx, purpose)).unwrap();
        }
        house
    }

    /// Nobody has read the assessments yet.
    pub(crate) fn unconfirmed() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Ticking(AtomicI64::new(1_790_000_000_000));
        let vault = Vault::create_raw(dir.path(), [7; 32], Arc::new(clock)).unwrap();
        let house = Self { vault, _dir: dir };
        house.write(|tx| activate(tx, &default_policy())).unwrap();
        house
    }

    pub(crate) fn write<T>(&self, f: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
        self.vault.write(Op::EditContact, f).map(|done| done.value)
    }

    pub(crate) fn read<T>(&self, f: impl FnOnce(&ReadTx<'_>) -> Result<T>) -> T {
        self.vault.read(f).unwrap()
    }

    pub(crate) fn add(&self, values: &[(&str, &str)]) -> PersonId {
        self.write(|tx| contact::create(tx, &draft(values)))
            .unwrap()
    }
}

/// A consumer met at a fair.
pub(crate) fn draft(values: &[(&str, &str)]) -> ContactDraft {
    ContactDraft {
        person_type: PersonType::Consumer,
        language: None,
        source: Source {
            how: SourceHow::Met,
            on: String::new(),
            place: "Mässan".into(),
        },
        bases: vec![],
        values: values
            .iter()
            .map(|(field, text)| ValueDraft {
                field: (*field).into(),
                content: Content::Text((*text).into()),
                as_typed: false,
            })
            .collect(),
        tags: vec![],
    }
}
