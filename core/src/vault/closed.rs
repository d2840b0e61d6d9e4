//! Whole database files that nobody has open: under which key they are, what they hold, whether they hold together; and
//! copies of one.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use super::connection::{Traces, accept, beside, keyed, length, pragma, reader, with_key};
use super::course::{Course, Stage, watched};
use super::pool::mark;
use super::verify::intact;
use super::{files, migrate};
use crate::{Code, Error, Result, held};

/// Whether `key` is the database's. Nothing is changed.
pub(super) fn has_key(path: &Path, key: &[u8; 32]) -> bool {
    peek(path, key, "SELECT count(*) FROM sqlite_schema").is_some()
}

/// Puts a copy under another key, and reads it back with that key. Never the only copy: the engine does not tell when
/// the last write of this failed.
pub(super) fn rekey(
    copy: &Path,
    key: &[u8; 32],
    next: &[u8; 32],
    course: Course<'_>,
) -> Result<()> {
    let before = census(copy, key, course)?;
    let conn = keyed(copy, key)?;
    accept(&conn, migrate::LATEST)?;
    // It gets the key that was due.
    conn.execute("UPDATE vault SET new_key_due = NULL", [])?;
    let size = length(copy);
    course.at(Stage::Seal, 0, size)?;
    if let Err(error) = conn.execute_batch(&pragma("rekey", next)) {
        let error = Error::from(error);
        // The engine has one sentence for all its failures here; its journal, which is gone again, took as much again.
        let full = error.code() == Code::Internal && files::free(copy)? < 2 * length(copy);
        return Err(if full { Code::DiskFull.into() } else { error });
    }
    course.at(Stage::Seal, size, size)?;
    conn.close().map_err(|(_, error)| error)?;
    if census(copy, next, course)? != before {
        return Err(Code::Damaged.into());
    }
    held::open(copy)?.sync_all()?;
    Ok(())
}

/// What a closed copy holds.
#[derive(PartialEq, Eq)]
pub(super) struct Census {
    pub(super) people: u32,
    /// The last entry of the erasure ledger before one that waits for its proof: words of whoever that one forgot may still
    /// lie between the rows.
    pub(super) erased: Option<Uuid>,
    /// `PRAGMA user_version`.
    pub(super) schema: i32,
}

/// Counts a closed copy, once it proved to be whole.
pub(super) fn census(path: &Path, key: &[u8; 32], course: Course<'_>) -> Result<Census> {
    let mut conn = keyed(path, key)?;
    accept(&conn, migrate::LATEST)?;
    let size = length(path);
    watched(&mut conn, Stage::Check, course, &|| (size, size), |conn| {
        quick_check(conn, Code::BackupDamaged)
    })?;
    let sql = "SELECT (SELECT count(*) FROM person),
           (SELECT uid FROM erasure e WHERE NOT EXISTS (SELECT 1 FROM erasure p WHERE p.state = 'pending' AND p.id <= e.id) ORDER BY id DESC LIMIT 1),
           (SELECT user_version FROM pragma_user_version)";
    Ok(conn.query_row(sql, [], |r| {
        Ok(Census {
            people: r.get(0)?,
            erased: r.get(1)?,
            schema: r.get(2)?,
        })
    })?)
}

/// Refuses a database that does not hold together.
///
/// # Errors
/// [`Code::Damaged`].
pub(super) fn whole(path: &Path, key: &[u8; 32], latest: i32) -> Result<()> {
    let conn = keyed(path, key)?;
    accept(&conn, latest)?;
    quick_check(&conn, Code::Damaged)
}

fn quick_check(conn: &Connection, refusal: Code) -> Result<()> {
    let mut check = conn.prepare("PRAGMA quick_check")?;
    let found = check.query_map([], |r| r.get(0))?;
    if found.collect::<rusqlite::Result<Vec<String>>>()? != ["ok"] {
        return Err(refusal.into());
    }
    intact(conn, Ok(()))
}

/// The schema's number in a database that `key` opens. Nothing is changed.
pub(super) fn version(path: &Path, key: &[u8; 32]) -> Option<i32> {
    peek(path, key, "PRAGMA user_version")
}

/// One number out of a closed database that `key` opens. The log and the index that the engine makes on the way go again.
fn peek(path: &Path, key: &[u8; 32], sql: &str) -> Option<i32> {
    let traces = Traces::before(path);
    let number = with_key(path, OpenFlags::SQLITE_OPEN_READ_ONLY, key)
        .ok()
        .and_then(|conn| conn.query_row(sql, [], |r| r.get(0)).ok());
    traces.remove_new(path);
    number
}

/// The rows of the schema's own table: kind, name, table, root, text.
pub(super) fn schema_rows(path: &Path, key: &[u8; 32]) -> Result<Vec<Vec<Value>>> {
    let conn = keyed(path, key)?;
    let mut all = conn.prepare("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema")?;
    let rows = all.query_map([], |r| (0..5).map(|column| r.get(column)).collect())?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The folder that a vault names for its backups, and the hours from one to the next.
pub(super) fn backup_plan(path: &Path, key: &[u8; 32]) -> Result<(String, u32)> {
    let conn = reader(path, key)?;
    let sql = "SELECT backup_folder, backup_hours FROM vault";
    Ok(conn.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?)
}

/// A copy of an open vault is none that somebody left open.
pub(super) fn say_closed(copy: &Path, key: &[u8; 32]) -> Result<()> {
    mark(&keyed(copy, key)?, false)
}

/// Copies the database that `conn` reads, as it is at this moment and without a gap of another time, into `copy`, which is
/// an empty file.
pub(super) fn copy(
    conn: &mut Connection,
    from: &Path,
    copy: &Path,
    course: Course<'_>,
) -> Result<()> {
    let name = copy.to_str().ok_or(Code::InvalidArgument)?;
    let of = length(from) + length(&beside(from, "-wal"));
    watched(
        conn,
        Stage::Copy,
        course,
        &|| (length(copy).min(of), of),
        |conn| {
            intact(
                conn,
                conn.execute("VACUUM INTO ?1", [name])
                    .map(drop)
                    .map_err(Error::from),
            )
        },
    )
}
