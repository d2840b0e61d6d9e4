//! SQL of the policy and of what it is compiled into.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Field, FieldKind, LawfulBasis, PersonType, Purpose};
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, Result};

/// The active document and its hash.
pub(super) fn active(tx: &ReadTx<'_>) -> Result<(String, [u8; 32])> {
    tx.row(
        "SELECT p.document, p.sha256 FROM active_policy a JOIN policy p ON p.id = a.policy_id",
        (),
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// The hash of the active document.
pub(super) fn active_sha256(tx: &ReadTx<'_>) -> Result<[u8; 32]> {
    tx.row(
        "SELECT p.sha256 FROM active_policy a JOIN policy p ON p.id = a.policy_id",
        (),
        |r| r.get(0),
    )
}

pub(super) fn newest_version(tx: &ReadTx<'_>) -> Result<i64> {
    tx.row("SELECT coalesce(max(version), 0) FROM policy", (), |r| {
        r.get(0)
    })
}

/// The row and the document of the policy of today, or of the newest version.
pub(super) fn newest(tx: &ReadTx<'_>) -> Result<Option<(i64, String)>> {
    tx.row_opt(
        "SELECT id, document FROM policy ORDER BY id = (SELECT policy_id FROM active_policy) DESC, version DESC LIMIT 1",
        (),
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(super) fn insert(
    tx: &mut WriteTx<'_>,
    version: u32,
    sha256: [u8; 32],
    document: &str,
) -> Result<i64> {
    let now = tx.now();
    tx.insert(
        "INSERT INTO policy (version, sha256, document, recorded_at) VALUES (?1, ?2, ?3, ?4)",
        (version, sha256, document, now),
    )
}

pub(super) fn clear_compiled(tx: &mut WriteTx<'_>) -> Result<()> {
    for sql in [
        "DELETE FROM active_basis",
        "DELETE FROM active_purpose",
        "DELETE FROM active_field",
    ] {
        tx.execute(sql, ())?;
    }
    Ok(())
}

pub(super) fn compile_field(tx: &mut WriteTx<'_>, field: &Field) -> Result<()> {
    tx.execute(
        "INSERT INTO active_field (id, key, kind, max_chars) VALUES (?1, ?2, ?3, ?4)",
        (field.id, &field.key, field.kind.code(), field.max_chars),
    )?;
    Ok(())
}

pub(super) fn compile_purpose(tx: &mut WriteTx<'_>, purpose: &Purpose) -> Result<()> {
    tx.execute(
        "INSERT INTO active_purpose (id, key) VALUES (?1, ?2)",
        (purpose.id, &purpose.key),
    )?;
    Ok(())
}

pub(super) fn compile_basis(
    tx: &mut WriteTx<'_>,
    purpose: i64,
    person_type: PersonType,
    basis: LawfulBasis,
) -> Result<()> {
    tx.execute(
        "INSERT OR IGNORE INTO active_basis (purpose_id, person_type, basis) VALUES (?1, ?2, ?3)",
        (purpose, person_type.code(), basis.code()),
    )?;
    Ok(())
}

pub(super) fn set_active(tx: &mut WriteTx<'_>, policy: i64) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO active_policy (id, policy_id, activated_at) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET policy_id = excluded.policy_id, activated_at = excluded.activated_at", (policy, now))?;
    Ok(())
}

/// Whether something stored names a field or purpose that is not active any more.
pub(super) fn orphans(tx: &ReadTx<'_>) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM value WHERE field_id NOT IN (SELECT id FROM active_field))
             OR EXISTS (SELECT 1 FROM basis WHERE valid_to IS NULL AND purpose_id NOT IN (SELECT id FROM active_purpose))
             OR EXISTS (SELECT 1 FROM consent_event WHERE purpose_id NOT IN (SELECT id FROM active_purpose))",
        (),
        |r| r.get(0),
    )
}

/// Whether this very text was confirmed for the purpose.
pub(super) fn confirmed(tx: &ReadTx<'_>, purpose: &str, sha256: [u8; 32]) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM assessment WHERE purpose = ?1 AND sha256 = ?2)",
        (purpose, sha256),
        |r| r.get(0),
    )
}

pub(super) fn confirm(tx: &mut WriteTx<'_>, purpose: &str, sha256: [u8; 32]) -> Result<Uuid> {
    let (uid, now, actor) = (Uuid::now_v7(), tx.now(), tx.actor());
    tx.execute(
        "INSERT INTO assessment (uid, purpose, policy_id, sha256, confirmed_at, confirmed_by) SELECT ?1, ?2, policy_id, ?3, ?4, ?5 FROM active_policy",
        (uid, purpose, sha256, now, actor),
    )?;
    Ok(uid)
}

/// Key and kind of every active field by its id.
pub(crate) fn field_keys(tx: &ReadTx<'_>) -> Result<HashMap<i64, (String, FieldKind)>> {
    let rows = tx.rows("SELECT id, key, kind FROM active_field", (), |r| {
        Ok((r.get(0)?, (r.get(1)?, r.get::<_, String>(2)?)))
    })?;
    rows.into_iter()
        .map(|(id, (key, kind))| {
            Ok((
                id,
                (key, FieldKind::from_code(&kind).ok_or(Code::Internal)?),
            ))
        })
        .collect()
}

/// The number of an active purpose ([`Code::PolicyPurpose`] when there is none).
pub(crate) fn purpose_id(tx: &ReadTx<'_>, key: &str) -> Result<i64> {
    tx.row_opt("SELECT id FROM active_purpose WHERE key = ?1", [key], |r| {
        r.get(0)
    })?
    .ok_or(Code::PolicyPurpose.into())
}

/// The key of an active purpose by its number.
pub(crate) fn key_of_purpose(tx: &ReadTx<'_>, id: i64) -> Result<String> {
    tx.row_opt("SELECT key FROM active_purpose WHERE id = ?1", [id], |r| {
        r.get(0)
    })?
    .ok_or(Code::PolicyPurpose.into())
}
