//! SQL of drafts.

use std::collections::BTreeSet;

use rusqlite::Row;
use uuid::Uuid;

use super::{Draft, OfOthers, Place, Spot, Typed};
use crate::activity::Companion;
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, Result};

/// A draft's columns; its participants and its place follow.
const COLUMNS: &str = "d.id, d.place, p.uid, d.about,
    coalesce(c.display_name, (SELECT content FROM value WHERE person_id = d.person_id ORDER BY field_id, position, id LIMIT 1), ''),
    d.text, d.rest, d.kept_at";

fn draft(r: &Row<'_>) -> rusqlite::Result<(i64, String, Draft)> {
    let draft = Draft {
        spot: Spot {
            place: Place::NewContact,
            person: r.get(2)?,
            about: r.get(3)?,
        },
        display_name: r.get(4)?,
        text: r.get(5)?,
        rest: r.get(6)?,
        with: Vec::new(),
        kept_at: r.get(7)?,
    };
    Ok((r.get(0)?, r.get(1)?, draft))
}

pub(super) fn all(tx: &ReadTx<'_>) -> Result<Vec<Draft>> {
    let rows = tx.rows(
        &format!(
            "SELECT {COLUMNS} FROM draft d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN card c ON c.person_id = d.person_id
             WHERE p.binned_at IS NULL AND (d.place <> 'tags' OR EXISTS (SELECT 1 FROM draft_with w JOIN card q ON q.person_id = w.person_id WHERE w.draft_id = d.id))
             ORDER BY d.kept_at DESC, d.id DESC"
        ),
        [],
        draft,
    )?;
    rows.into_iter()
        .map(|(number, place, mut draft)| {
            draft.spot.place = Place::from_code(&place).ok_or(Code::Damaged)?;
            draft.with = with(tx, number)?;
            Ok(draft)
        })
        .collect()
}

pub(super) fn of_others(tx: &ReadTx<'_>, person: i64) -> Result<Vec<OfOthers>> {
    let rows = tx.rows(
        &format!(
            "SELECT {COLUMNS}, EXISTS (SELECT 1 FROM draft_with w WHERE w.draft_id = d.id AND w.person_id = ?1),
                    NOT EXISTS (SELECT 1 FROM draft_with w WHERE w.draft_id = d.id AND w.person_id <> ?1)
             FROM draft d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN card c ON c.person_id = d.person_id
             WHERE d.person_id IS NOT ?1 ORDER BY d.kept_at DESC, d.id DESC"
        ),
        [person],
        |r| Ok((draft(r)?, r.get(8)?, r.get(9)?)),
    )?;
    rows.into_iter()
        .map(|((number, place, mut draft), takes_part, alone)| {
            draft.spot.place = Place::from_code(&place).ok_or(Code::Damaged)?;
            Ok(OfOthers {
                number,
                draft,
                takes_part,
                alone,
            })
        })
        .collect()
}

pub(super) fn discard_number(tx: &mut WriteTx<'_>, number: i64) -> Result<()> {
    tx.execute("DELETE FROM draft WHERE id = ?1", [number])?;
    Ok(())
}

pub(super) fn discard_all(tx: &mut WriteTx<'_>) -> Result<()> {
    tx.execute("DELETE FROM draft", [])?;
    Ok(())
}

fn with(tx: &ReadTx<'_>, draft: i64) -> Result<Vec<Companion>> {
    tx.rows(
        "SELECT p.uid, c.display_name FROM draft_with w JOIN person p ON p.id = w.person_id JOIN card c ON c.person_id = w.person_id
         WHERE w.draft_id = ?1 ORDER BY c.name_key, w.person_id",
        [draft],
        |r| {
            Ok(Companion {
                id: r.get(0)?,
                display_name: r.get(1)?,
            })
        },
    )
}

pub(super) fn keep(
    tx: &mut WriteTx<'_>,
    (place, person, about): (Place, Option<i64>, Option<Uuid>),
    typed: &Typed,
    with: &BTreeSet<i64>,
) -> Result<()> {
    let now = tx.now();
    let number = tx.insert(
        "INSERT INTO draft (uid, person_id, place, about, text, rest, kept_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            Uuid::now_v7(),
            person,
            place.code(),
            about,
            &typed.text,
            &typed.rest,
            now,
        ),
    )?;
    for other in with {
        tx.execute(
            "INSERT INTO draft_with (draft_id, person_id) VALUES (?1, ?2)",
            (number, other),
        )?;
    }
    Ok(())
}

pub(super) fn discard(
    tx: &mut WriteTx<'_>,
    place: Place,
    person: Option<i64>,
    about: Option<Uuid>,
) -> Result<()> {
    tx.execute(
        "DELETE FROM draft WHERE coalesce(person_id, 0) = coalesce(?1, 0) AND place = ?2 AND coalesce(about, x'') = coalesce(?3, x'')",
        (person, place.code(), about),
    )?;
    Ok(())
}

pub(super) fn keep_newest(tx: &mut WriteTx<'_>, most: u32) -> Result<()> {
    tx.execute(
        "DELETE FROM draft WHERE id IN (SELECT id FROM draft ORDER BY kept_at DESC, id DESC LIMIT -1 OFFSET ?1)",
        [most],
    )?;
    Ok(())
}

/// Nothing was kept in a time to come.
pub(super) fn bring_back(tx: &mut WriteTx<'_>) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE draft SET kept_at = ?1 WHERE kept_at > ?1", [now])?;
    Ok(())
}

pub(super) fn discard_before(tx: &mut WriteTx<'_>, before: i64) -> Result<()> {
    tx.execute("DELETE FROM draft WHERE kept_at < ?1", [before])?;
    Ok(())
}
