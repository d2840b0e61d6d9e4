//! SQL of consent: events, their words, what they lift, and the tokens of addresses that said no.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::policy::{FieldKind, Language};
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, EventId, PersonId, Result, ValueId};

/// An event as it lies in the vault.
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) id: EventId,
    pub(super) purpose_id: i64,
    pub(super) product: String,
    pub(super) channel: String,
    pub(super) value: Option<ValueId>,
    pub(super) state: String,
    pub(super) polarity: i64,
    pub(super) wording_sha256: Option<[u8; 32]>,
    pub(super) method: String,
    pub(super) evidence: String,
    pub(super) happened_at: i64,
    pub(super) valid_until_on: Option<String>,
    pub(super) recorded_at: i64,
    pub(super) recorded_by: i64,
    pub(super) policy_sha256: [u8; 32],
    pub(super) prev: [u8; 32],
    pub(super) mac: [u8; 32],
    pub(super) lifts: Vec<EventId>,
    /// Joined: the address, the words.
    pub(super) address: Option<Address>,
    pub(super) wording: String,
    pub(super) wording_language: String,
}

/// An address of a person.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) number: i64,
    pub(super) id: ValueId,
    pub(super) kind: Option<FieldKind>,
    pub(super) content: String,
    pub(super) norm: Option<String>,
    /// Superseded: kept only because an event refers to it.
    pub(super) hidden: bool,
}

