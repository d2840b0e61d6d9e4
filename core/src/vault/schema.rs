//! The schema as it should be (`core/schema.sql`) and as it is: somebody with the key can drop a trigger.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::Result;

/// The final schema; written by the migrations, compared in a test.
pub(super) const SCHEMA: &str = include_str!("../../schema.sql");

type Objects = BTreeMap<(String, String), String>;

fn objects(conn: &Connection) -> Result<Objects> {
    let mut statement = conn.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'")?;
    let rows = statement.query_map([], |r| Ok(((r.get(0)?, r.get(1)?), r.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What differs: `trigger value_update missing`, `table x added`, `view y changed`.
pub(super) fn differences(conn: &Connection) -> Result<Vec<String>> {
    let blank = super::connection::in_memory()?;
    blank.execute_batch(SCHEMA)?;
    let (should, is) = (objects(&blank)?, objects(conn)?);
    let mut found = Vec::new();
    for (key @ (kind, name), sql) in &should {
        match is.get(key) {
            None => found.push(format!("{kind} {name} missing")),
            Some(live) if live != sql => found.push(format!("{kind} {name} changed")),
            Some(_) => {}
        }
    }
    for (kind, name) in is.keys().filter(|key| !should.contains_key(*key)) {
        found.push(format!("{kind} {name} added"));
    }
    Ok(found)
}

/// The live schema in the order in which it was made: what `core/schema.sql` holds.
#[cfg(test)]
pub(super) fn dump(conn: &Connection) -> Result<String> {
    let mut statement = conn.prepare(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
           AND NOT (type = 'table' AND (name GLOB '*_fts_data' OR name GLOB '*_fts_idx' OR name GLOB '*_fts_content' OR name GLOB '*_fts_docsize' OR name GLOB '*_fts_config'))
         ORDER BY rowid",
    )?;
    let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
    let mut out = String::from(
        "-- The schema as the migrations leave it. Written by a test, never by hand: core/src/vault/migrations says why.\n",
    );
    for sql in rows {
        out.push('\n');
        out.push_str(&sql?);
        out.push_str(";\n");
    }
    Ok(out)
}
