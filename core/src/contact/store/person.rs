//! SQL: The fixed row of a person.

use uuid::Uuid;

use super::coded;
use crate::contact::SourceHow;
use crate::contact::intake::Prepared;
use crate::policy::{Language, PersonType};
use crate::vault::{ReadTx, WriteTx};
use crate::{PersonId, Result};

/// The fixed row.
pub(in crate::contact) struct PersonRow {
    pub(in crate::contact) person_type: PersonType,
    pub(in crate::contact) language: Language,
    pub(in crate::contact) source_how: SourceHow,
    pub(in crate::contact) source_on: String,
    pub(in crate::contact) source_where: String,
    pub(in crate::contact) recorded_at: i64,
    pub(in crate::contact) policy_version: u32,
    pub(in crate::contact) enrichment: Option<bool>,
    pub(in crate::contact) binned_at: Option<i64>,
}

pub(in crate::contact) fn insert_person(
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

pub(in crate::contact) fn person_row(tx: &ReadTx<'_>, person: i64) -> Result<PersonRow> {
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

pub(in crate::contact) fn set_person(
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

pub(in crate::contact) fn uid(tx: &ReadTx<'_>, person: i64) -> Result<PersonId> {
    tx.row("SELECT uid FROM person WHERE id = ?1", [person], |r| {
        r.get(0)
    })
}

pub(in crate::contact) fn is_binned(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT binned_at IS NOT NULL FROM person WHERE id = ?1",
        [person],
        |r| r.get(0),
    )
}

/// Whether anything changed.
pub(in crate::contact) fn set_binned(
    tx: &mut WriteTx<'_>,
    person: i64,
    binned: bool,
) -> Result<bool> {
    let at = binned.then(|| tx.now());
    Ok(tx.execute(
        "UPDATE person SET binned_at = ?2 WHERE id = ?1 AND (binned_at IS NULL) = ?3",
        (person, at, binned),
    )? > 0)
}
