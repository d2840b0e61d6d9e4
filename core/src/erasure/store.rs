//! The SQL of forgetting: the plan, the ledger, the index upkeep and raw pages. Nothing else.

use rusqlite::Connection;
use uuid::Uuid;

use super::{Certificate, Ground, Mention};
use crate::vault::{ReadTx, WriteTx};
use crate::{ActivityId, PersonId, Result};

/// The full-text indexes.
pub(super) const INDEXES: [&str; 2] = ["person_fts", "note_fts"];

/// What names a person in somebody else's text.
pub(super) struct Called {
    /// The field's key: `name`, `organization`, `email`, `phone`.
    pub(super) field: String,
    pub(super) content: String,
    pub(super) norm: Option<String>,
}

/// The values that name a person, superseded ones too.
pub(super) fn called(tx: &ReadTx<'_>, person: i64) -> Result<Vec<Called>> {
    tx.rows(
        "SELECT CASE WHEN f.kind IN ('email', 'phone') THEN f.kind ELSE f.key END, v.content, v.norm FROM value v JOIN active_field f ON f.id = v.field_id
         WHERE v.person_id = ?1 AND (f.kind IN ('email', 'phone') OR f.key IN ('name', 'organization')) ORDER BY v.field_id, v.position, v.id",
        [person],
        |r| {
            Ok(Called {
                field: r.get(0)?,
                content: r.get(1)?,
                norm: r.get(2)?,
            })
        },
    )
}

pub(super) fn is_sole_trader(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT person_type = 'sole_trader' FROM person WHERE id = ?1",
        [person],
        |r| r.get(0),
    )
}

/// The name as lists show it; somebody in the bin has no card.
pub(super) fn display_name(tx: &ReadTx<'_>, person: i64) -> Result<String> {
    tx.row(
        "SELECT coalesce((SELECT display_name FROM card WHERE person_id = ?1),
           (SELECT content FROM value WHERE person_id = ?1 ORDER BY field_id, position, id LIMIT 1), '')",
        [person],
        |r| r.get(0),
    )
}

/// Files that were handed out, newest first.
pub(super) fn exports(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    tx.rows(
        "SELECT location FROM disclosure WHERE person_id = ?1 AND location <> '' ORDER BY at DESC, id DESC",
        [person],
        |r| r.get(0),
    )
}

/// An objection or another no stands.
pub(super) fn no_stands(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM suppression WHERE person_id = ?1)
           OR EXISTS (SELECT 1 FROM consent_event e WHERE e.person_id = ?1 AND e.polarity = -1
                      AND NOT EXISTS (SELECT 1 FROM event_lift l WHERE l.lifts_id = e.id))",
        [person],
        |r| r.get(0),
    )
}

// ── Texts that stay ─────────────────────────────────────────────────────────────────────────────

/// Notes that the index finds for `query` and that somebody else takes part in, newest first.
pub(super) fn others_notes(tx: &ReadTx<'_>, person: i64, query: &str) -> Result<Vec<i64>> {
    tx.rows(
        "SELECT rowid FROM note_fts n WHERE note_fts MATCH ?2
           AND EXISTS (SELECT 1 FROM participant p WHERE p.activity_id = n.rowid AND p.person_id <> ?1)
         ORDER BY rowid DESC LIMIT 500",
        (person, query),
        |r| r.get(0),
    )
}

/// Activities that this person shares with others.
pub(super) fn shared_notes(tx: &ReadTx<'_>, person: i64) -> Result<Vec<i64>> {
    tx.rows(
        "SELECT p.activity_id FROM participant p JOIN activity a ON a.id = p.activity_id
         WHERE p.person_id = ?1 AND a.text <> '' AND EXISTS (SELECT 1 FROM participant o WHERE o.activity_id = p.activity_id AND o.person_id <> ?1)
         ORDER BY p.at DESC",
        [person],
        |r| r.get(0),
    )
}

