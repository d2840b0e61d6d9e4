//! SQL: the plan, the folders that were left, the last rehearsal, and what the erasure ledger says since a backup.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Plan, Rehearsal};
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

pub(super) fn change_plan(tx: &mut WriteTx<'_>, plan: &Plan) -> Result<()> {
    tx.execute(
        "UPDATE vault SET backup_folder = ?1, backup_hours = ?2",
        (&plan.folder, plan.hours),
    )?;
    Ok(())
}

/// Folders where backups went before, as the plan named them.
pub(super) fn left_folders(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    tx.rows("SELECT folder FROM left_folder ORDER BY id", [], |r| {
        r.get(0)
    })
}

pub(super) fn leave(tx: &mut WriteTx<'_>, folder: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO left_folder (folder, left_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        (folder, now),
    )?;
    Ok(())
}

pub(super) fn come_back(tx: &mut WriteTx<'_>, folder: &str) -> Result<()> {
    tx.execute("DELETE FROM left_folder WHERE folder = ?1", [folder])?;
    Ok(())
}

/// The last rehearsal.
pub fn rehearsed(tx: &ReadTx<'_>) -> Result<Option<Rehearsal>> {
    tx.row(
        "SELECT rehearsed_at, rehearsed_made_at, rehearsed_people FROM vault",
        [],
        |r| {
            let (at, made_at): (Option<i64>, Option<i64>) = (r.get(0)?, r.get(1)?);
            let people = r.get(2)?;
            Ok(at.zip(made_at).map(|(at, made_at)| Rehearsal {
                at,
                made_at,
                people,
            }))
        },
    )
}

pub(super) fn note_rehearsal(tx: &mut WriteTx<'_>, rehearsal: &Rehearsal) -> Result<()> {
    tx.execute(
        "UPDATE vault SET rehearsed_at = ?1, rehearsed_made_at = ?2, rehearsed_people = ?3",
        (rehearsal.at, rehearsal.made_at, rehearsal.people),
    )?;
    Ok(())
}

/// People forgotten after row `last` of the ledger.
pub(super) fn forgotten_since(tx: &ReadTx<'_>, last: i64) -> Result<u32> {
    tx.row("SELECT count(*) FROM erasure WHERE id > ?1", [last], |r| {
        r.get(0)
    })
}

/// Every backup that this vault took, with the how manieth it was.
pub(super) fn taken(tx: &ReadTx<'_>) -> Result<HashMap<Uuid, usize>> {
    let ids: Vec<Uuid> = tx.rows(
        "SELECT ref FROM journal WHERE op = 'backup.take' AND ref IS NOT NULL ORDER BY id",
        [],
        |r| r.get(0),
    )?;
    Ok(ids.into_iter().zip(1..).collect())
}
