//! What is left of a wreck goes into the new vault through the same triggers as everything else: what they refuse stays out
//! and is counted.

use std::collections::BTreeSet;

use rusqlite::types::Value;

use super::{Kind, What, loose, store};
use crate::erasure::Forgotten;
use crate::vault::{Course, Op, ReadTx, Stage, Use, Vault, Wreck, WriteTx};
use crate::{Code, Result, backup, consent, contact, policy};

/// Whoever is referred to comes before whoever refers. Tables that stand here in no place follow in the order of their names.
const ORDER: &[&str] = &[
    "policy",
    "active_policy",
    "active_field",
    "active_purpose",
    "active_basis",
    "assessment",
    "wording",
    "erasure",
    "person",
    "value",
    "hidden_value",
    "verification",
    "basis",
    "tag",
    "person_tag",
    "consent_event",
    "event_lift",
    "suppression",
    "activity",
    "participant",
    "disclosure",
    "import_batch",
    "journal",
];

/// The house stands already; the rest is made from what is filled in.
const MADE: &[&str] = &[
    "vault",
    "controller",
    "actor",
    "scope",
    "secret",
    "device",
    "left_folder",
    "card",
    "tally",
    "sqlite_sequence",
];

/// What came of it.
#[derive(Default)]
pub(super) struct Filled {
    pub(super) refused: u32,
    pub(super) loose_rows: u32,
    pub(super) loose: Vec<serde_json::Value>,
    pub(super) forgotten: u32,
    pub(super) doubtful: u32,
    /// Kept noes whose key is there, too.
    pub(super) noes: u32,
}

/// Fills `vault`, which is empty.
pub(super) fn fill(
    wreck: &Wreck,
    vault: &Vault,
    forgotten: &[Forgotten],
    course: Course<'_>,
) -> Result<Filled> {
    let mut filled = vault
        .write(Op::Salvage, |tx| all(tx, wreck, forgotten, course))?
        .value;
    for person in vault.read(|tx| doubtful(tx, wreck))? {
        vault.write(Op::Salvage, |tx| consent::doubt(tx, person))?;
        filled.doubtful += 1;
    }
    Ok(filled)
}

fn all(
    tx: &mut WriteTx<'_>,
    wreck: &Wreck,
    forgotten: &[Forgotten],
    course: Course<'_>,
) -> Result<Filled> {
    let mut filled = Filled::default();
    let was_on = store::enrichment_on(tx)?;
    let tables = order(wreck);
    let of = tables
        .iter()
        .map(|table| wreck.table(table).rows.len() as u64)
        .sum();
    let mut done = 0;
    let gone: BTreeSet<Vec<u8>> = forgotten
        .iter()
        .map(|entry| entry.person.0.as_bytes().to_vec())
        .collect();
    for table in tables {
        // Before what is recorded under it, and once more when it is known which assessments were confirmed.
        if matches!(table, "assessment" | "wording") {
            policy_of_today(tx, wreck)?;
        }
        let rest = wreck.table(table);
        for row in rest.rows.values() {
            if done % 256 == 0 {
                course.at(Stage::Fill, done, of)?;
            }
            done += 1;
            // Somebody on a list outside is left out like somebody in the ledger.
            if table == "person"
                && matches!(row.get(1), Some(Value::Blob(uid)) if gone.contains(uid))
            {
                filled.forgotten += 1;
                continue;
            }
            match store::put(tx, table, &rest.columns, row) {
                Ok(()) => {}
                Err(error) if error.code() == Code::Forgotten => filled.forgotten += 1,
                // Where its person is not there, the policy was not asked.
                Err(error) if is_policy(error.code()) => {
                    filled.refused += u32::from(store::has_person(tx, rest, row)?);
                }
                // What it refers to is lost.
                Err(error) if store::is_refusal(&error) => {}
                Err(error) => return Err(error),
            }
        }
    }
    course.at(Stage::Fill, of, of)?;
    let alive = keys(wreck, Use::Suppression.name());
    let noes = store::noes(tx)?.into_iter();
    filled.noes = count(noes.filter(|key| alive.contains(key)).count());
    let (rows, objects) = loose::of(tx, wreck, &gone)?;
    filled.loose_rows = rows;
    filled.loose = objects;
    store::enrich_as_before(tx, wreck.table("person"), was_on)?;
    store::drop_ownerless(tx)?;
    backup::replaces(tx)?;
    store::numbers_never_return(tx, wreck)?;
    for person in store::people(tx)? {
        contact::project(tx, person)?;
        contact::refresh_activity(tx, person)?;
    }
    Ok(filled)
}

