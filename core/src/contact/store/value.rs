//! SQL: Values, hidden values and verifications.

use uuid::Uuid;

use crate::contact::Origin;
use crate::contact::shape::PreparedValue;
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, Result, ValueId};

/// A value that holds today.
pub(in crate::contact) struct ValueRow {
    pub(in crate::contact) uid: ValueId,
    pub(in crate::contact) field_id: i64,
    pub(in crate::contact) content: String,
    pub(in crate::contact) norm: Option<String>,
    pub(in crate::contact) origin: Origin,
    pub(in crate::contact) reason: String,
    pub(in crate::contact) position: i64,
    pub(in crate::contact) recorded_at: i64,
    pub(in crate::contact) verified_at: Option<i64>,
}

/// Values in the order of the fields; hidden ones are left out.
pub(in crate::contact) fn values(tx: &ReadTx<'_>, person: i64) -> Result<Vec<ValueRow>> {
    tx.rows(
        "SELECT uid, field_id, content, norm, origin, reason, position, recorded_at, (SELECT max(verified_at) FROM verification WHERE value_id = v.id)
         FROM value v WHERE person_id = ?1 AND NOT EXISTS (SELECT 1 FROM hidden_value WHERE value_id = v.id) ORDER BY field_id, position, id",
        [person],
        |r| {
            Ok(ValueRow {
                uid: r.get(0)?,
                field_id: r.get(1)?,
                content: r.get(2)?,
                norm: r.get(3)?,
                origin: Origin::from_code(&r.get::<_, String>(4)?).unwrap_or(Origin::Typed),
                reason: r.get(5)?,
                position: r.get(6)?,
                recorded_at: r.get(7)?,
                verified_at: r.get(8)?,
            })
        },
    )
}

#[allow(clippy::too_many_arguments)]
pub(in crate::contact) fn insert_value(
    tx: &mut WriteTx<'_>,
    person: i64,
    value: &PreparedValue,
    origin: Origin,
    reason: &str,
    position: i64,
    policy: i64,
    supersedes: Option<ValueId>,
) -> Result<ValueId> {
    let (uid, now, actor) = (ValueId::new(), tx.now(), tx.actor());
    tx.execute(
        "INSERT INTO value (uid, person_id, field_id, content, norm, as_typed, origin, reason, position, recorded_at, recorded_by, policy_id, supersedes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        rusqlite::params![uid, person, value.field_id, value.content, value.norm, value.as_typed, origin.code(), reason, position, now, actor, policy, supersedes],
    )?;
    Ok(uid)
}

