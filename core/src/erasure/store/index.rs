//! The full-text indexes: their setting, their merging, their structure.

use rusqlite::Connection;

use crate::Result;
use crate::vault::{ReadTx, WriteTx};

/// The full-text indexes.
pub(in crate::erasure) const INDEXES: [&str; 2] = ["person_fts", "note_fts"];

/// FTS5 `secure-delete` of an index; it must be 0.
pub(in crate::erasure) fn secure_delete(tx: &ReadTx<'_>, index: &str) -> Result<i64> {
    Ok(tx
        .row_opt(
            &format!("SELECT v FROM {index}_config WHERE k = 'secure-delete'"),
            [],
            |r| r.get(0),
        )?
        .unwrap_or(0))
}

pub(in crate::erasure) fn clear_secure_delete(tx: &mut WriteTx<'_>, index: &str) -> Result<()> {
    tx.execute(
        &format!("INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 0)"),
        [],
    )
    .map(|_| ())
}

/// One step of merging; rows written.
pub(in crate::erasure) fn merge(conn: &Connection, index: &str, pages: i64) -> Result<u64> {
    let before = conn.total_changes();
    conn.prepare_cached(&format!(
        "INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)"
    ))?
    .execute([pages])?;
    Ok(conn.total_changes() - before)
}

/// A segment of a word that came and went at once: what is merged with it goes behind every level.
pub(in crate::erasure) fn stir(conn: &Connection, index: &str) -> Result<()> {
    let (column, gone) = match index {
        "person_fts" => ("name", "DELETE FROM person_fts WHERE rowid = 0"),
        _ => (
            "text",
            "INSERT INTO note_fts (note_fts, rowid, text) VALUES ('delete', 0, 'x')",
        ),
    };
    let tx = conn.unchecked_transaction()?;
    tx.execute_batch(&format!(
        "INSERT INTO {index} (rowid, {column}) VALUES (0, 'x'); {gone}"
    ))?;
    Ok(tx.commit()?)
}

/// Makes the index anew from what it stands for. Only one that is no larger than what stirs it needs that: FTS5 puts two
/// segments of a page each on one level, before all that are empty.
pub(in crate::erasure) fn rebuild(conn: &Connection, index: &str) -> Result<()> {
    conn.execute_batch(&format!("INSERT INTO {index} ({index}) VALUES ('rebuild')"))?;
    Ok(())
}

/// An index's structure record (FTS5, "The Structure Record").
pub(in crate::erasure) fn structure(tx: &ReadTx<'_>, index: &str) -> Result<Vec<u8>> {
    tx.row(
        &format!("SELECT block FROM {index}_data WHERE id = 10"),
        [],
        |r| r.get(0),
    )
}