fn is_policy(code: Code) -> bool {
    use Code::{
        BasisSwapAfterWithdrawal, EnrichmentOff, PolicyBasis, PolicyField, PolicyPurpose,
        PolicyTooLong,
    };
    matches!(
        code,
        PolicyField
            | PolicyTooLong
            | PolicyPurpose
            | PolicyBasis
            | BasisSwapAfterWithdrawal
            | EnrichmentOff
    )
}

fn order(wreck: &Wreck) -> Vec<&str> {
    let others = wreck
        .tables()
        .filter(|table| !ORDER.contains(table) && !MADE.contains(table) && !table.contains("_fts"));
    ORDER.iter().copied().chain(others).collect()
}

/// The tables that the triggers read, from the document when they are not whole themselves.
fn policy_of_today(tx: &mut WriteTx<'_>, wreck: &Wreck) -> Result<()> {
    let tables = [
        "active_policy",
        "active_field",
        "active_purpose",
        "active_basis",
    ];
    if tables.iter().any(|table| !wreck.table(table).whole()) || !store::has_policy(tx)? {
        policy::settle(tx)?;
    }
    for missing in store::policies_named(wreck) {
        store::stand_in_policy(tx, missing)?;
    }
    Ok(())
}

/// People of whose consents some may be lost, by what indexes, chains and journal say.
fn doubtful(tx: &ReadTx<'_>, wreck: &Wreck) -> Result<Vec<crate::PersonId>> {
    let known = store::events(tx)?;
    let mut doubtful = BTreeSet::new();
    for entry in wreck.index("consent_event_person") {
        if let (Some(Value::Integer(person)), Some(Value::Integer(event))) =
            (entry.first(), entry.last())
            && !known.contains(event)
        {
            doubtful.insert(*person);
        }
    }
    let mut out = Vec::new();
    let all = wreck.table("consent_event").uncounted;
    for (number, person) in store::people_with_ids(tx)? {
        let has_yes = store::has_yes(tx, number)?;
        if has_yes
            && (all
                || doubtful.contains(&number)
                || store::journal_names_a_lost_event(tx, number, wreck)?
                || consent::verify_chain(tx, person)?.is_some())
        {
            out.push(person);
        }
    }
    Ok(out)
}

/// The keys of the wreck for a use, by number.
fn keys(wreck: &Wreck, usage: &str) -> BTreeSet<i64> {
    let rest = wreck.table("secret");
    let of_use = rest
        .rows
        .iter()
        .filter(|(_, row)| rest.text(row, "use") == usage);
    of_use.map(|(number, _)| *number).collect()
}

/// How much of each kind was rescued and what is known to be lost; `named` are in what is left of the ledger.
pub(super) fn kinds(
    tx: &ReadTx<'_>,
    wreck: &Wreck,
    filled: &Filled,
    named: usize,
) -> Result<Vec<Kind>> {
    let counts = store::counts(tx)?;
    let kind = |what, rescued: u32, table: &str, forgotten: u32| {
        let rest = wreck.table(table);
        let there = count(rest.gone.len() + rest.rows.len());
        Kind {
            what,
            rescued,
            lost: there.saturating_sub(rescued + forgotten),
            uncounted: rest.uncounted || rest.guessed,
        }
    };
    let uses = Use::ALL.map(|usage| u32::from(!keys(wreck, usage.name()).is_empty()));
    let found = uses.iter().sum();
    Ok(vec![
        kind(What::Contacts, counts[0], "person", filled.forgotten),
        kind(What::Values, counts[1], "value", 0),
        kind(What::Consents, counts[2], "consent_event", 0),
        kind(What::Activities, counts[3], "activity", 0),
        kind(What::Noes, filled.noes, "suppression", 0),
        kind(What::Ledger, count(named), "erasure", 0),
        // A vault has one for each use, from the first day on.
        Kind {
            what: What::Keys,
            rescued: found,
            lost: count(uses.len()) - found,
            uncounted: false,
        },
    ])
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
