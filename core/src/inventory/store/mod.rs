//! The inventory's SQL: how each kind of data about a person is counted, collected and erased.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use rusqlite::Row;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};

use crate::Result;
use crate::vault::{ReadTx, WriteTx};

mod list;

pub(super) use list::{ENTRIES, HOUSE};

/// How an entry reaches its rows.
pub(super) struct Statements {
    count: &'static str,
    collect: &'static str,
    /// The texts that go with the person, one column.
    texts: Option<&'static str>,
    /// Rows of things shared with others that nobody would be left in: read before `erase`, each handed to `alone` after it.
    shared: Option<Shared>,
    erase: &'static [&'static str],
}

struct Shared {
    alone: &'static str,
    erase: &'static str,
}

pub(super) fn count(tx: &ReadTx<'_>, sql: &Statements, person: i64) -> Result<u32> {
    tx.row(sql.count, [person], |r| r.get(0))
}

pub(super) fn collect(tx: &ReadTx<'_>, sql: &Statements, person: i64) -> Result<Vec<Value>> {
    tx.rows(sql.collect, [person], object)
}

pub(super) fn texts(tx: &ReadTx<'_>, sql: &Statements, person: i64) -> Result<Vec<String>> {
    sql.texts.map_or(Ok(Vec::new()), |texts| {
        tx.rows(texts, [person], |r| r.get(0))
    })
}

pub(super) fn erase(tx: &mut WriteTx<'_>, sql: &Statements, person: i64) -> Result<()> {
    let alone: Vec<i64> = match &sql.shared {
        Some(shared) => tx.rows(shared.alone, [person], |r| r.get(0))?,
        None => Vec::new(),
    };
    for statement in sql.erase {
        tx.execute(statement, [person])?;
    }
    if let Some(shared) = &sql.shared {
        for row in alone {
            tx.execute(shared.erase, [row])?;
        }
    }
    Ok(())
}

/// Every claimed table with a column for the person, asked one by one.
pub(super) fn references(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for claim in ENTRIES.iter().flat_map(|entry| entry.claims) {
        let (column, all) = match claim.table {
            "person_fts" => ("rowid", true),
            "person" => ("id", true),
            _ => ("person_id", claim.withheld.contains(&"person_id")),
        };
        if all {
            let sql = format!(
                "SELECT EXISTS (SELECT 1 FROM {} WHERE {column} = ?1)",
                claim.table
            );
            if tx.row(&sql, [person], |r| r.get::<_, bool>(0))? {
                found.push(format!("{}.{column}", claim.table));
            }
        }
    }
    Ok(found)
}

/// Every row of `table` that somebody is left in, its columns in a row: where two meet, their bytes meet in the file.
pub(super) fn living_texts(
    tx: &ReadTx<'_>,
    table: &str,
    each: &mut dyn FnMut(&str) -> ControlFlow<()>,
) -> Result<()> {
    let columns: Vec<String> = tx.rows(
        "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0 AND type <> 'BLOB' ORDER BY cid",
        [table],
        |r| {
            Ok(format!(
                r#"coalesce(CAST("{}" AS TEXT), '')"#,
                r.get_ref(0)?.as_str()?
            ))
        },
    )?;
    let owned = match table {
        "activity" => "EXISTS (SELECT 1 FROM participant p WHERE p.activity_id = t.id)",
        "tag" => "EXISTS (SELECT 1 FROM person_tag p WHERE p.tag_id = t.id)",
        "person_fts" => "EXISTS (SELECT 1 FROM person p WHERE p.id = t.rowid)",
        _ => "TRUE",
    };
    let sql = format!(
        "SELECT {} FROM {table} t WHERE {owned}",
        columns.join(" || ")
    );
    tx.each(&sql, |r| {
        Ok(each(r.get_ref(0)?.as_str().unwrap_or_default()))
    })
}

/// `table.column` of every table, view and virtual table; shadow tables belong to their virtual table.
pub(super) fn live_columns(tx: &ReadTx<'_>) -> Result<BTreeSet<String>> {
    Ok(tx
        .rows(
            "SELECT l.name || '.' || c.name FROM pragma_table_list l JOIN pragma_table_xinfo(l.name) c
             WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual') AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
               AND NOT (l.type = 'virtual' AND c.hidden = 1)",
            [],
            |r| r.get(0),
        )?
        .into_iter()
        .collect())
}

fn object(row: &Row<'_>) -> rusqlite::Result<Value> {
    let statement: &rusqlite::Statement<'_> = row.as_ref();
    let mut object = Map::new();
    for n in 0..statement.column_count() {
        let name = statement.column_name(n)?;
        let value = match row.get_ref(n)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(yes) if name.ends_with('?') => (yes != 0).into(),
            ValueRef::Integer(ms) if name == "at" || name.ends_with("_at") => instant(ms),
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => number.into(),
            ValueRef::Text(json) if name.ends_with("{}") => {
                serde_json::from_slice(json).unwrap_or(Value::Null)
            }
            ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
            ValueRef::Blob(bytes) => bytes_as_text(bytes).into(),
        };
        let name = name.trim_end_matches(['?', '{', '}']);
        let name = name
            .strip_suffix("_from_at")
            .map_or_else(|| name.to_owned(), |stem| format!("{stem}_from"));
        let name = name
            .strip_suffix("_to_at")
            .map_or_else(|| name.clone(), |stem| format!("{stem}_to"));
        object.insert(name, value);
    }
    Ok(Value::Object(object))
}

/// RFC 3339 in UTC with milliseconds; a number outside the calendar stays a number.
fn instant(ms: i64) -> Value {
    chrono::DateTime::from_timestamp_millis(ms).map_or_else(
        || ms.into(),
        |at| {
            at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
                .into()
        },
    )
}

/// Sixteen bytes are an id; anything else is hexadecimal.
fn bytes_as_text(bytes: &[u8]) -> String {
    uuid::Uuid::from_slice(bytes).map_or_else(
        |_| {
            bytes.iter().fold(String::new(), |mut hex, byte| {
                use std::fmt::Write as _;
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        },
        |id| id.to_string(),
    )
}
