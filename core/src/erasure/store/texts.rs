//! Texts about a person and texts of others that name it.

use crate::erasure::{Mention, Printed};
use crate::vault::ReadTx;
use crate::{ActivityId, PersonId, Result};

/// What names a person in somebody else's text.
pub(in crate::erasure) struct Called {
    /// The field's key: `name`, `organization`, `email`, `phone`.
    pub(in crate::erasure) field: String,
    pub(in crate::erasure) content: String,
    pub(in crate::erasure) norm: Option<String>,
}

/// The values that name a person, superseded ones too.
pub(in crate::erasure) fn called(tx: &ReadTx<'_>, person: i64) -> Result<Vec<Called>> {
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

pub(in crate::erasure) fn is_sole_trader(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT person_type = 'sole_trader' FROM person WHERE id = ?1",
        [person],
        |r| r.get(0),
    )
}

/// The name as lists show it; somebody in the bin has no card.
pub(in crate::erasure) fn display_name(tx: &ReadTx<'_>, person: i64) -> Result<String> {
    tx.row(
        "SELECT coalesce((SELECT display_name FROM card WHERE person_id = ?1),
           (SELECT content FROM value WHERE person_id = ?1 ORDER BY field_id, position, id LIMIT 1), '')",
        [person],
        |r| r.get(0),
    )
}

/// Files that were handed out, newest first.
pub(in crate::erasure) fn exports(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    tx.rows(
        "SELECT location FROM disclosure WHERE person_id = ?1 AND kind = 'export' AND location <> '' ORDER BY at DESC, id DESC",
        [person],
        |r| r.get(0),
    )
}

/// Sheets that were printed, newest first.
pub(in crate::erasure) fn prints(tx: &ReadTx<'_>, person: i64) -> Result<Vec<Printed>> {
    tx.rows(
        "SELECT at, location = 'list' FROM disclosure WHERE person_id = ?1 AND kind = 'print' ORDER BY at DESC, id DESC",
        [person],
        |r| {
            Ok(Printed {
                at: r.get(0)?,
                list: r.get(1)?,
            })
        },
    )
}

/// An objection or another no stands.
pub(in crate::erasure) fn no_stands(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM suppression WHERE person_id = ?1)
           OR EXISTS (SELECT 1 FROM consent_event e WHERE e.person_id = ?1 AND e.polarity = -1
                      AND NOT EXISTS (SELECT 1 FROM event_lift l WHERE l.person_id = ?1 AND l.lifts_id = e.id))",
        [person],
        |r| r.get(0),
    )
}

/// Notes that the index finds for `query` and that somebody else takes part in, newest first.
pub(in crate::erasure) fn others_notes(
    tx: &ReadTx<'_>,
    person: i64,
    query: &str,
) -> Result<Vec<i64>> {
    tx.rows(
        "SELECT rowid FROM note_fts n WHERE note_fts MATCH ?2
           AND EXISTS (SELECT 1 FROM participant p WHERE p.activity_id = n.rowid AND p.person_id <> ?1)
         ORDER BY rowid DESC LIMIT 500",
        (person, query),
        |r| r.get(0),
    )
}

/// Activities that this person shares with others.
pub(in crate::erasure) fn shared_notes(tx: &ReadTx<'_>, person: i64) -> Result<Vec<i64>> {
    tx.rows(
        "SELECT p.activity_id FROM participant p JOIN activity a ON a.id = p.activity_id
         WHERE p.person_id = ?1 AND a.text <> '' AND EXISTS (SELECT 1 FROM participant o WHERE o.activity_id = p.activity_id AND o.person_id <> ?1)
         ORDER BY p.at DESC",
        [person],
        |r| r.get(0),
    )
}

/// Texts outside the index, because everybody in them is in the bin.
pub(in crate::erasure) fn unindexed_notes(
    tx: &ReadTx<'_>,
    person: i64,
) -> Result<Vec<(i64, String)>> {
    tx.rows(
        "SELECT DISTINCT a.id, a.text FROM person b CROSS JOIN participant p ON p.person_id = b.id CROSS JOIN activity a ON a.id = p.activity_id
         WHERE b.binned_at IS NOT NULL AND b.id <> ?1 AND a.indexed = 0 AND a.text <> ''",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// A text as the preview shows it, with one of the others whom it is about.
pub(in crate::erasure) fn mention(
    tx: &ReadTx<'_>,
    person: i64,
    activity: i64,
) -> Result<Option<Mention>> {
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

/// Whether somebody else's card, or a text that stays, holds the words of `query`.
pub(in crate::erasure) fn others_have(tx: &ReadTx<'_>, person: i64, query: &str) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM person_fts WHERE person_fts MATCH ?2 AND rowid <> ?1)
           OR EXISTS (SELECT 1 FROM note_fts n WHERE note_fts MATCH ?2
                      AND EXISTS (SELECT 1 FROM participant p WHERE p.activity_id = n.rowid AND p.person_id <> ?1))",
        (person, query),
        |r| r.get(0),
    )
}

/// Whether somebody else's name, in the bin or out of it, has this word.
pub(in crate::erasure) fn others_are_called(
    tx: &ReadTx<'_>,
    person: i64,
    word: &str,
) -> Result<bool> {
    let query = format!("name : \"{word}\"");
    let listed: bool = tx.row(
        "SELECT EXISTS (SELECT 1 FROM person_fts WHERE person_fts MATCH ?2 AND rowid <> ?1)",
        (person, query),
        |r| r.get(0),
    )?;
    let word = crate::erasure::plan::padded(word);
    Ok(listed
        || binned_texts(tx, person)?
            .iter()
            .any(|text| crate::erasure::plan::padded(text).contains(&word)))
}

/// Every text in the bin but this person's: the index does not know it.
pub(in crate::erasure) fn binned_texts(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    tx.rows(
        "SELECT v.content FROM person b CROSS JOIN value v ON v.person_id = b.id WHERE b.binned_at IS NOT NULL AND b.id <> ?1
         UNION ALL SELECT a.text FROM person b CROSS JOIN participant p ON p.person_id = b.id CROSS JOIN activity a ON a.id = p.activity_id
           WHERE b.binned_at IS NOT NULL AND b.id <> ?1 AND a.indexed = 0",
        [person],
        |r| r.get(0),
    )
}
