//! SQL of the search. No ranking function: it would read every match of a short beginning.

use crate::policy::FieldKind;
use crate::text;
use crate::vault::ReadTx;
use crate::{ActivityId, PersonId, Result};

pub(super) struct FoundPerson {
    pub(super) person: i64,
    pub(super) id: PersonId,
    pub(super) display_name: String,
    pub(super) subtitle: String,
    pub(super) name_key: Vec<u8>,
}

/// The first people that the index gives for a query.
pub(super) fn people(tx: &ReadTx<'_>, query: &str, limit: u32) -> Result<Vec<FoundPerson>> {
    tx.rows(
        "SELECT f.rowid, p.uid, c.display_name, c.subtitle, c.name_key
         FROM person_fts f CROSS JOIN card c ON c.person_id = f.rowid CROSS JOIN person p ON p.id = f.rowid WHERE person_fts MATCH ?1 LIMIT ?2",
        (query, limit),
        |r| Ok(FoundPerson { person: r.get(0)?, id: r.get(1)?, display_name: r.get(2)?, subtitle: r.get(3)?, name_key: r.get(4)? }),
    )
}

/// What a person is found by, as it is read.
pub(super) struct Texts {
    pub(super) name: String,
    pub(super) organization: String,
    pub(super) email: String,
    pub(super) tags: String,
    /// E.164 (or as typed) and national spelling.
    pub(super) phones: Vec<(String, String)>,
}

pub(super) fn texts(tx: &ReadTx<'_>, person: i64) -> Result<Texts> {
    let phones = tx.rows(
        "SELECT coalesce(v.norm, v.content) FROM value v JOIN active_field f ON f.id = v.field_id
         WHERE v.person_id = ?1 AND f.kind = ?2 AND NOT EXISTS (SELECT 1 FROM hidden_value WHERE value_id = v.id)",
        (person, FieldKind::Phone.code()),
        |r| r.get::<_, String>(0),
    )?;
    let phones = phones
        .into_iter()
        .map(|norm| {
            let display = text::phone_display(&norm, text::HOME_REGION);
            (norm, display)
        })
        .collect();
    tx.row(
        "SELECT name, organization, email, tags FROM person_fts WHERE rowid = ?1",
        [person],
        |r| {
            Ok(Texts {
                name: r.get(0)?,
                organization: r.get(1)?,
                email: r.get(2)?,
                tags: r.get(3)?,
                phones,
            })
        },
    )
}

pub(super) struct FoundNote {
    pub(super) id: ActivityId,
    pub(super) person: PersonId,
    pub(super) display_name: String,
    pub(super) at: i64,
    pub(super) text: String,
}

/// The newest notes for a query, each with one participant who is in no bin.
pub(super) fn notes(tx: &ReadTx<'_>, query: &str, limit: u32) -> Result<Vec<FoundNote>> {
    tx.rows(
        "SELECT a.uid, p.uid, c.display_name, a.at, a.text
         FROM (SELECT rowid AS id FROM note_fts WHERE note_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2) f
         CROSS JOIN activity a ON a.id = f.id
         CROSS JOIN card c ON c.person_id = (SELECT t.person_id FROM participant t JOIN card k ON k.person_id = t.person_id WHERE t.activity_id = a.id LIMIT 1)
         CROSS JOIN person p ON p.id = c.person_id
         ORDER BY f.id DESC",
        (query, limit),
        |r| Ok(FoundNote { id: r.get(0)?, person: r.get(1)?, display_name: r.get(2)?, at: r.get(3)?, text: r.get(4)? }),
    )
}
