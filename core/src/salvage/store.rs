//! SQL: rows into the new vault as they were, and what has to fit together afterwards.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use uuid::Uuid;

use crate::vault::{ReadTx, Remains, Wreck, WriteTx};
use crate::{Error, PersonId, Result};

/// Puts one row in. Enrichment is off for nobody until all rows are in: what it brought once may stay.
pub(super) fn put(
    tx: &mut WriteTx<'_>,
    table: &str,
    columns: &[String],
    row: &[Value],
) -> Result<()> {
    let columns = columns.get(..row.len()).unwrap_or(columns);
    let marks: Vec<&str> = columns
        .iter()
        .map(|column| {
            if table == "person" && column == "enrichment" {
                "nullif(?, ?)"
            } else {
                "?"
            }
        })
        .collect();
    let names = columns.join(", ");
    let values = columns.iter().zip(row).flat_map(|(column, value)| {
        let twice = table == "person" && column == "enrichment";
        std::iter::repeat_n(value, if twice { 2 } else { 1 })
    });
    let sql = format!(
        "INSERT INTO {table} ({names}) VALUES ({})",
        marks.join(", ")
    );
    tx.execute(&sql, params_from_iter(values))?;
    Ok(())
}

/// A trigger or a constraint kept a row out.
pub(super) fn is_refusal(error: &Error) -> bool {
    matches!(error, Error::Sql(rusqlite::Error::SqliteFailure(failure, _)) if failure.code == rusqlite::ErrorCode::ConstraintViolation)
}

/// Switches enrichment on for the vault; returns whether it was.
pub(super) fn enrichment_on(tx: &mut WriteTx<'_>) -> Result<bool> {
    let was = tx.row("SELECT enrichment FROM vault", [], |r| r.get(0))?;
    tx.execute("UPDATE vault SET enrichment = 1", [])?;
    Ok(was)
}

/// Everybody's own choice of enrichment, and the vault's.
pub(super) fn enrich_as_before(tx: &mut WriteTx<'_>, people: &Remains, was_on: bool) -> Result<()> {
    tx.execute("UPDATE vault SET enrichment = ?1", [was_on])?;
    let Some(place) = people
        .columns
        .iter()
        .position(|column| column == "enrichment")
    else {
        return Ok(());
    };
    for (number, row) in &people.rows {
        if let Some(choice @ Value::Integer(_)) = row.get(place) {
            tx.execute(
                "UPDATE person SET enrichment = ?2 WHERE id = ?1",
                (number, choice),
            )?;
        }
    }
    Ok(())
}

pub(super) fn has_policy(tx: &ReadTx<'_>) -> Result<bool> {
    tx.row("SELECT EXISTS (SELECT 1 FROM active_policy)", [], |r| {
        r.get(0)
    })
}

/// The policies that rows say they were recorded under.
pub(super) fn policies_named(wreck: &Wreck) -> BTreeSet<i64> {
    let mut named = BTreeSet::new();
    for table in ["assessment", "person", "value", "consent_event"] {
        let rest = wreck.table(table);
        let rows = rest.rows.values();
        named.extend(rows.filter_map(|row| rest.number(row, "policy_id")));
    }
    named
}

/// Today's document in the place of one that is lost, so that what was recorded under it can stay.
pub(super) fn stand_in_policy(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO policy (id, version, sha256, document, recorded_at)
         SELECT ?1, (SELECT max(version) + 1 FROM policy), p.sha256, p.document, p.recorded_at
         FROM active_policy a JOIN policy p ON p.id = a.policy_id WHERE NOT EXISTS (SELECT 1 FROM policy WHERE id = ?1)",
        [id],
    )?;
    Ok(())
}

/// Whether the person whom a row is about is in the new vault; a row about nobody counts as well.
pub(super) fn has_person(tx: &ReadTx<'_>, rest: &Remains, row: &[Value]) -> Result<bool> {
    match rest.number(row, "person_id") {
        Some(person) => tx.row(
            "SELECT EXISTS (SELECT 1 FROM person WHERE id = ?1)",
            [person],
            |r| r.get(0),
        ),
        None => Ok(true),
    }
}

