//! SQL of people, values, bases, tags, cards and their search index.

use rusqlite::Row;
use uuid::Uuid;

use super::card::Shown;
use super::intake::{Prepared, PreparedValue};
use super::{ContactRow, Filter, Order, Origin, SourceHow, TagCount};
use crate::policy::{Language, LawfulBasis, PersonType};
use crate::text::{SORT_KEY_VERSION, sort_key};
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, PersonId, Result, ValueId};

// ── The house ───────────────────────────────────────────────────────────────────────────────────

pub(super) fn active_policy(tx: &ReadTx<'_>) -> Result<i64> {
    tx.row("SELECT policy_id FROM active_policy", (), |r| r.get(0))
}

pub(super) fn active_bases(tx: &ReadTx<'_>) -> Result<Vec<(i64, PersonType, LawfulBasis)>> {
    let rows = tx.rows(
        "SELECT purpose_id, person_type, basis FROM active_basis",
        (),
        |r| Ok((r.get(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)),
    )?;
    rows.into_iter()
        .map(|(purpose, person_type, basis)| {
            Ok((
                purpose,
                coded(PersonType::from_code(&person_type))?,
                coded(LawfulBasis::from_code(&basis))?,
            ))
        })
        .collect()
}

pub(super) fn vault_language(tx: &ReadTx<'_>) -> Result<Language> {
    let code: String = tx.row("SELECT language FROM vault", (), |r| r.get(0))?;
    coded(Language::from_code(&code))
}

/// Every token, except those of one person's own.
pub(super) fn suppression_tokens(tx: &ReadTx<'_>, except: Option<i64>) -> Result<Vec<[u8; 32]>> {
    tx.rows(
        "SELECT token FROM suppression WHERE person_id IS NULL OR person_id IS NOT ?1",
        [except],
        |r| r.get(0),
    )
}

fn coded<T>(value: Option<T>) -> Result<T> {
    value.ok_or(Code::Internal.into())
}

// ── The person ──────────────────────────────────────────────────────────────────────────────────

/// The fixed row.
pub(super) struct PersonRow {
    pub(super) person_type: PersonType,
    pub(super) language: Language,
    pub(super) source_how: SourceHow,
    pub(super) source_on: String,
    pub(super) source_where: String,
    pub(super) recorded_at: i64,
    pub(super) policy_version: u32,
    pub(super) enrichment: Option<bool>,
    pub(super) binned_at: Option<i64>,
}

pub(super) fn insert_person(
    tx: &mut WriteTx<'_>,
    id: PersonId,
    ready: &Prepared,
    policy: i64,
    fingerprint: Option<&[u8; 32]>,
) -> Result<i64> {
    let mut subject_key = [0_u8; 32];
    getrandom::fill(&mut subject_key).map_err(std::io::Error::other)?;
    let (now, actor) = (tx.now(), tx.actor());
    let out = tx.insert(
        "INSERT INTO person (uid, handle, person_type, language, source_how, source_on, source_where, recorded_by, recorded_at, policy_id, subject_key, fingerprint)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        rusqlite::params![
            id,
            Uuid::new_v4(),
            ready.person_type.code(),
            ready.language.code(),
            ready.source.how.code(),
            ready.source.on,
            ready.source.place,
            actor,
            now,
            policy,
            subject_key,
            fingerprint
        ],
    );
    zeroize::Zeroize::zeroize(&mut subject_key);
    out
}

pub(super) fn person_row(tx: &ReadTx<'_>, person: i64) -> Result<PersonRow> {
    let sql = "SELECT p.person_type, p.language, p.source_how, p.source_on, p.source_where, p.recorded_at, o.version, p.enrichment, p.binned_at
               FROM person p JOIN policy o ON o.id = p.policy_id WHERE p.id = ?1";
    let (person_type, language, how, mut row): (String, String, String, PersonRow) =
        tx.row(sql, [person], |r| {
            let row = PersonRow {
                person_type: PersonType::Consumer,
                language: Language::Sv,
                source_how: SourceHow::Other,
                source_on: r.get(3)?,
                source_where: r.get(4)?,
                recorded_at: r.get(5)?,
                policy_version: r.get(6)?,
                enrichment: r.get(7)?,
                binned_at: r.get(8)?,
            };
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, row))
        })?;
    row.person_type = coded(PersonType::from_code(&person_type))?;
    row.language = coded(Language::from_code(&language))?;
    row.source_how = coded(SourceHow::from_code(&how))?;
    Ok(row)
}

