//! The list against the live schema.

use std::sync::Arc;

use super::*;
use crate::vault::{SystemClock, Vault};

fn vault(dir: &tempfile::TempDir) -> Vault {
    Vault::create_raw(dir.path(), [7; 32], Arc::new(SystemClock)).unwrap()
}

#[test]
fn every_column_is_claimed_or_the_houses() {
    let dir = tempfile::tempdir().unwrap();
    let missing = vault(&dir).read(unclaimed).unwrap();
    assert!(
        missing.is_empty(),
        "columns that no entry claims and that are not named as the house's (or claims the schema does not know): {missing:?}"
    );
}

#[test]
fn a_new_column_or_table_without_an_entry_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(&dir);
    vault
        .maintenance(|conn| {
            conn.execute_batch(
                "ALTER TABLE value ADD COLUMN nickname TEXT; CREATE TABLE scribble (id INTEGER PRIMARY KEY, person_id INTEGER, text TEXT);",
            )?;
            Ok(())
        })
        .unwrap();
    assert_eq!(
        vault.read(unclaimed).unwrap(),
        [
            "scribble.id",
            "scribble.person_id",
            "scribble.text",
            "value.nickname"
        ],
        "a column about a person that nobody claims must turn the build red"
    );
}

#[test]
fn kinds_are_unique_and_the_person_goes_last() {
    let kinds: BTreeSet<_> = entries().iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds.len(), entries().len(), "two entries share a kind");
    assert_eq!(entries().last().map(|entry| entry.kind), Some("person"));
    assert_eq!(
        entries().first().map(|entry| entry.kind),
        Some("search"),
        "search rows go before their content"
    );
}

#[test]
fn only_row_numbers_and_the_subject_key_stay_out_of_the_export() {
    for claim in entries().iter().flat_map(|entry| entry.claims) {
        for column in claim.withheld {
            assert!(
                matches!(*column, "id" | "person_id" | "subject_key"),
                "{}.{column} is kept from the person without a reason",
                claim.table
            );
        }
    }
}

#[test]
fn every_kind_has_a_name_in_both_languages() {
    let kinds: BTreeSet<String> = entries()
        .iter()
        .map(|entry| entry.kind.replace('_', "-"))
        .collect();
    for texts in [
        include_str!("../../../locales/sv/erasure.ftl"),
        include_str!("../../../locales/en/erasure.ftl"),
    ] {
        let named: BTreeSet<String> = texts
            .lines()
            .filter_map(|line| line.strip_prefix("kind-")?.split_once(" = "))
            .filter(|(_, name)| !name.trim().is_empty())
            .map(|(kind, _)| kind.to_owned())
            .collect();
        assert_eq!(
            named, kinds,
            "what a forget counts is called by its name, and nothing else has one"
        );
    }
}