/// A note or call that nobody takes part in any more would be nobody's: it could not even be forgotten.
pub(super) fn drop_ownerless(tx: &mut WriteTx<'_>) -> Result<()> {
    tx.execute(
        "DELETE FROM activity WHERE NOT EXISTS (SELECT 1 FROM participant p WHERE p.activity_id = activity.id)",
        [],
    )?;
    // A tag may be a person's name.
    crate::contact::delete_unused_tags(tx)
}

/// Row numbers of those who left do not return: the counters go on where the wreck's stood, or after the highest number seen.
pub(super) fn numbers_never_return(tx: &mut WriteTx<'_>, wreck: &Wreck) -> Result<()> {
    for row in wreck.table("sqlite_sequence").rows.values() {
        if let [Value::Text(table), Value::Integer(last)] = row.as_slice() {
            raise(tx, table, *last)?;
        }
    }
    let seen = [
        "value",
        "consent_event",
        "basis",
        "participant",
        "person_tag",
    ]
    .into_iter()
    .filter_map(|table| {
        let rest = wreck.table(table);
        let numbers = rest.rows.values();
        numbers
            .filter_map(|row| rest.number(row, "person_id"))
            .max()
    });
    if let Some(last) = seen.max() {
        raise(tx, "person", last)?;
    }
    Ok(())
}

fn raise(tx: &mut WriteTx<'_>, table: &str, last: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)",
        [table],
    )?;
    tx.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1",
        (table, last),
    )?;
    Ok(())
}

pub(super) fn people(tx: &ReadTx<'_>) -> Result<Vec<i64>> {
    tx.rows("SELECT id FROM person ORDER BY id", [], |r| r.get(0))
}

pub(super) fn people_with_ids(tx: &ReadTx<'_>) -> Result<Vec<(i64, PersonId)>> {
    tx.rows("SELECT id, uid FROM person ORDER BY id", [], |r| {
        Ok((r.get(0)?, r.get(1)?))
    })
}

pub(super) fn events(tx: &ReadTx<'_>) -> Result<BTreeSet<i64>> {
    let events = tx.rows("SELECT id FROM consent_event", [], |r| r.get(0))?;
    Ok(events.into_iter().collect())
}

pub(super) fn has_yes(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM consent_event WHERE person_id = ?1 AND polarity = 1)",
        [person],
        |r| r.get(0),
    )
}

/// The journal as it was read names an event of this person that is not there.
pub(super) fn journal_names_a_lost_event(
    tx: &ReadTx<'_>,
    person: i64,
    wreck: &Wreck,
) -> Result<bool> {
    let handle: Vec<u8> = tx.row("SELECT handle FROM person WHERE id = ?1", [person], |r| {
        r.get(0)
    })?;
    let handle = Value::Blob(handle);
    let rest = wreck.table("journal");
    let place = |name: &str| rest.columns.iter().position(|column| column == name);
    let (Some(op), Some(about), Some(refers)) = (place("op"), place("handle"), place("ref")) else {
        return Ok(false);
    };
    for row in rest.rows.values() {
        let consent = matches!(row.get(op), Some(Value::Text(op)) if op.starts_with("consent."));
        if consent
            && row.get(about) == Some(&handle)
            && let Some(event @ Value::Blob(_)) = row.get(refers)
        {
            let there: bool = tx.row(
                "SELECT EXISTS (SELECT 1 FROM consent_event WHERE uid = ?1)",
                [event],
                |r| r.get(0),
            )?;
            if !there {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Each kept no by the number of the key that it was made with.
pub(super) fn noes(tx: &ReadTx<'_>) -> Result<Vec<i64>> {
    tx.rows("SELECT key_id FROM suppression", [], |r| r.get(0))
}

pub(super) fn in_ledger(tx: &ReadTx<'_>, person: Uuid) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM erasure WHERE person_uid = ?1)",
        [person],
        |r| r.get(0),
    )
}

pub(super) fn field_names(tx: &ReadTx<'_>) -> Result<BTreeMap<i64, String>> {
    let fields = tx.rows("SELECT id, key FROM active_field", [], |r| {
        Ok((r.get(0)?, r.get(1)?))
    })?;
    Ok(fields.into_iter().collect())
}

/// Contacts, values, consents, calls and notes.
pub(super) fn counts(tx: &ReadTx<'_>) -> Result<[u32; 4]> {
    tx.row(
        "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM value), (SELECT count(*) FROM consent_event WHERE state <> 'invalidated'),
           (SELECT count(*) FROM activity)",
        [],
        |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?]),
    )
}
