//! Somebody to put into a vault, for the rules and the soak.

use kartotek_core::contact::{self, ContactDraft, Content, Source, SourceHow, ValueDraft};
use kartotek_core::import::ImportPlan;
use kartotek_core::policy::PersonType;
use kartotek_core::vault::{Op, Vault};
use kartotek_core::{PersonId, Result};

/// A consumer met at a fair, with these fields.
pub(crate) fn consumer(values: &[(&str, &str)]) -> ContactDraft {
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

/// Puts such a consumer in.
pub(crate) fn add(vault: &Vault, values: &[(&str, &str)]) -> Result<PersonId> {
    let draft = consumer(values);
    Ok(vault
        .write(Op::CreateContact, |tx| contact::create(tx, &draft))?
        .value)
}

/// How a list from the fair is taken in: as it is recognised.
pub(crate) fn list() -> ImportPlan {
    ImportPlan {
        targets: None,
        source: Source {
            how: SourceHow::Met,
            on: "2026-02-10".into(),
            place: "Mässan".into(),
        },
        person_type: None,
        bases: Vec::new(),
    }
}
