//! SQL: The card and the search index, derived.

use crate::Result;
use crate::contact::card::Shown;
use crate::text::{SORT_KEY_VERSION, sort_key};
use crate::vault::{ReadTx, WriteTx};

/// What the card says.
pub(in crate::contact) struct CardRow {
    pub(in crate::contact) display_name: String,
    pub(in crate::contact) subtitle: String,
    pub(in crate::contact) follow_up_on: Option<String>,
}

impl CardRow {
    pub(in crate::contact) fn composed(shown: &Shown) -> Self {
        Self {
            display_name: shown.display_name.clone(),
            subtitle: shown.subtitle.clone(),
            follow_up_on: None,
        }
    }
}

pub(in crate::contact) fn card_row(tx: &ReadTx<'_>, person: i64) -> Result<Option<CardRow>> {
    tx.row_opt(
        "SELECT display_name, subtitle, follow_up_on FROM card WHERE person_id = ?1",
        [person],
        |r| {
            Ok(CardRow {
                display_name: r.get(0)?,
                subtitle: r.get(1)?,
                follow_up_on: r.get(2)?,
            })
        },
    )
}

pub(in crate::contact) fn insert_card(
    tx: &mut WriteTx<'_>,
    person: i64,
    shown: &Shown,
) -> Result<()> {
    tx.execute(
        "INSERT INTO card (person_id, display_name, subtitle, town, name_key, town_key, key_version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (person, &shown.display_name, &shown.subtitle, &shown.town, sort_key(&shown.display_name), sort_key(&shown.town), SORT_KEY_VERSION),
    )?;
    Ok(())
}

pub(in crate::contact) fn upsert_card(
    tx: &mut WriteTx<'_>,
    person: i64,
    shown: &Shown,
) -> Result<()> {
    let changed = tx.execute(
        "UPDATE card SET display_name = ?2, subtitle = ?3, town = ?4, name_key = ?5, town_key = ?6, key_version = ?7 WHERE person_id = ?1",
        (person, &shown.display_name, &shown.subtitle, &shown.town, sort_key(&shown.display_name), sort_key(&shown.town), SORT_KEY_VERSION),
    )?;
    if changed == 0 {
        insert_card(tx, person, shown)
    } else {
        Ok(())
    }
}

pub(in crate::contact) fn has_card(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM card WHERE person_id = ?1)",
        [person],
        |r| r.get(0),
    )
}

pub(in crate::contact) fn delete_card(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    tx.execute("DELETE FROM card WHERE person_id = ?1", [person])?;
    Ok(())
}

pub(in crate::contact) fn index_person(
    tx: &mut WriteTx<'_>,
    person: i64,
    shown: &Shown,
) -> Result<()> {
    tx.execute(
        "INSERT INTO person_fts (rowid, name, organization, email, tags, phone) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (person, &shown.name, &shown.organization, &shown.email, &shown.tags, &shown.phone),
    )?;
    Ok(())
}

pub(in crate::contact) fn unindex_person(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    tx.execute("DELETE FROM person_fts WHERE rowid = ?1", [person])?;
    Ok(())
}

/// Notes and calls that no other living participant keeps leave the search.
pub(in crate::contact) fn unindex_activities(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    tx.execute(
        "UPDATE activity SET indexed = 0 WHERE indexed = 1 AND id IN (SELECT activity_id FROM participant WHERE person_id = ?1)
           AND NOT EXISTS (SELECT 1 FROM participant q JOIN person o ON o.id = q.person_id WHERE q.activity_id = activity.id AND o.binned_at IS NULL)",
        [person],
    )?;
    Ok(())
}

pub(in crate::contact) fn index_activities(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    tx.execute("UPDATE activity SET indexed = 1 WHERE indexed = 0 AND id IN (SELECT activity_id FROM participant WHERE person_id = ?1)", [person])?;
    Ok(())
}

/// Last contact and next follow-up of the card, from the activities. An unanswered call is no contact.
pub(crate) fn refresh_activity(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    tx.execute(
        "UPDATE card SET
           last_contact_at = coalesce((SELECT p.at FROM participant p JOIN activity a ON a.id = p.activity_id
             WHERE p.person_id = ?1 AND (a.kind = 'note' OR a.running = 1 OR a.outcome IN ('reached', 'call_back'))
             ORDER BY p.at DESC, p.activity_id DESC LIMIT 1), 0),
           follow_up_on = (SELECT min(a.follow_up_on) FROM participant p JOIN activity a ON a.id = p.activity_id
             WHERE p.person_id = ?1 AND a.follow_up_done_at IS NULL)
         WHERE person_id = ?1",
        [person],
    )?;
    Ok(())
}