pub(super) fn set_person(
    tx: &mut WriteTx<'_>,
    person: i64,
    person_type: PersonType,
    language: Language,
) -> Result<()> {
    tx.execute(
        "UPDATE person SET person_type = ?2, language = ?3 WHERE id = ?1",
        (person, person_type.code(), language.code()),
    )?;
    Ok(())
}

pub(super) fn uid(tx: &ReadTx<'_>, person: i64) -> Result<PersonId> {
    tx.row("SELECT uid FROM person WHERE id = ?1", [person], |r| {
        r.get(0)
    })
}

pub(super) fn is_binned(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT binned_at IS NOT NULL FROM person WHERE id = ?1",
        [person],
        |r| r.get(0),
    )
}

/// Whether anything changed.
pub(super) fn set_binned(tx: &mut WriteTx<'_>, person: i64, binned: bool) -> Result<bool> {
    let at = binned.then(|| tx.now());
    Ok(tx.execute(
        "UPDATE person SET binned_at = ?2 WHERE id = ?1 AND (binned_at IS NULL) = ?3",
        (person, at, binned),
    )? > 0)
}

// ── Values ──────────────────────────────────────────────────────────────────────────────────────

/// A value that holds today.
pub(super) struct ValueRow {
    pub(super) uid: ValueId,
    pub(super) field_id: i64,
    pub(super) content: String,
    pub(super) norm: Option<String>,
    pub(super) origin: Origin,
    pub(super) reason: String,
    pub(super) position: i64,
    pub(super) recorded_at: i64,
    pub(super) verified_at: Option<i64>,
}

/// Values in the order of the fields; hidden ones are left out.
pub(super) fn values(tx: &ReadTx<'_>, person: i64) -> Result<Vec<ValueRow>> {
    tx.rows(
        "SELECT uid, field_id, content, norm, origin, reason, position, recorded_at, (SELECT max(verified_at) FROM verification WHERE value_id = v.id)
         FROM value v WHERE person_id = ?1 AND NOT EXISTS (SELECT 1 FROM hidden_value WHERE value_id = v.id) ORDER BY field_id, position, id",
        [person],
        |r| {
            Ok(ValueRow {
                uid: r.get(0)?,
                field_id: r.get(1)?,
                content: r.get(2)?,
                norm: r.get(3)?,
                origin: Origin::from_code(&r.get::<_, String>(4)?).unwrap_or(Origin::Typed),
                reason: r.get(5)?,
                position: r.get(6)?,
                recorded_at: r.get(7)?,
                verified_at: r.get(8)?,
            })
        },
    )
}

#[allow(clippy::too_many_arguments)]
pub(super) fn insert_value(
    tx: &mut WriteTx<'_>,
    person: i64,
    value: &PreparedValue,
    origin: Origin,
    reason: &str,
    position: i64,
    policy: i64,
    supersedes: Option<ValueId>,
) -> Result<ValueId> {
    let (uid, now, actor) = (ValueId::new(), tx.now(), tx.actor());
    tx.execute(
        "INSERT INTO value (uid, person_id, field_id, content, norm, as_typed, origin, reason, position, recorded_at, recorded_by, policy_id, supersedes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        rusqlite::params![uid, person, value.field_id, value.content, value.norm, value.as_typed, origin.code(), reason, position, now, actor, policy, supersedes],
    )?;
    Ok(uid)
}

