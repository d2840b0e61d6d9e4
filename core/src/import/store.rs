//! SQL of the import: who is there already, whose address said no, what came in.

use uuid::Uuid;

use crate::Result;
use crate::vault::{ReadTx, WriteTx};

/// Was a row with this content taken in before?
pub(super) fn has_fingerprint(tx: &ReadTx<'_>, fingerprint: &[u8; 32]) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM person WHERE fingerprint = ?1)",
        [fingerprint],
        |r| r.get(0),
    )
}

/// The names of everybody who has this address; empty names for those without.
pub(super) fn names_at(tx: &ReadTx<'_>, field: &str, norm: &str) -> Result<Vec<String>> {
    tx.rows(
        "SELECT coalesce((SELECT n.content FROM value n JOIN active_field nf ON nf.id = n.field_id AND nf.key = 'name' WHERE n.person_id = v.person_id LIMIT 1), '')
         FROM value v JOIN active_field f ON f.id = v.field_id AND f.key = ?1
         WHERE v.norm = ?2 AND NOT EXISTS (SELECT 1 FROM hidden_value h WHERE h.value_id = v.id) LIMIT 50",
        [field, norm],
        |r| r.get(0),
    )
}

/// Does an address stand on the suppression list?
pub(super) fn is_suppressed(tx: &ReadTx<'_>, token: &[u8; 32]) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM suppression WHERE token = ?1)",
        [token],
        |r| r.get(0),
    )
}

/// The counts of a run; nothing about anybody.
pub(super) fn batch(
    tx: &mut WriteTx<'_>,
    created: u32,
    unchanged: u32,
    refused: u32,
) -> Result<()> {
    let (uid, now, actor) = (Uuid::now_v7(), tx.now(), tx.actor());
    tx.insert(
        "INSERT INTO import_batch (uid, at, by, created, unchanged, refused) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (uid, now, actor, created, unchanged, refused),
    )?;
    tx.refers_to(uid);
    Ok(())
}