pub(super) fn events(tx: &ReadTx<'_>, person: i64) -> Result<Vec<Row>> {
    let mut lifts: HashMap<i64, Vec<EventId>> = HashMap::new();
    let pairs = tx.rows(
        "SELECT l.event_id, n.uid FROM event_lift l JOIN consent_event n ON n.id = l.lifts_id WHERE l.person_id = ?1 ORDER BY n.id",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    for (event, lifted) in pairs {
        lifts.entry(event).or_default().push(lifted);
    }
    let mut rows = tx.rows(
        "SELECT e.id, e.uid, e.purpose_id, e.product, e.channel, v.uid, e.state, e.polarity, w.sha256, e.method, e.evidence,
                e.happened_at, e.valid_until_on, e.recorded_at, e.recorded_by, p.sha256, e.prev, e.mac,
                v.id, f.kind, v.content, v.norm, h.value_id IS NOT NULL, coalesce(w.body, ''), coalesce(w.language, '')
         FROM consent_event e JOIN policy p ON p.id = e.policy_id
         LEFT JOIN value v ON v.id = e.value_id LEFT JOIN active_field f ON f.id = v.field_id
         LEFT JOIN hidden_value h ON h.value_id = v.id LEFT JOIN wording w ON w.id = e.wording_id
         WHERE e.person_id = ?1 ORDER BY e.id",
        [person],
        event,
    )?;
    for row in &mut rows {
        row.lifts = lifts.remove(&row.number).unwrap_or_default();
    }
    Ok(rows)
}

fn event(r: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let value: Option<ValueId> = r.get(5)?;
    let address = match value {
        Some(id) => Some(Address {
            number: r.get(18)?,
            id,
            kind: kind(r.get(19)?),
            content: r.get(20)?,
            norm: r.get(21)?,
            hidden: r.get(22)?,
        }),
        None => None,
    };
    Ok(Row {
        number: r.get(0)?,
        id: r.get(1)?,
        purpose_id: r.get(2)?,
        product: r.get(3)?,
        channel: r.get(4)?,
        value,
        state: r.get(6)?,
        polarity: r.get(7)?,
        wording_sha256: r.get(8)?,
        method: r.get(9)?,
        evidence: r.get(10)?,
        happened_at: r.get(11)?,
        valid_until_on: r.get(12)?,
        recorded_at: r.get(13)?,
        recorded_by: r.get(14)?,
        policy_sha256: r.get(15)?,
        prev: r.get(16)?,
        mac: r.get(17)?,
        lifts: Vec::new(),
        address,
        wording: r.get(23)?,
        wording_language: r.get(24)?,
    })
}

fn kind(code: Option<String>) -> Option<FieldKind> {
    code.as_deref().and_then(FieldKind::from_code)
}

/// The person's addresses of today, in the order of the card.
pub(super) fn addresses(tx: &ReadTx<'_>, person: i64) -> Result<Vec<Address>> {
    tx.rows(
        "SELECT v.id, v.uid, f.kind, v.content, v.norm FROM value v JOIN active_field f ON f.id = v.field_id
         WHERE v.person_id = ?1 AND f.kind IN ('email', 'phone', 'address')
           AND NOT EXISTS (SELECT 1 FROM hidden_value h WHERE h.value_id = v.id)
         ORDER BY v.field_id, v.position, v.id",
        [person],
        |r| {
            Ok(Address {
                number: r.get(0)?,
                id: r.get(1)?,
                kind: kind(r.get(2)?),
                content: r.get(3)?,
                norm: r.get(4)?,
                hidden: false,
            })
        },
    )
}

/// What a person brings to an event: type, and the key of the chain.
pub(super) struct Subject {
    pub(super) number: i64,
    pub(super) person_type: String,
    pub(super) key: zeroize::Zeroizing<Vec<u8>>,
}

pub(super) fn subject(tx: &ReadTx<'_>, person: PersonId) -> Result<Subject> {
    tx.row_opt(
        "SELECT id, person_type, subject_key FROM person WHERE uid = ?1",
        [person],
        |r| {
            Ok(Subject {
                number: r.get(0)?,
                person_type: r.get(1)?,
                key: zeroize::Zeroizing::new(r.get(2)?),
            })
        },
    )?
    .ok_or(Code::NoSuchPerson.into())
}

pub(super) fn head(tx: &ReadTx<'_>, person: i64) -> Result<Option<[u8; 32]>> {
    tx.row_opt(
        "SELECT mac FROM consent_event WHERE person_id = ?1 ORDER BY id DESC LIMIT 1",
        [person],
        |r| r.get(0),
    )
}

/// Number and hash of the policy that events are recorded under today.
pub(super) fn active_policy(tx: &ReadTx<'_>) -> Result<(i64, [u8; 32])> {
    tx.row(
        "SELECT p.id, p.sha256 FROM active_policy a JOIN policy p ON p.id = a.policy_id",
        (),
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// The number of these words; they are stored once.
pub(super) fn wording(
    tx: &mut WriteTx<'_>,
    sha256: [u8; 32],
    language: Language,
    body: &str,
) -> Result<i64> {
    let known = tx.row_opt("SELECT id FROM wording WHERE sha256 = ?1", [sha256], |r| {
        r.get(0)
    })?;
    if let Some(known) = known {
        return Ok(known);
    }
    let now = tx.now();
    tx.insert(
        "INSERT INTO wording (sha256, language, body, recorded_at) VALUES (?1, ?2, ?3, ?4)",
        (sha256, language.code(), body, now),
    )
}

pub(super) fn insert(
    tx: &mut WriteTx<'_>,
    person: i64,
    event: &Row,
    wording_id: Option<i64>,
    policy_id: i64,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO consent_event (uid, person_id, purpose_id, product, channel, value_id, state, polarity, wording_id, method, evidence,
           happened_at, valid_until_on, recorded_at, recorded_by, policy_id, prev, mac)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        rusqlite::params![
            event.id,
            person,
            event.purpose_id,
            event.product,
            event.channel,
            event.address.as_ref().map(|a| a.number),
            event.state,
            event.polarity,
            wording_id,
            event.method,
            event.evidence,
            event.happened_at,
            event.valid_until_on,
            event.recorded_at,
            event.recorded_by,
            policy_id,
            event.prev,
            event.mac,
        ],
    )
}

pub(super) fn lift(tx: &mut WriteTx<'_>, person: i64, yes: i64, no: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO event_lift (event_id, lifts_id, person_id) VALUES (?1, ?2, ?3)",
        (yes, no, person),
    )?;
    Ok(())
}

/// One keyed token; it dies with the person.
pub(super) struct Token<'t> {
    pub(super) digest: [u8; 32],
    pub(super) key_id: i64,
    /// `email` or `phone`.
    pub(super) channel: &'static str,
    /// `YYYY-MM`.
    pub(super) since_month: &'t str,
    /// `YYYY-MM-DD`.
    pub(super) review_on: &'t str,
}