/// Texts outside the index, because everybody in them is in the bin.
pub(super) fn unindexed_notes(tx: &ReadTx<'_>, person: i64) -> Result<Vec<(i64, String)>> {
    tx.rows(
        "SELECT DISTINCT a.id, a.text FROM person b JOIN participant p ON p.person_id = b.id JOIN activity a ON a.id = p.activity_id
         WHERE b.binned_at IS NOT NULL AND b.id <> ?1 AND a.indexed = 0 AND a.text <> ''",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// A text as the preview shows it, with one of the others whom it is about.
pub(super) fn mention(tx: &ReadTx<'_>, person: i64, activity: i64) -> Result<Option<Mention>> {
    tx.row_opt(
        "SELECT a.uid, o.uid, coalesce(c.display_name, (SELECT v.content FROM value v WHERE v.person_id = o.id ORDER BY v.field_id, v.position LIMIT 1), ''),
           a.at, a.text
         FROM activity a JOIN participant p ON p.activity_id = a.id JOIN person o ON o.id = p.person_id LEFT JOIN card c ON c.person_id = o.id
         WHERE a.id = ?2 AND o.id <> ?1 ORDER BY o.id LIMIT 1",
        (person, activity),
        |r| {
            Ok(Mention {
                activity: ActivityId(r.get(0)?),
                person: PersonId(r.get(1)?),
                display_name: r.get(2)?,
                at: r.get(3)?,
                text: r.get(4)?,
            })
        },
    )
}

// ── Whose alone ─────────────────────────────────────────────────────────────────────────────────

/// Whether somebody else's card, or a text that stays, holds the words of `query`.
pub(super) fn others_have(tx: &ReadTx<'_>, person: i64, query: &str) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM person_fts WHERE person_fts MATCH ?2 AND rowid <> ?1)
           OR EXISTS (SELECT 1 FROM note_fts n WHERE note_fts MATCH ?2
                      AND EXISTS (SELECT 1 FROM participant p WHERE p.activity_id = n.rowid AND p.person_id <> ?1))",
        (person, query),
        |r| r.get(0),
    )
}

/// Whether somebody else's name, in the bin or out of it, has this word.
pub(super) fn others_are_called(tx: &ReadTx<'_>, person: i64, word: &str) -> Result<bool> {
    let query = format!("name : \"{word}\"");
    let listed: bool = tx.row(
        "SELECT EXISTS (SELECT 1 FROM person_fts WHERE person_fts MATCH ?2 AND rowid <> ?1)",
        (person, query),
        |r| r.get(0),
    )?;
    let word = super::plan::padded(word);
    Ok(listed
        || binned_texts(tx, person)?
            .iter()
            .any(|text| super::plan::padded(text).contains(&word)))
}

/// Every text in the bin but this person's: the index does not know it.
pub(super) fn binned_texts(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    tx.rows(
        "SELECT v.content FROM person b JOIN value v ON v.person_id = b.id WHERE b.binned_at IS NOT NULL AND b.id <> ?1
         UNION ALL SELECT a.text FROM person b JOIN participant p ON p.person_id = b.id JOIN activity a ON a.id = p.activity_id
           WHERE b.binned_at IS NOT NULL AND b.id <> ?1 AND a.indexed = 0",
        [person],
        |r| r.get(0),
    )
}

/// Where a living row may hold a text that a forgotten person had, too.
pub(super) const LIVING: &[&str] = &[
    "SELECT content FROM value v WHERE EXISTS (SELECT 1 FROM person WHERE id = v.person_id)",
    "SELECT norm FROM value v WHERE norm IS NOT NULL AND EXISTS (SELECT 1 FROM person WHERE id = v.person_id)",
    "SELECT reason FROM value v WHERE reason <> '' AND EXISTS (SELECT 1 FROM person WHERE id = v.person_id)",
    "SELECT source_where FROM person",
    "SELECT evidence FROM consent_event e WHERE evidence <> '' AND EXISTS (SELECT 1 FROM person WHERE id = e.person_id)",
    "SELECT product FROM consent_event e WHERE product <> '' AND EXISTS (SELECT 1 FROM person WHERE id = e.person_id)",
    "SELECT text FROM activity a WHERE text <> '' AND EXISTS (SELECT 1 FROM participant p JOIN person o ON o.id = p.person_id WHERE p.activity_id = a.id)",
    "SELECT name FROM tag t WHERE EXISTS (SELECT 1 FROM person_tag WHERE tag_id = t.id)",
    "SELECT display_name || char(10) || subtitle || char(10) || town FROM card c WHERE EXISTS (SELECT 1 FROM person WHERE id = c.person_id)",
    "SELECT recipient || char(10) || location FROM disclosure d WHERE EXISTS (SELECT 1 FROM person WHERE id = d.person_id)",
    "SELECT phone || char(10) || organization FROM person_fts f WHERE EXISTS (SELECT 1 FROM person WHERE id = f.rowid)",
    "SELECT body FROM wording",
    "SELECT document FROM policy",
    "SELECT name || char(10) || address || char(10) || email || char(10) || phone FROM controller",
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL",
];

/// Hands every text of one of [`LIVING`] to `each`.
pub(super) fn living(tx: &ReadTx<'_>, sql: &str, each: &mut dyn FnMut(&str)) -> Result<()> {
    tx.rows(sql, [], |r| {
        each(r.get_ref(0)?.as_str().unwrap_or_default());
        Ok(())
    })
    .map(|_| ())
}

// ── Suppression ─────────────────────────────────────────────────────────────────────────────────

/// Tokens that stand while the person lives: token, key, channel.
pub(super) fn tokens(tx: &ReadTx<'_>, person: i64) -> Result<Vec<(Vec<u8>, i64, String)>> {
    tx.rows(
        "SELECT DISTINCT token, key_id, channel FROM suppression WHERE person_id = ?1 ORDER BY channel, token",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )
}

/// A token that outlives the person, unless the same one stands already.
pub(super) fn suppress(
    tx: &mut WriteTx<'_>,
    token: &[u8],
    key_id: i64,
    channel: &str,
    reason: &str,
    (since_month, review_on): (&str, &str),
) -> Result<()> {
    tx.execute(
        "INSERT INTO suppression (uid, person_id, token, key_id, channel, reason, since_month, review_on)
         SELECT ?1, NULL, ?2, ?3, ?4, ?5, ?6, ?7
         WHERE NOT EXISTS (SELECT 1 FROM suppression WHERE person_id IS NULL AND token = ?2 AND key_id = ?3 AND channel = ?4)",
        (Uuid::now_v7(), token, key_id, channel, reason, since_month, review_on),
    )
    .map(|_| ())
}

// ── The ledger ──────────────────────────────────────────────────────────────────────────────────

/// An erasure that is not proven yet.
pub(super) struct Pending {
    pub(super) erasure: Uuid,
    pub(super) person: Uuid,
    pub(super) ground: Ground,
    pub(super) accepted_at: i64,
    /// [`super::Noted`] as JSON.
    pub(super) noted: String,
}

pub(super) fn open_entry(
    tx: &mut WriteTx<'_>,
    erasure: Uuid,
    person: PersonId,
    ground: Ground,
    at: i64,
    noted: &str,
) -> Result<()> {
    tx.execute(
        "INSERT INTO erasure (uid, person_uid, ground, state, accepted_at, counts) VALUES (?1, ?2, ?3, 'pending', ?4, ?5)",
        (erasure, person, ground.letter(), at, noted),
    )
    .map(|_| ())
}

pub(super) fn pending(tx: &ReadTx<'_>) -> Result<Vec<Pending>> {
    tx.rows(
        "SELECT uid, person_uid, ground, accepted_at, counts FROM erasure WHERE state = 'pending' ORDER BY id",
        [],
        |r| {
            Ok(Pending {
                erasure: r.get(0)?,
                person: r.get(1)?,
                ground: Ground::from_letter(r.get_ref(2)?.as_str()?),
                accepted_at: r.get(3)?,
                noted: r.get(4)?,
            })
        },
    )
}

pub(super) fn close_entry(
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
    json: &str,
) -> Result<()> {
    tx.execute(
        "UPDATE erasure SET state = 'proven', proven_at = ?2, certificate = ?3 WHERE uid = ?1 AND state = 'pending'",
        (certificate.erasure, certificate.proven_at, json),
    )
    .map(|_| ())
}

/// Every erasure, newest first: its id and, when it is proven, the certificate.
pub(super) fn entries(tx: &ReadTx<'_>) -> Result<Vec<(Uuid, Option<String>)>> {
    tx.rows(
        "SELECT uid, certificate FROM erasure ORDER BY id DESC",
        [],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Whether a forgotten person has a row again.
pub(super) fn person_is_back(tx: &ReadTx<'_>, person: Uuid) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM person WHERE uid = ?1)",
        [person],
        |r| r.get(0),
    )
}

/// The journal's last number: it moves with every write.
pub(super) fn writes(tx: &ReadTx<'_>) -> Result<i64> {
    tx.row("SELECT coalesce(max(id), 0) FROM journal", [], |r| r.get(0))
}

// ── The full-text indexes ───────────────────────────────────────────────────────────────────────

/// FTS5 `secure-delete` of an index; it must be 0.
pub(super) fn secure_delete(tx: &ReadTx<'_>, index: &str) -> Result<i64> {
    Ok(tx
        .row_opt(
            &format!("SELECT v FROM {index}_config WHERE k = 'secure-delete'"),
            [],
            |r| r.get(0),
        )?
        .unwrap_or(0))
}

pub(super) fn clear_secure_delete(tx: &mut WriteTx<'_>, index: &str) -> Result<()> {
    tx.execute(
        &format!("INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 0)"),
        [],
    )
    .map(|_| ())
}

/// One step of merging; rows written.
pub(super) fn merge(conn: &Connection, index: &str, pages: i64) -> Result<u64> {
    let before = conn.total_changes();
    conn.prepare_cached(&format!(
        "INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)"
    ))?
    .execute([pages])?;
    Ok(conn.total_changes() - before)
}

/// An index's structure record (FTS5, "The Structure Record").
pub(super) fn structure(tx: &ReadTx<'_>, index: &str) -> Result<Vec<u8>> {
    tx.row(
        &format!("SELECT block FROM {index}_data WHERE id = 10"),
        [],
        |r| r.get(0),
    )
}

/// How many leaves an index has: what a full merge rewrites.
pub(super) fn leaves(tx: &ReadTx<'_>, index: &str) -> Result<u32> {
    tx.row(&format!("SELECT count(*) FROM {index}_data"), [], |r| {
        r.get(0)
    })
}

// ── Raw pages ───────────────────────────────────────────────────────────────────────────────────

/// How many pages the file has.
pub(super) fn page_count(conn: &Connection) -> Result<u32> {
    Ok(conn.query_row("PRAGMA page_count", [], |r| r.get(0))?)
}

/// Page `number`, decrypted.
pub(super) fn page(conn: &Connection, number: u32) -> Result<Vec<u8>> {
    Ok(conn
        .prepare_cached("SELECT data FROM sqlite_dbpage WHERE pgno = ?1")?
        .query_row([number], |r| r.get(0))?)
}

/// Writes page `number`; needs DEFENSIVE off.
pub(super) fn write_page(conn: &Connection, number: u32, page: &[u8]) -> Result<()> {
    conn.prepare_cached("UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1 AND schema = 'main'")?
        .execute((number, page))?;
    Ok(())
}

/// The pages of a snapshot, for the read-back.
pub(super) fn page_count_read(tx: &ReadTx<'_>) -> Result<u32> {
    tx.row("PRAGMA page_count", [], |r| r.get(0))
}

/// Page `number` of a snapshot, handed to `look`.
pub(super) fn look_at_page<T>(
    tx: &ReadTx<'_>,
    number: u32,
    look: impl FnOnce(&[u8]) -> T,
) -> Result<T> {
    tx.row(
        "SELECT data FROM sqlite_dbpage WHERE pgno = ?1",
        [number],
        |r| Ok(look(r.get_ref(0)?.as_blob()?)),
    )
}

pub(super) fn cipher_version(tx: &ReadTx<'_>) -> Result<String> {
    tx.row("PRAGMA cipher_version", [], |r| r.get(0))
}
