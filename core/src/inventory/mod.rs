//! The keystone: one list of everything the vault can hold about a person. Each entry says what it is, which columns it
//! answers for, and how to count, collect and erase them. Export and forget walk this list and know no table by name.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use serde_json::Value;

use crate::Result;
use crate::vault::{ReadTx, WriteTx};

mod store;
#[cfg(test)]
mod tests;

/// What a kind of data is, for the person who reads the export and for the record of processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Who the person is and where the contact came from.
    Identity,
    /// Names, addresses, numbers and their verification.
    ContactDetails,
    /// Why data may be held.
    LawfulBasis,
    /// How the seller sorts contacts.
    Sorting,
    /// What the person said yes and no to.
    Consent,
    /// Calls and notes.
    Communication,
    /// Who was handed something.
    Disclosure,
    /// Copies that make lists and search quick.
    Derived,
}

impl Category {
    /// The key of its name in `locales/*/export.ftl`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::ContactDetails => "contact-details",
            Self::LawfulBasis => "lawful-basis",
            Self::Sorting => "sorting",
            Self::Consent => "consent",
            Self::Communication => "communication",
            Self::Disclosure => "disclosure",
            Self::Derived => "derived",
        }
    }
}

/// Columns of a table that an entry answers for.
pub struct Claim {
    pub table: &'static str,
    /// Columns whose content the export shows (a row number stands there as what it points at).
    pub columns: &'static [&'static str],
    /// Columns that hold no words about the person and are kept out of the export.
    pub withheld: &'static [&'static str],
}

/// One kind of data about a person.
pub struct Entry {
    /// `values`, `consents`, `activities` …; for ever, it stands in certificates and exports.
    pub kind: &'static str,
    pub category: Category,
    pub claims: &'static [Claim],
    sql: store::Statements,
}

/// Every entry, leaf first: erasing in this order breaks no reference.
pub fn entries() -> &'static [Entry] {
    store::ENTRIES
}

impl Entry {
    /// How many there are about `person` (row number).
    pub(crate) fn count(&self, tx: &ReadTx<'_>, person: i64) -> Result<u32> {
        store::count(tx, &self.sql, person)
    }

    /// All of it, one JSON object a row: instants in RFC 3339 (UTC), ids as UUIDs, other bytes in hexadecimal.
    pub(crate) fn collect(&self, tx: &ReadTx<'_>, person: i64) -> Result<Vec<Value>> {
        store::collect(tx, &self.sql, person)
    }

    /// Erases all of it. What is shared keeps the others' part.
    pub(crate) fn erase(&self, tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
        store::erase(tx, &self.sql, person)
    }

    /// The texts that go with the person.
    pub(crate) fn texts(&self, tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
        store::texts(tx, &self.sql, person)
    }
}

/// Rows that still refer to a person who is gone, as `table.column` (none after a complete forget).
pub(crate) fn references(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    store::references(tx, person)
}

/// The tables whose texts may lawfully hold a word that a forgotten person had, too: those of the list and the house's.
/// What only shows the text of another table again is left out.
pub(crate) fn living_tables() -> impl Iterator<Item = &'static str> {
    let claimed = entries().iter().flat_map(|entry| entry.claims);
    claimed
        .map(|claim| claim.table)
        .filter(|table| !matches!(*table, "note_fts" | "searchable_note"))
        .chain(store::HOUSE.iter().map(|(table, _)| *table))
        .chain(["sqlite_schema"])
}

/// Hands every row of `table` that belongs to somebody (or to the house) to `each`: its columns in a row, as they stand
/// in the file; until `each` has seen enough.
pub(crate) fn living_texts(
    tx: &ReadTx<'_>,
    table: &str,
    each: &mut dyn FnMut(&str) -> ControlFlow<()>,
) -> Result<()> {
    store::living_texts(tx, table, each)
}

/// Columns of the live schema that no entry claims and that are not named as the house's, as `table.column`; and
/// claims that the schema does not know. Empty in a healthy build.
pub fn unclaimed(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let live = store::live_columns(tx)?;
    let mut named = BTreeSet::new();
    for claim in entries().iter().flat_map(|entry| entry.claims) {
        for column in claim.columns.iter().chain(claim.withheld) {
            named.insert(format!("{}.{column}", claim.table));
        }
    }
    for (table, columns) in store::HOUSE {
        for column in *columns {
            named.insert(format!("{table}.{column}"));
        }
    }
    Ok(live.symmetric_difference(&named).cloned().collect())
}