pub(super) fn suppress(
    tx: &mut WriteTx<'_>,
    person: i64,
    event: i64,
    token: &Token<'_>,
) -> Result<()> {
    tx.insert(
        "INSERT INTO suppression (uid, person_id, token, key_id, channel, reason, since_month, review_on, event_id)
         VALUES (?1, ?2, ?3, ?4, ?5, 'objection', ?6, ?7, ?8)",
        (Uuid::now_v7(), person, token.digest, token.key_id, token.channel, token.since_month, token.review_on, event),
    )?;
    Ok(())
}

pub(super) fn unsuppress(
    tx: &mut WriteTx<'_>,
    person: i64,
    event: i64,
    channel: &str,
) -> Result<()> {
    tx.execute(
        "DELETE FROM suppression WHERE person_id = ?1 AND event_id = ?2 AND channel = ?3",
        (person, event, channel),
    )?;
    Ok(())
}

/// The basis that holds for a purpose.
pub(super) fn open_basis(
    tx: &ReadTx<'_>,
    person: i64,
    purpose: i64,
) -> Result<Option<(i64, String)>> {
    tx.row_opt(
        "SELECT id, basis FROM basis WHERE person_id = ?1 AND purpose_id = ?2 AND valid_to IS NULL ORDER BY id DESC LIMIT 1",
        (person, purpose),
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(super) fn open_consent_basis(tx: &mut WriteTx<'_>, person: i64, purpose: i64) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    tx.insert(
        "INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by) VALUES (?1, ?2, ?3, '6_1_a', ?4, ?5)",
        (Uuid::now_v7(), person, purpose, now, actor),
    )?;
    Ok(())
}

pub(super) fn close_basis(tx: &mut WriteTx<'_>, basis: i64) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE basis SET valid_to = ?2 WHERE id = ?1", (basis, now))?;
    Ok(())
}

/// Everybody who ever said no: number and id.
pub(super) fn naysayers(tx: &ReadTx<'_>) -> Result<Vec<(i64, PersonId)>> {
    tx.rows(
        "SELECT id, uid FROM person WHERE EXISTS (SELECT 1 FROM consent_event WHERE person_id = person.id AND polarity = -1) ORDER BY id",
        [],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Everybody who ever said yes.
pub(super) fn yeasayers(tx: &ReadTx<'_>) -> Result<Vec<PersonId>> {
    tx.rows(
        "SELECT uid FROM person WHERE EXISTS (SELECT 1 FROM consent_event WHERE person_id = person.id AND polarity = 1) ORDER BY id",
        [],
        |r| r.get(0),
    )
}

/// The ids of all events.
pub(super) fn ids(tx: &ReadTx<'_>) -> Result<BTreeSet<EventId>> {
    let ids = tx.rows("SELECT uid FROM consent_event", [], |r| r.get(0))?;
    Ok(ids.into_iter().collect())
}

/// What the journal says was committed about a person's consents: event and commitment, oldest first.
pub(super) fn journalled(tx: &ReadTx<'_>, person: i64) -> Result<Vec<(EventId, [u8; 32])>> {
    tx.rows(
        "SELECT j.ref, j.commitment FROM journal j JOIN person p ON p.handle = j.handle
         WHERE p.id = ?1 AND j.commitment IS NOT NULL AND j.ref IS NOT NULL AND j.op IN ('consent.give', 'consent.refuse', 'consent.withdraw') ORDER BY j.id",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
