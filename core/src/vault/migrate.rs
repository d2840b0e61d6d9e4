//! Forward-only migrations, numbered by `PRAGMA user_version`; each is one transaction.

use rusqlite::{Connection, TransactionBehavior};

use super::connection::{self, APPLICATION_ID};
use crate::{Code, Result};

/// A released step is never edited; a change is a new step.
pub(super) const STEPS: &[&str] = &[include_str!("migrations/001.sql")];

/// The schema this program writes.
#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
pub(super) const LATEST: i32 = STEPS.len() as i32;

/// Makes the schema of an older version in an empty database.
pub(super) fn create(conn: &mut Connection, version: i32) -> Result<()> {
    let last = usize::try_from(version).map_err(|_| Code::NotAVault)?;
    take(conn, STEPS.get(..last).ok_or(Code::TooNew)?)
}

/// An empty database in memory with the schema of `version`.
pub(super) fn blank(version: i32) -> Result<Connection> {
    let mut conn = connection::in_memory()?;
    create(&mut conn, version)?;
    Ok(conn)
}

/// Takes those of `steps` that the database has not taken yet.
pub(super) fn take(conn: &mut Connection, steps: &[&str]) -> Result<()> {
    let version: i32 = conn.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    let start = usize::try_from(version).map_err(|_| Code::NotAVault)?;
    for (done, step) in (start + 1..).zip(steps.get(start..).ok_or(Code::TooNew)?) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        let done = i64::try_from(done).map_err(|_| Code::Internal)?;
        tx.pragma_update(None, "user_version", done)?;
        tx.commit()?;
    }
    Ok(())
}
