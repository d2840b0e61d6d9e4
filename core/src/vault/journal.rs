//! The journal: append-only, hash-chained, one chain per writer. Ids, codes and commitments only.

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Op, ReadTx};
use crate::Result;

/// What one transaction leaves in the journal.
pub(super) struct Entry {
    pub(super) op: Op,
    pub(super) handle: Option<Uuid>,
    pub(super) reference: Option<Uuid>,
    pub(super) commitment: Option<[u8; 32]>,
}

impl Entry {
    pub(super) fn new(op: Op) -> Self {
        Self {
            op,
            handle: None,
            reference: None,
            commitment: None,
        }
    }
}

/// What the hash of an entry covers, beside its place in the chain.
pub(super) struct Facts {
    pub(super) at: i64,
    pub(super) actor: i64,
    pub(super) op: String,
    pub(super) handle: Option<Uuid>,
    pub(super) reference: Option<Uuid>,
    pub(super) commitment: Option<[u8; 32]>,
}

/// Appends `entry` to the chain of `writer`.
pub(super) fn append(
    conn: &Connection,
    writer: Uuid,
    at: i64,
    actor: i64,
    entry: &Entry,
) -> Result<()> {
    let (n, prev): (i64, [u8; 32]) = conn
        .prepare_cached("SELECT n, hash FROM journal WHERE writer = ?1 ORDER BY n DESC LIMIT 1")?
        .query_row([writer], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?
        .unwrap_or((0, [0; 32]));
    let n = n + 1;
    let facts = Facts {
        at,
        actor,
        op: entry.op.code().to_owned(),
        handle: entry.handle,
        reference: entry.reference,
        commitment: entry.commitment,
    };
    let hash = facts.link(&prev, writer, n);
    conn.prepare_cached(
        "INSERT INTO journal (writer, n, at, actor_id, op, handle, ref, commitment, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(rusqlite::params![
        writer,
        n,
        at,
        actor,
        facts.op,
        facts.handle,
        facts.reference,
        facts.commitment,
        prev,
        hash
    ])?;
    Ok(())
}

impl Facts {
    /// SHA-256 over the previous hash and the entry's fields, each with its length (4 bytes, big end first) before it.
    pub(super) fn link(&self, prev: &[u8; 32], writer: Uuid, n: i64) -> [u8; 32] {
        let mut sha = Sha256::new();
        let mut field = |bytes: &[u8]| {
            sha.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            sha.update(bytes);
        };
        field(prev);
        field(writer.as_bytes());
        field(&n.to_be_bytes());
        field(&self.at.to_be_bytes());
        field(&self.actor.to_be_bytes());
        field(self.op.as_bytes());
        field(
            self.handle
                .as_ref()
                .map_or(&[], |u| u.as_bytes().as_slice()),
        );
        field(
            self.reference
                .as_ref()
                .map_or(&[], |u| u.as_bytes().as_slice()),
        );
        field(self.commitment.as_ref().map_or(&[], |c| c.as_slice()));
        sha.finalize().into()
    }
}

/// The head of the chain, `writer:n:hash`: whoever keeps it can show later whether entries were cut off. Taken inside
/// a write it does not count that write's own entry.
pub fn head(tx: &ReadTx<'_>) -> Result<String> {
    let writer: Uuid = tx.row("SELECT uid FROM device WHERE id = 1", [], |r| r.get(0))?;
    let newest = tx.row_opt(
        "SELECT n, hash FROM journal WHERE writer = ?1 ORDER BY n DESC LIMIT 1",
        [writer],
        |r| Ok((r.get::<_, i64>(0)?, r.get::<_, [u8; 32]>(1)?)),
    )?;
    let (n, hash) = newest.unwrap_or((0, [0; 32]));
    Ok(format!("{writer}:{n}:{}", hex(&hash)))
}

/// When the newest act was done, in milliseconds UTC.
pub(super) fn newest(tx: &ReadTx<'_>) -> Result<Option<i64>> {
    tx.row_opt("SELECT at FROM journal ORDER BY id DESC LIMIT 1", [], |r| {
        r.get(0)
    })
}

/// The entry that `head` names is still there and is still the same.
pub(super) fn stands(tx: &ReadTx<'_>, head: &str) -> Result<bool> {
    let mut parts = head.split(':');
    let (Some(writer), Some(n), Some(hash), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Ok(false);
    };
    let (Ok(writer), Ok(n)) = (writer.parse::<Uuid>(), n.parse::<i64>()) else {
        return Ok(false);
    };
    if n == 0 {
        return Ok(hash == hex(&[0; 32]));
    }
    let kept = tx.row_opt(
        "SELECT hash FROM journal WHERE writer = ?1 AND n = ?2",
        (writer, n),
        |r| r.get::<_, [u8; 32]>(0),
    )?;
    Ok(kept.is_some_and(|kept| hex(&kept) == hash))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