/// The number of a value and of its person.
pub(super) fn value_row(tx: &ReadTx<'_>, id: ValueId) -> Result<Option<(i64, i64)>> {
    tx.row_opt("SELECT id, person_id FROM value v WHERE uid = ?1 AND NOT EXISTS (SELECT 1 FROM hidden_value WHERE value_id = v.id)", [id], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The number of a value that holds today and is this person's.
pub(super) fn value_of(tx: &ReadTx<'_>, person: i64, id: ValueId) -> Result<Option<i64>> {
    Ok(value_row(tx, id)?
        .filter(|(_, owner)| *owner == person)
        .map(|(value, _)| value))
}

/// Field, content and position of a value.
pub(super) fn slot(tx: &ReadTx<'_>, value: i64) -> Result<(String, String, i64)> {
    tx.row("SELECT f.key, v.content, v.position FROM value v JOIN active_field f ON f.id = v.field_id WHERE v.id = ?1", [value], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
}

/// Whether a consent or objection stands on the value.
pub(super) fn is_referred_to(tx: &ReadTx<'_>, value: i64) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM consent_event WHERE value_id = ?1)",
        [value],
        |r| r.get(0),
    )
}

pub(super) fn hide_value(tx: &mut WriteTx<'_>, person: i64, value: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO hidden_value (value_id, person_id, hidden_at) VALUES (?1, ?2, ?3)",
        (value, person, now),
    )?;
    Ok(())
}

pub(super) fn delete_value(tx: &mut WriteTx<'_>, value: i64) -> Result<()> {
    tx.execute("DELETE FROM verification WHERE value_id = ?1", [value])?;
    tx.execute("DELETE FROM value WHERE id = ?1", [value])?;
    Ok(())
}

pub(super) fn insert_verification(tx: &mut WriteTx<'_>, person: i64, value: i64) -> Result<()> {
    let (uid, now, actor) = (Uuid::now_v7(), tx.now(), tx.actor());
    tx.execute("INSERT INTO verification (uid, person_id, value_id, verified_at, verified_by) VALUES (?1, ?2, ?3, ?4, ?5)", (uid, person, value, now, actor))?;
    Ok(())
}

/// A value that an edit took away.
pub(super) enum Removed {
    /// Only out of sight.
    Hidden(ValueId),
    /// The row as it was, with its verifications.
    Deleted(Box<Deleted>),
}

/// A deleted row, column by column.
pub(super) struct Deleted {
    uid: ValueId,
    field_id: i64,
    content: String,
    norm: Option<String>,
    as_typed: bool,
    origin: String,
    reason: String,
    position: i64,
    recorded_at: i64,
    recorded_by: i64,
    policy_id: i64,
    supersedes: Option<Vec<u8>>,
    verifications: Vec<(Uuid, i64, i64)>,
}

pub(super) fn take_value(tx: &ReadTx<'_>, value: i64) -> Result<Removed> {
    let verifications = tx.rows(
        "SELECT uid, verified_at, verified_by FROM verification WHERE value_id = ?1 ORDER BY id",
        [value],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    let sql = "SELECT uid, field_id, content, norm, as_typed, origin, reason, position, recorded_at, recorded_by, policy_id, supersedes FROM value WHERE id = ?1";
    let row = tx.row(sql, [value], |r| {
        Ok(Deleted {
            uid: r.get(0)?,
            field_id: r.get(1)?,
            content: r.get(2)?,
            norm: r.get(3)?,
            as_typed: r.get(4)?,
            origin: r.get(5)?,
            reason: r.get(6)?,
            position: r.get(7)?,
            recorded_at: r.get(8)?,
            recorded_by: r.get(9)?,
            policy_id: r.get(10)?,
            supersedes: r.get(11)?,
            verifications,
        })
    })?;
    Ok(Removed::Deleted(Box::new(row)))
}

pub(super) fn put_back(tx: &mut WriteTx<'_>, person: i64, removed: &Removed) -> Result<()> {
    let row = match removed {
        Removed::Hidden(id) => {
            let shown = tx.execute("DELETE FROM hidden_value WHERE value_id = (SELECT id FROM value WHERE uid = ?1 AND person_id = ?2)", (id, person))?;
            return if shown == 1 {
                Ok(())
            } else {
                Err(Code::UndoExpired.into())
            };
        }
        Removed::Deleted(row) => row,
    };
    if tx.row(
        "SELECT EXISTS (SELECT 1 FROM value WHERE uid = ?1)",
        [row.uid],
        |r| r.get(0),
    )? {
        return Err(Code::UndoExpired.into());
    }
    let value = tx.insert(
        "INSERT INTO value (uid, person_id, field_id, content, norm, as_typed, origin, reason, position, recorded_at, recorded_by, policy_id, supersedes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        rusqlite::params![
            row.uid,
            person,
            row.field_id,
            row.content,
            row.norm,
            row.as_typed,
            row.origin,
            row.reason,
            row.position,
            row.recorded_at,
            row.recorded_by,
            row.policy_id,
            row.supersedes
        ],
    )?;
    for (uid, at, by) in &row.verifications {
        tx.execute("INSERT INTO verification (uid, person_id, value_id, verified_at, verified_by) VALUES (?1, ?2, ?3, ?4, ?5)", (uid, person, value, at, by))?;
    }
    Ok(())
}

// ── Bases ───────────────────────────────────────────────────────────────────────────────────────

/// A basis that holds today.
pub(super) struct BasisRow {
    pub(super) uid: Uuid,
    pub(super) purpose_id: i64,
    pub(super) purpose: String,
    pub(super) basis: LawfulBasis,
    pub(super) valid_from: i64,
    decided_by: i64,
}

pub(super) fn bases(tx: &ReadTx<'_>, person: i64) -> Result<Vec<BasisRow>> {
    let rows = tx.rows(
        "SELECT b.uid, b.purpose_id, p.key, b.basis, b.valid_from, b.decided_by FROM basis b JOIN active_purpose p ON p.id = b.purpose_id
         WHERE b.person_id = ?1 AND b.valid_to IS NULL ORDER BY b.purpose_id, b.id",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get::<_, String>(3)?, r.get(4)?, r.get(5)?)),
    )?;
    rows.into_iter()
        .map(
            |(uid, purpose_id, purpose, basis, valid_from, decided_by)| {
                Ok(BasisRow {
                    uid,
                    purpose_id,
                    purpose,
                    basis: coded(LawfulBasis::from_code(&basis))?,
                    valid_from,
                    decided_by,
                })
            },
        )
        .collect()
}

pub(super) fn open_basis(
    tx: &mut WriteTx<'_>,
    person: i64,
    purpose: i64,
    basis: LawfulBasis,
) -> Result<Uuid> {
    let (uid, now, actor) = (Uuid::now_v7(), tx.now(), tx.actor());
    tx.execute("INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", (uid, person, purpose, basis.code(), now, actor))?;
    Ok(uid)
}

pub(super) fn close_basis(tx: &mut WriteTx<'_>, uid: Uuid) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE basis SET valid_to = ?2 WHERE uid = ?1", (uid, now))?;
    Ok(())
}

pub(super) fn delete_basis(tx: &mut WriteTx<'_>, person: i64, uid: Uuid) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM basis WHERE uid = ?1 AND person_id = ?2 AND valid_to IS NULL",
        (uid, person),
    )?;
    if gone == 1 {
        Ok(())
    } else {
        Err(Code::UndoExpired.into())
    }
}