/// The number of a value and of its person.
pub(in crate::contact) fn value_row(tx: &ReadTx<'_>, id: ValueId) -> Result<Option<(i64, i64)>> {
    tx.row_opt("SELECT id, person_id FROM value v WHERE uid = ?1 AND NOT EXISTS (SELECT 1 FROM hidden_value WHERE value_id = v.id)", [id], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The number of a value that holds today and is this person's.
pub(in crate::contact) fn value_of(
    tx: &ReadTx<'_>,
    person: i64,
    id: ValueId,
) -> Result<Option<i64>> {
    Ok(value_row(tx, id)?
        .filter(|(_, owner)| *owner == person)
        .map(|(value, _)| value))
}

/// Field, content and position of a value.
pub(in crate::contact) fn slot(tx: &ReadTx<'_>, value: i64) -> Result<(String, String, i64)> {
    tx.row("SELECT f.key, v.content, v.position FROM value v JOIN active_field f ON f.id = v.field_id WHERE v.id = ?1", [value], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
}

/// Whether a consent or objection stands on the value.
pub(in crate::contact) fn is_referred_to(tx: &ReadTx<'_>, value: i64) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM consent_event WHERE value_id = ?1)",
        [value],
        |r| r.get(0),
    )
}

pub(in crate::contact) fn hide_value(tx: &mut WriteTx<'_>, person: i64, value: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO hidden_value (value_id, person_id, hidden_at) VALUES (?1, ?2, ?3)",
        (value, person, now),
    )?;
    Ok(())
}

pub(in crate::contact) fn delete_value(tx: &mut WriteTx<'_>, value: i64) -> Result<()> {
    tx.execute("DELETE FROM verification WHERE value_id = ?1", [value])?;
    tx.execute("DELETE FROM value WHERE id = ?1", [value])?;
    Ok(())
}

pub(in crate::contact) fn insert_verification(
    tx: &mut WriteTx<'_>,
    person: i64,
    value: i64,
) -> Result<()> {
    let (uid, now, actor) = (Uuid::now_v7(), tx.now(), tx.actor());
    tx.execute("INSERT INTO verification (uid, person_id, value_id, verified_at, verified_by) VALUES (?1, ?2, ?3, ?4, ?5)", (uid, person, value, now, actor))?;
    Ok(())
}

/// A value that an edit took away.
pub(in crate::contact) enum Removed {
    /// Only out of sight.
    Hidden(ValueId),
    /// The row as it was, with its verifications.
    Deleted(Box<Deleted>),
}

/// A deleted row, column by column.
pub(in crate::contact) struct Deleted {
    uid: ValueId,
    field_id: i64,
    content: String,
    norm: Option<String>,
    as_typed: bool,
    origin: String,
    reason: String,
    position: i64,
    recorded_at: i64,
    recorded_by: i64,
    policy_id: i64,
    supersedes: Option<Vec<u8>>,
    verifications: Vec<(Uuid, i64, i64)>,
}

pub(in crate::contact) fn take_value(tx: &ReadTx<'_>, value: i64) -> Result<Removed> {
    let verifications = tx.rows(
        "SELECT uid, verified_at, verified_by FROM verification WHERE value_id = ?1 ORDER BY id",
        [value],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let sql = "SELECT uid, field_id, content, norm, as_typed, origin, reason, position, recorded_at, recorded_by, policy_id, supersedes FROM value WHERE id = ?1";
    let row = tx.row(sql, [value], |r| {
        Ok(Deleted {
            uid: r.get(0)?,
            field_id: r.get(1)?,
            content: r.get(2)?,
            norm: r.get(3)?,
            as_typed: r.get(4)?,
            origin: r.get(5)?,
            reason: r.get(6)?,
            position: r.get(7)?,
            recorded_at: r.get(8)?,
            recorded_by: r.get(9)?,
            policy_id: r.get(10)?,
            supersedes: r.get(11)?,
            verifications,
        })
    })?;
    Ok(Removed::Deleted(Box::new(row)))
}

pub(in crate::contact) fn put_back(
    tx: &mut WriteTx<'_>,
    person: i64,
    removed: &Removed,
) -> Result<()> {
    let row = match removed {
        Removed::Hidden(id) => {
            let shown = tx.execute("DELETE FROM hidden_value WHERE value_id = (SELECT id FROM value WHERE uid = ?1 AND person_id = ?2)", (id, person))?;
            return if shown == 1 {
                Ok(())
            } else {
                Err(Code::UndoExpired.into())
            };
        }
        Removed::Deleted(row) => row,
    };
    if tx.row(
        "SELECT EXISTS (SELECT 1 FROM value WHERE uid = ?1)",
        [row.uid],
        |r| r.get(0),
    )? {
        return Err(Code::UndoExpired.into());
    }
    let value = tx.insert(
        "INSERT INTO value (uid, person_id, field_id, content, norm, as_typed, origin, reason, position, recorded_at, recorded_by, policy_id, supersedes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        rusqlite::params![
            row.uid,
            person,
            row.field_id,
            row.content,
            row.norm,
            row.as_typed,
            row.origin,
            row.reason,
            row.position,
            row.recorded_at,
            row.recorded_by,
            row.policy_id,
            row.supersedes
        ],
    )?;
    for (uid, at, by) in &row.verifications {
        tx.execute("INSERT INTO verification (uid, person_id, value_id, verified_at, verified_by) VALUES (?1, ?2, ?3, ?4, ?5)", (uid, person, value, at, by))?;
    }
    Ok(())
}
