//! Forward-only migrations, numbered by `PRAGMA user_version`; each is one transaction.

use rusqlite::{Connection, TransactionBehavior};

use super::connection::APPLICATION_ID;
use crate::{Code, Result};

/// A released step is never edited; a change is a new step.
const STEPS: &[&str] = &[include_str!("migrations/001.sql")];

/// The schema this program writes.
#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
pub(super) const LATEST: i32 = STEPS.len() as i32;

/// Brings the schema to [`LATEST`].
pub(super) fn migrate(conn: &mut Connection) -> Result<()> {
    let version = |conn: &Connection| -> Result<i32> {
        Ok(conn.query_row("PRAGMA user_version", [], |r| r.get(0))?)
    };
    let start = usize::try_from(version(conn)?).map_err(|_| Code::NotAVault)?;
    let steps = STEPS.get(start..).ok_or(Code::TooNew)?;
    for (done, step) in steps.iter().enumerate() {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(
            None,
            "user_version",
            i64::try_from(start + done + 1).map_err(|_| Code::Internal)?,
        )?;
        tx.commit()?;
    }
    Ok(())
}