pub(super) fn reopen_basis(tx: &mut WriteTx<'_>, person: i64, row: &BasisRow) -> Result<()> {
    if tx.execute(
        "DELETE FROM basis WHERE uid = ?1 AND person_id = ?2 AND valid_to IS NOT NULL",
        (row.uid, person),
    )? != 1
    {
        return Err(Code::UndoExpired.into());
    }
    tx.execute(
        "INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (row.uid, person, row.purpose_id, row.basis.code(), row.valid_from, row.decided_by),
    )?;
    Ok(())
}

// ── Tags ────────────────────────────────────────────────────────────────────────────────────────

pub(super) fn tag_id(tx: &mut WriteTx<'_>, name: &str) -> Result<i64> {
    match tx.row_opt("SELECT id FROM tag WHERE name = ?1", [name], |r| r.get(0))? {
        Some(id) => Ok(id),
        None => tx.insert(
            "INSERT INTO tag (uid, name) VALUES (?1, ?2)",
            (Uuid::now_v7(), name),
        ),
    }
}

/// Whether the person did not have it.
pub(super) fn add_tag(tx: &mut WriteTx<'_>, person: i64, tag: i64) -> Result<bool> {
    Ok(tx.execute(
        "INSERT INTO person_tag (person_id, tag_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        (person, tag),
    )? > 0)
}

