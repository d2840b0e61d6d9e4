//! SQL: Bases.

use uuid::Uuid;

use super::coded;
use crate::policy::LawfulBasis;
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, Result};

/// A basis that holds today.
pub(in crate::contact) struct BasisRow {
    pub(in crate::contact) uid: Uuid,
    pub(in crate::contact) purpose_id: i64,
    pub(in crate::contact) purpose: String,
    pub(in crate::contact) basis: LawfulBasis,
    pub(in crate::contact) valid_from: i64,
    decided_by: i64,
}

pub(in crate::contact) fn bases(tx: &ReadTx<'_>, person: i64) -> Result<Vec<BasisRow>> {
    let rows = tx.rows(
        "SELECT b.uid, b.purpose_id, p.key, b.basis, b.valid_from, b.decided_by FROM basis b JOIN active_purpose p ON p.id = b.purpose_id
         WHERE b.person_id = ?1 AND b.valid_to IS NULL ORDER BY b.purpose_id, b.id",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get::<_, String>(3)?, r.get(4)?, r.get(5)?)),
    )?;
    rows.into_iter()
        .map(
            |(uid, purpose_id, purpose, basis, valid_from, decided_by)| {
                Ok(BasisRow {
                    uid,
                    purpose_id,
                    purpose,
                    basis: coded(LawfulBasis::from_code(&basis))?,
                    valid_from,
                    decided_by,
                })
            },
        )
        .collect()
}

pub(in crate::contact) fn open_basis(
    tx: &mut WriteTx<'_>,
    person: i64,
    purpose: i64,
    basis: LawfulBasis,
) -> Result<Uuid> {
    let (uid, now, actor) = (Uuid::now_v7(), tx.now(), tx.actor());
    tx.execute("INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", (uid, person, purpose, basis.code(), now, actor))?;
    Ok(uid)
}

pub(in crate::contact) fn close_basis(tx: &mut WriteTx<'_>, uid: Uuid) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE basis SET valid_to = ?2 WHERE uid = ?1", (uid, now))?;
    Ok(())
}

pub(in crate::contact) fn delete_basis(tx: &mut WriteTx<'_>, person: i64, uid: Uuid) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM basis WHERE uid = ?1 AND person_id = ?2 AND valid_to IS NULL",
        (uid, person),
    )?;
    if gone == 1 {
        Ok(())
    } else {
        Err(Code::UndoExpired.into())
    }
}

pub(in crate::contact) fn reopen_basis(
    tx: &mut WriteTx<'_>,
    person: i64,
    row: &BasisRow,
) -> Result<()> {
    if tx.execute(
        "DELETE FROM basis WHERE uid = ?1 AND person_id = ?2 AND valid_to IS NOT NULL",
        (row.uid, person),
    )? != 1
    {
        return Err(Code::UndoExpired.into());
    }
    tx.execute(
        "INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (row.uid, person, row.purpose_id, row.basis.code(), row.valid_from, row.decided_by),
    )?;
    Ok(())
}
