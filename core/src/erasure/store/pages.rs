//! Raw pages, decrypted by the engine.

use rusqlite::Connection;

use crate::Result;
use crate::vault::ReadTx;

/// How many pages the file has.
pub(in crate::erasure) fn page_count(conn: &Connection) -> Result<u32> {
    Ok(conn.query_row("PRAGMA page_count", [], |r| r.get(0))?)
}

/// Page `number`, decrypted.
pub(in crate::erasure) fn page(conn: &Connection, number: u32) -> Result<Vec<u8>> {
    Ok(conn
        .prepare_cached("SELECT data FROM sqlite_dbpage WHERE pgno = ?1")?
        .query_row([number], |r| r.get(0))?)
}

/// Writes page `number`; needs DEFENSIVE off.
pub(in crate::erasure) fn write_page(conn: &Connection, number: u32, page: &[u8]) -> Result<()> {
    conn.prepare_cached("UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1 AND schema = 'main'")?
        .execute((number, page))?;
    Ok(())
}

/// The pages of a snapshot, for the read-back.
pub(in crate::erasure) fn page_count_read(tx: &ReadTx<'_>) -> Result<u32> {
    tx.row("PRAGMA page_count", [], |r| r.get(0))
}

/// Page `number` of a snapshot, handed to `look`.
pub(in crate::erasure) fn look_at_page<T>(
    tx: &ReadTx<'_>,
    number: u32,
    look: impl FnOnce(&[u8]) -> T,
) -> Result<T> {
    tx.row(
        "SELECT data FROM sqlite_dbpage WHERE pgno = ?1",
        [number],
        |r| Ok(look(r.get_ref(0)?.as_blob()?)),
    )
}