/// Whether the person had it.
pub(super) fn remove_tag(tx: &mut WriteTx<'_>, person: i64, name: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM person_tag WHERE person_id = ?1 AND tag_id = (SELECT id FROM tag WHERE name = ?2)", (person, name))? > 0)
}

pub(super) fn delete_unused_tags(tx: &mut WriteTx<'_>) -> Result<()> {
    tx.execute(
        "DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM person_tag WHERE tag_id = tag.id)",
        (),
    )?;
    Ok(())
}

pub(super) fn tags_of(tx: &ReadTx<'_>, person: i64) -> Result<Vec<String>> {
    tx.rows("SELECT t.name FROM person_tag p JOIN tag t ON t.id = p.tag_id WHERE p.person_id = ?1 ORDER BY t.name", [person], |r| r.get(0))
}

pub(super) fn tag_counts(tx: &ReadTx<'_>) -> Result<Vec<TagCount>> {
    tx.rows(
        "SELECT t.name, count(*) FROM tag t JOIN person_tag p ON p.tag_id = t.id JOIN person o ON o.id = p.person_id WHERE o.binned_at IS NULL GROUP BY t.id",
        (),
        |r| Ok(TagCount { name: r.get(0)?, count: r.get(1)? }),
    )
}

// ── Card and search index ───────────────────────────────────────────────────────────────────────

/// What the card says.
pub(super) struct CardRow {
    pub(super) display_name: String,
    pub(super) subtitle: String,
    pub(super) follow_up_on: Option<String>,
}

impl CardRow {
    pub(super) fn composed(shown: &Shown) -> Self {
        Self {
            display_name: shown.display_name.clone(),
            subtitle: shown.subtitle.clone(),
            follow_up_on: None,
        }
    }
}

pub(super) fn card_row(tx: &ReadTx<'_>, person: i64) -> Result<Option<CardRow>> {
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

pub(super) fn insert_card(tx: &mut WriteTx<'_>, person: i64, shown: &Shown) -> Result<()> {
    tx.execute(
        "INSERT INTO card (person_id, display_name, subtitle, town, name_key, town_key, key_version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (person, &shown.display_name, &shown.subtitle, &shown.town, sort_key(&shown.display_name), sort_key(&shown.town), SORT_KEY_VERSION),
    )?;
    Ok(())
}

pub(super) fn upsert_card(tx: &mut WriteTx<'_>, person: i64, shown: &Shown) -> Result<()> {
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

pub(super) fn has_card(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM card WHERE person_id = ?1)",
        [person],
        |r| r.get(0),
    )
}

pub(super) fn delete_card(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    tx.execute("DELETE FROM card WHERE person_id = ?1", [person])?;
    Ok(())
}

pub(super) fn index_person(tx: &mut WriteTx<'_>, person: i64, shown: &Shown) -> Result<()> {
    tx.execute(
        "INSERT INTO person_fts (rowid, name, organization, email, tags, phone) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (person, &shown.name, &shown.organization, &shown.email, &shown.tags, &shown.phone),
    )?;
    Ok(())
}

pub(super) fn unindex_person(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    tx.execute("DELETE FROM person_fts WHERE rowid = ?1", [person])?;
    Ok(())
}

/// Notes and calls that no other living participant keeps leave the search.
pub(super) fn unindex_activities(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    tx.execute(
        "UPDATE activity SET indexed = 0 WHERE indexed = 1 AND id IN (SELECT activity_id FROM participant WHERE person_id = ?1)
           AND NOT EXISTS (SELECT 1 FROM participant q JOIN person o ON o.id = q.person_id WHERE q.activity_id = activity.id AND o.binned_at IS NULL)",
        [person],
    )?;
    Ok(())
}

