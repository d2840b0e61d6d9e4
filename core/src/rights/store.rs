//! The SQL of exports and prints: who else might be named, and the memory of what was handed out.

use uuid::Uuid;

use crate::vault::{ReadTx, WriteTx};
use crate::{PersonId, Result};

/// Remembers that a file was handed out.
pub(super) fn remember(
    tx: &mut WriteTx<'_>,
    person: i64,
    id: Uuid,
    recipient: &str,
    location: &str,
) -> Result<()> {
    let (at, by) = (tx.now(), tx.actor());
    tx.execute(
        "INSERT INTO disclosure (uid, person_id, kind, recipient, location, at, by) VALUES (?1, ?2, 'export', ?3, ?4, ?5, ?6)",
        (id, person, recipient, location, at, by),
    )
    .map(|_| ())
}

/// Whether a file that was handed out is still remembered.
pub(super) fn is_remembered(tx: &ReadTx<'_>, id: Uuid) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM disclosure WHERE uid = ?1)",
        [id],
        |r| r.get(0),
    )
}

/// The file did not come to be there.
pub(super) fn forget_file(tx: &mut WriteTx<'_>, id: Uuid) -> Result<()> {
    tx.execute("DELETE FROM disclosure WHERE uid = ?1", [id])
        .map(|_| ())
}

/// Remembers that a sheet was printed: the person's own (`card`), or a `list`.
pub(super) fn remember_print(tx: &mut WriteTx<'_>, person: i64, what: &str) -> Result<()> {
    let (at, by) = (tx.now(), tx.actor());
    tx.execute(
        "INSERT INTO disclosure (uid, person_id, kind, recipient, location, at, by) VALUES (?1, ?2, 'print', '', ?3, ?4, ?5)",
        (Uuid::now_v7(), person, what, at, by),
    )
    .map(|_| ())
}

/// The row number of somebody who is not in the bin.
pub(super) fn living(tx: &ReadTx<'_>, person: PersonId) -> Result<Option<i64>> {
    tx.row_opt(
        "SELECT id FROM person WHERE uid = ?1 AND binned_at IS NULL",
        [person],
        |r| r.get(0),
    )
}

/// The names of everybody else who takes part in an activity of this person, with the activity's id.
pub(super) fn companions(tx: &ReadTx<'_>, person: i64) -> Result<Vec<(Uuid, String)>> {
    tx.rows(
        "SELECT a.uid, v.content FROM participant p JOIN participant o ON o.activity_id = p.activity_id AND o.person_id <> p.person_id
           JOIN activity a ON a.id = p.activity_id JOIN value v ON v.person_id = o.person_id JOIN active_field f ON f.id = v.field_id
         WHERE p.person_id = ?1 AND f.key = 'name'",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Names of other people in the index that hold the words of `query`.
pub(super) fn others_called(tx: &ReadTx<'_>, person: i64, query: &str) -> Result<Vec<String>> {
    tx.rows(
        "SELECT v.content FROM person_fts s JOIN value v ON v.person_id = s.rowid JOIN active_field f ON f.id = v.field_id
         WHERE person_fts MATCH ?2 AND s.rowid <> ?1 AND f.key = 'name' LIMIT 50",
        (person, query),
        |r| r.get(0),
    )
}

/// Names of other people in the bin: the index does not know them.
pub(super) fn others_in_the_bin(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    tx.rows(
        "SELECT v.content FROM person b JOIN value v ON v.person_id = b.id JOIN active_field f ON f.id = v.field_id
         WHERE b.binned_at IS NOT NULL AND b.id <> ?1 AND f.key = 'name'",
        [person],
        |r| r.get(0),
    )
}

/// Whether an address (normalised) is somebody else's and not this person's.
pub(super) fn is_anothers(tx: &ReadTx<'_>, person: i64, norm: &str) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM value WHERE norm = ?2 AND person_id <> ?1) AND NOT EXISTS (SELECT 1 FROM value WHERE norm = ?2 AND person_id = ?1)",
        (person, norm),
        |r| r.get(0),
    )
}

/// The kind of each field that is or was active, by key.
pub(super) fn kinds(tx: &ReadTx<'_>) -> Result<Vec<(String, String)>> {
    tx.rows("SELECT key, kind FROM active_field ORDER BY id", [], |r| {
        Ok((r.get(0)?, r.get(1)?))
    })
}
