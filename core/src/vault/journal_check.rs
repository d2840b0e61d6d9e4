//! Walking the journal: every entry follows from the one before, none is missing, and a head kept elsewhere still stands.

use rusqlite::Row;
use uuid::Uuid;

use super::journal::{self, Facts};
use super::{ReadTx, Vault};
use crate::Result;

/// Entries read in one go, so that nobody waits for a walk through a long journal.
const SLICE: i64 = 5_000;

/// The first thing wrong with the journal, by number: `writer … n 42`. `heads` were kept outside (an export, a
/// certificate) as `writer:n:hash`.
pub(super) fn first_break(vault: &Vault, heads: &[String]) -> Result<Option<String>> {
    let writers: Vec<Uuid> = vault.read(|tx| {
        tx.rows(
            "SELECT DISTINCT writer FROM journal ORDER BY writer",
            [],
            |r| r.get(0),
        )
    })?;
    for writer in writers {
        let (mut n, mut prev) = (0, [0; 32]);
        loop {
            let entries = vault.read(|tx| slice(tx, writer, n))?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                n += 1;
                if entry.n != n
                    || entry.prev != prev
                    || entry.hash != entry.facts.link(&prev, writer, n)
                {
                    return Ok(Some(format!("writer {writer} n {n}")));
                }
                prev = entry.hash;
            }
        }
    }
    vault.read(|tx| cut_off(tx, heads))
}

/// Entries that were there once: the numbers never return, and whoever keeps a head knows how far the chain went.
fn cut_off(tx: &ReadTx<'_>, heads: &[String]) -> Result<Option<String>> {
    let lost: Option<i64> = tx.row(
        "SELECT CASE WHEN coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'journal'), 0) <> coalesce(max(id), 0)
                THEN coalesce(max(id), 0) END FROM journal",
        [],
        |r| r.get(0),
    )?;
    if let Some(id) = lost {
        return Ok(Some(format!("entries after {id} are missing")));
    }
    let certified: Vec<String> = tx.rows(
        "SELECT json_extract(certificate, '$.journal_head') FROM erasure WHERE certificate IS NOT NULL ORDER BY id",
        [],
        |r| Ok(r.get::<_, Option<String>>(0)?.unwrap_or_default()),
    )?;
    for head in heads.iter().chain(&certified) {
        if !journal::stands(tx, head)? {
            return Ok(Some(format!("head {head}")));
        }
    }
    Ok(None)
}

struct Entry {
    n: i64,
    prev: [u8; 32],
    hash: [u8; 32],
    facts: Facts,
}

fn slice(tx: &ReadTx<'_>, writer: Uuid, after: i64) -> Result<Vec<Entry>> {
    tx.rows(
        "SELECT n, at, actor_id, op, handle, ref, commitment, prev, hash FROM journal WHERE writer = ?1 AND n > ?2 ORDER BY n LIMIT ?3",
        (writer, after, SLICE),
        |r: &Row<'_>| {
            Ok(Entry {
                n: r.get("n")?,
                prev: r.get("prev")?,
                hash: r.get("hash")?,
                facts: Facts {
                    at: r.get("at")?,
                    actor: r.get("actor_id")?,
                    op: r.get("op")?,
                    handle: r.get("handle")?,
                    reference: r.get("ref")?,
                    commitment: r.get("commitment")?,
                },
            })
        },
    )
}
