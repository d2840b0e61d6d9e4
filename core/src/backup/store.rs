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

/// The folders that backups go to and went to, as plans named them.
pub(super) fn named_folders(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let mut named = left_folders(tx)?;
    named.push(plan(tx)?.folder);
    Ok(named)
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

/// People forgotten after the entry `last` of the ledger: all of them when it is not in this one.
pub(super) fn forgotten_since(tx: &ReadTx<'_>, last: Option<Uuid>) -> Result<u32> {
    tx.row(
        "SELECT count(*) FROM erasure WHERE id > coalesce((SELECT id FROM erasure WHERE uid = ?1), 0)",
        [last],
        |r| r.get(0),
    )
}

/// The last entry of the ledger.
pub(super) fn last_erasure(tx: &ReadTx<'_>) -> Result<Option<Uuid>> {
    tx.row_opt(
        "SELECT uid FROM erasure ORDER BY id DESC LIMIT 1",
        [],
        |r| r.get(0),
    )
}

/// People forgotten after the instant `at`, and those whom the restore or rescue of that moment forgot later on: a clock
/// that was set back hides nobody, nor does a rescue that forgot by a list what the damaged vault still holds.
pub(super) fn forgotten_after(tx: &ReadTx<'_>, at: i64) -> Result<u32> {
    tx.row(
        "SELECT count(*) FROM erasure WHERE accepted_at > ?1 OR uid IN (SELECT ref FROM journal WHERE op = 'person.forget' AND id >
           (SELECT max(id) FROM journal WHERE op IN ('backup.restore', 'vault.salvage') AND at <= ?1))",
        [at],
        |r| r.get(0),
    )
}

/// How many the vault that a restore put aside at the instant `at` did not know to be forgotten.
pub(super) fn unheard_of(tx: &ReadTx<'_>, at: i64) -> Result<u32> {
    tx.row(
        "SELECT coalesce((SELECT forgotten FROM put_aside WHERE at <= ?1 ORDER BY at DESC LIMIT 1), 0)",
        [at],
        |r| r.get(0),
    )
}

/// Remembers for the vault that is put aside at this moment how many it does not know to be forgotten.
pub(super) fn puts_aside(tx: &mut WriteTx<'_>, forgotten: u32) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO put_aside (at, forgotten) VALUES (?1, ?2) ON CONFLICT (at) DO UPDATE SET forgotten = max(forgotten, ?2)",
        (now, forgotten),
    )?;
    Ok(())
}

/// When the newest backup was made as far as is known, and the folder that it lies in.
pub(super) fn known(tx: &ReadTx<'_>) -> Result<Option<(i64, String)>> {
    tx.row(
        "SELECT newest_backup_at, newest_backup_folder FROM vault",
        [],
        |r| {
            let (at, folder): (Option<i64>, _) = (r.get(0)?, r.get(1)?);
            Ok(at.map(|at| (at, folder)))
        },
    )
}

pub(super) fn know(tx: &mut WriteTx<'_>, at: Option<i64>, folder: &str) -> Result<()> {
    tx.execute(
        "UPDATE vault SET newest_backup_at = ?1, newest_backup_folder = ?2",
        (at, folder),
    )?;
    Ok(())
}

/// Every backup that this vault took, numbered in the order in which it took them, from 1.
pub(super) fn taken(tx: &ReadTx<'_>) -> Result<HashMap<Uuid, usize>> {
    let ids: Vec<Uuid> = tx.rows(
        "SELECT ref FROM journal WHERE op = 'backup.take' AND ref IS NOT NULL ORDER BY id",
        [],
        |r| r.get(0),
    )?;
    Ok(ids.into_iter().zip(1..).collect())
}
