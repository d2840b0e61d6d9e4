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
    let hash = link(
        &prev,
        writer,
        n,
        at,
        actor,
        entry.op.code(),
        entry.handle,
        entry.reference,
        entry.commitment.as_ref(),
    );
    conn.prepare_cached(
        "INSERT INTO journal (writer, n, at, actor_id, op, handle, ref, commitment, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(rusqlite::params![writer, n, at, actor, entry.op.code(), entry.handle, entry.reference, entry.commitment, prev, hash])?;
    Ok(())
}

/// The head of the chain, `writer:n:hash`: whoever keeps it can show later whether entries were cut off. Taken inside
/// a write it does not count that write's own entry.
pub fn head(tx: &ReadTx<'_>) -> Result<String> {
    let head = tx.row_opt(
        "SELECT j.writer, j.n, j.hash FROM journal j JOIN device d ON d.uid = j.writer WHERE d.id = 1 ORDER BY j.n DESC LIMIT 1",
        [],
        |r| Ok((r.get::<_, Uuid>(0)?, r.get::<_, i64>(1)?, r.get::<_, [u8; 32]>(2)?)),
    )?;
    let writer = match &head {
        Some((writer, ..)) => *writer,
        None => tx.row("SELECT uid FROM device WHERE id = 1", [], |r| r.get(0))?,
    };
    let (n, hash) = head.map_or((0, [0; 32]), |(_, n, hash)| (n, hash));
    Ok(format!("{writer}:{n}:{}", hex(&hash)))
}

/// SHA-256 over the previous hash and the entry's fields, each with its length before it.
#[allow(clippy::too_many_arguments)]
fn link(
    prev: &[u8; 32],
    writer: Uuid,
    n: i64,
    at: i64,
    actor: i64,
    op: &str,
    handle: Option<Uuid>,
    reference: Option<Uuid>,
    commitment: Option<&[u8; 32]>,
) -> [u8; 32] {
    let mut sha = Sha256::new();
    let mut field = |bytes: &[u8]| {
        sha.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        sha.update(bytes);
    };
    field(prev);
    field(writer.as_bytes());
    field(&n.to_be_bytes());
    field(&at.to_be_bytes());
    field(&actor.to_be_bytes());
    field(op.as_bytes());
    field(handle.as_ref().map_or(&[], |u| u.as_bytes().as_slice()));
    field(reference.as_ref().map_or(&[], |u| u.as_bytes().as_slice()));
    field(commitment.map_or(&[], |c| c.as_slice()));
    sha.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
