//! What lost its contact. It is handed out only when an index still says whose it was, and that nobody forgot them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use serde_json::{Map, json};
use uuid::Uuid;

use super::store;
use crate::Result;
use crate::vault::{ReadTx, Remains, Wreck};

/// Columns that hold no words.
const INNER: &[&str] = &[
    "person_id",
    "prev",
    "mac",
    "norm",
    "policy_id",
    "recorded_by",
];

/// The rows by person: how many, and one object for each person.
pub(super) fn of(
    tx: &ReadTx<'_>,
    wreck: &Wreck,
    gone: &BTreeSet<Vec<u8>>,
) -> Result<(u32, Vec<serde_json::Value>)> {
    let mut lost: BTreeMap<i64, Uuid> = BTreeMap::new();
    for entry in wreck.index("sqlite_autoindex_person_1") {
        if let [Value::Blob(uid), Value::Integer(number)] = entry.as_slice()
            && let Ok(id) = Uuid::from_slice(uid)
            && !wreck.table("person").rows.contains_key(number)
            && !gone.contains(uid)
            && !store::in_ledger(tx, id)?
        {
            lost.insert(*number, id);
        }
    }
    let fields = store::field_names(tx)?;
    let mut count = 0;
    let mut objects = Vec::new();
    for (number, id) in &lost {
        let mut object = Map::new();
        object.insert("person".into(), json!(id));
        for (kind, table) in [("values", "value"), ("consents", "consent_event")] {
            let rest = wreck.table(table);
            let place = rest.columns.iter().position(|column| column == "person_id");
            let theirs = |row: &&Vec<Value>| {
                place.and_then(|place| row.get(place)) == Some(&Value::Integer(*number))
            };
            let rows: Vec<_> = rest
                .rows
                .values()
                .filter(theirs)
                .map(|row| words(rest, row, &fields))
                .collect();
            count += u32::try_from(rows.len()).unwrap_or(u32::MAX);
            if !rows.is_empty() {
                object.insert(kind.into(), rows.into());
            }
        }
        if object.len() > 1 {
            objects.push(object.into());
        }
    }
    Ok((count, objects))
}

fn words(rest: &Remains, row: &[Value], fields: &BTreeMap<i64, String>) -> serde_json::Value {
    let mut object = Map::new();
    for (column, value) in rest.columns.iter().zip(row) {
        if INNER.contains(&column.as_str()) {
            continue;
        }
        let shown = match value {
            Value::Integer(field) if column == "field_id" => json!(fields.get(field)),
            Value::Integer(number) => json!(number),
            Value::Text(text) => json!(text),
            Value::Blob(bytes) => json!(Uuid::from_slice(bytes).ok()),
            Value::Real(number) => json!(number),
            Value::Null => continue,
        };
        object.insert(column.clone(), shown);
    }
    object.into()
}
