//! SQL: the plan, and what the erasure ledger says since a backup.

use super::{Plan, checked};
use crate::Result;
use crate::vault::{ReadTx, WriteTx};

/// Where backups go and how often.
pub fn plan(tx: &ReadTx<'_>) -> Result<Plan> {
    tx.row("SELECT backup_folder, backup_hours FROM vault", [], |r| {
        Ok(Plan {
            folder: r.get(0)?,
            hours: r.get(1)?,
        })
    })
}

/// Changes where backups go and how often.
///
/// # Errors
/// [`crate::Code::InvalidArgument`] for a folder that is no whole path.
pub fn set_plan(tx: &mut WriteTx<'_>, plan: &Plan) -> Result<()> {
    checked(plan)?;
    tx.execute(
        "UPDATE vault SET backup_folder = ?1, backup_hours = ?2",
        (&plan.folder, plan.hours),
    )?;
    Ok(())
}

/// People forgotten after row `last` of the ledger.
pub(super) fn forgotten_since(tx: &ReadTx<'_>, last: i64) -> Result<u32> {
    tx.row("SELECT count(*) FROM erasure WHERE id > ?1", [last], |r| {
        r.get(0)
    })
}