pub(super) fn index_activities(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
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

// ── Lists ───────────────────────────────────────────────────────────────────────────────────────

fn contact_row(r: &Row<'_>) -> rusqlite::Result<ContactRow> {
    Ok(ContactRow {
        id: r.get(0)?,
        display_name: r.get(1)?,
        subtitle: r.get(2)?,
        town: r.get(3)?,
        last_contact_at: r.get(4)?,
        follow_up_on: r.get(5)?,
    })
}

/// The beginning of the list of everybody, straight from the sort index.
pub(super) fn first_rows(tx: &ReadTx<'_>, order: Order, count: u32) -> Result<Vec<ContactRow>> {
    let sql = match order {
        Order::Name => {
            "SELECT p.uid, c.display_name, c.subtitle, c.town, c.last_contact_at, c.follow_up_on FROM card c CROSS JOIN person p ON p.id = c.person_id ORDER BY c.name_key, c.person_id LIMIT ?1"
        }
        Order::LastContact => {
            "SELECT p.uid, c.display_name, c.subtitle, c.town, c.last_contact_at, c.follow_up_on FROM card c CROSS JOIN person p ON p.id = c.person_id ORDER BY c.last_contact_at DESC, c.person_id LIMIT ?1"
        }
        Order::Town => {
            "SELECT p.uid, c.display_name, c.subtitle, c.town, c.last_contact_at, c.follow_up_on FROM card c CROSS JOIN person p ON p.id = c.person_id ORDER BY c.town_key, c.name_key, c.person_id LIMIT ?1"
        }
    };
    tx.rows(sql, [count], contact_row)
}

pub(super) fn row(tx: &ReadTx<'_>, person: i64) -> Result<ContactRow> {
    tx.row("SELECT p.uid, c.display_name, c.subtitle, c.town, c.last_contact_at, c.follow_up_on FROM card c JOIN person p ON p.id = c.person_id WHERE c.person_id = ?1", [person], contact_row)
}

/// The numbers of everybody in a list, in order. Follow-ups are always by date, the bin by the day of binning.
pub(super) fn ids(tx: &ReadTx<'_>, order: Order, filter: &Filter) -> Result<Vec<i64>> {
    let by = match order {
        Order::Name => "c.name_key, c.person_id",
        Order::LastContact => "c.last_contact_at DESC, c.person_id",
        Order::Town => "c.town_key, c.name_key, c.person_id",
    };
    let id = |r: &Row<'_>| r.get(0);
    match filter {
        Filter::All => tx.rows(&format!("SELECT c.person_id FROM card c ORDER BY {by}"), (), id),
        Filter::FollowUp => tx.rows("SELECT person_id FROM card WHERE follow_up_on IS NOT NULL ORDER BY follow_up_on, person_id", (), id),
        Filter::Tag(name) => {
            let sql = format!("SELECT c.person_id FROM tag t JOIN person_tag p ON p.tag_id = t.id JOIN card c ON c.person_id = p.person_id WHERE t.name = ?1 ORDER BY {by}");
            tx.rows(&sql, [name], id)
        }
        Filter::PersonType(person_type) => {
            let sql = format!("SELECT c.person_id FROM card c JOIN person p ON p.id = c.person_id WHERE p.person_type = ?1 ORDER BY {by}");
            tx.rows(&sql, [person_type.code()], id)
        }
        Filter::Bin => tx.rows("SELECT id FROM person WHERE binned_at IS NOT NULL ORDER BY binned_at DESC, id", (), id),
    }
}

pub(super) fn count_cards(tx: &ReadTx<'_>) -> Result<u32> {
    tx.row("SELECT count(*) FROM card", (), |r| r.get(0))
}

/// Open follow-ups, and those due on `today` or earlier.
pub(super) fn count_follow_ups(tx: &ReadTx<'_>, today: &str) -> Result<(u32, u32)> {
    tx.row(
        "SELECT count(*), count(*) FILTER (WHERE follow_up_on <= ?1) FROM card WHERE follow_up_on IS NOT NULL",
        [today],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(super) fn count_binned(tx: &ReadTx<'_>) -> Result<u32> {
    tx.row(
        "SELECT count(*) FROM person WHERE binned_at IS NOT NULL",
        (),
        |r| r.get(0),
    )
}
