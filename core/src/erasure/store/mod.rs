//! The SQL of forgetting: the ledger and what outlives the person. Texts, indexes and pages have files of their own.

use uuid::Uuid;

use super::{Certificate, Ground};
use crate::vault::{ReadTx, WriteTx};
use crate::{PersonId, Result};

mod index;
mod pages;
mod texts;

pub(super) use index::{
    INDEXES, clear_secure_delete, merge, rebuild, secure_delete, stir, structure,
};
pub(super) use pages::{look_at_page, page, page_count, page_count_read, write_page};
pub(super) use texts::{
    Called, binned_texts, called, display_name, exports, is_sole_trader, mention, no_stands,
    others_are_called, others_have, others_notes, prints, shared_notes, unindexed_notes,
};

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

/// Whether it was pending still.
pub(super) fn close_entry(
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
    json: &str,
    kept: &str,
) -> Result<bool> {
    let closed = tx.execute(
        "UPDATE erasure SET state = 'proven', proven_at = ?2, certificate = ?3, counts = ?4 WHERE uid = ?1 AND state = 'pending'",
        (certificate.erasure, certificate.proven_at, json, kept),
    )?;
    Ok(closed > 0)
}

/// Every erasure, newest first: its id and, when it is proven, the certificate.
pub(super) fn entries(tx: &ReadTx<'_>) -> Result<Vec<(Uuid, Option<String>)>> {
    tx.rows(
        "SELECT uid, certificate FROM erasure ORDER BY id DESC",
        [],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Everybody in the ledger: id, ground, what was noted.
pub(super) fn forgotten(tx: &ReadTx<'_>) -> Result<Vec<(PersonId, Ground, String)>> {
    tx.rows(
        "SELECT person_uid, ground, counts FROM erasure ORDER BY id",
        [],
        |r| {
            let ground = Ground::from_letter(r.get_ref(1)?.as_str()?);
            Ok((r.get(0)?, ground, r.get(2)?))
        },
    )
}

pub(super) fn in_ledger(tx: &ReadTx<'_>, person: PersonId) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM erasure WHERE person_uid = ?1)",
        [person],
        |r| r.get(0),
    )
}

/// Every token, those of people who are there among them.
pub(super) fn tokens_of_all(tx: &ReadTx<'_>) -> Result<Vec<super::again::Token>> {
    tx.rows(
        "SELECT p.uid, s.token, s.key_id, s.channel, s.reason, s.since_month, s.review_on
         FROM suppression s LEFT JOIN person p ON p.id = s.person_id ORDER BY s.id",
        [],
        |r| {
            Ok(super::again::Token {
                owner: r.get(0)?,
                digest: r.get(1)?,
                key: r.get(2)?,
                channel: r.get(3)?,
                reason: r.get(4)?,
                since: r.get(5)?,
                review: r.get(6)?,
            })
        },
    )
}

/// Every key that tokens are made with.
pub(super) fn token_keys(tx: &ReadTx<'_>) -> Result<Vec<super::again::TokenKey>> {
    tx.rows(
        "SELECT key_id, key, created_at FROM secret WHERE use = 'suppression'",
        [],
        |r| Ok((r.get(0)?, r.get::<_, Vec<u8>>(1)?.into(), r.get(2)?)),
    )
}

pub(super) fn is_token_key(tx: &ReadTx<'_>, number: i64) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM secret WHERE use = 'suppression' AND key_id = ?1)",
        [number],
        |r| r.get(0),
    )
}

/// Keeps a key of another edition, and answers its number here: another one when that of there is taken.
pub(super) fn keep_token_key(
    tx: &mut WriteTx<'_>,
    (number, key, at): &super::again::TokenKey,
) -> Result<i64> {
    let known = tx.row_opt(
        "SELECT key_id FROM secret WHERE use = 'suppression' AND key = ?1",
        [key.as_slice()],
        |r| r.get(0),
    )?;
    if let Some(known) = known {
        return Ok(known);
    }
    tx.insert(
        "INSERT INTO secret (key_id, use, key, created_at)
         VALUES ((SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM secret WHERE key_id = ?1)), 'suppression', ?2, ?3)",
        (number, key.as_slice(), at),
    )
}

/// Whether somebody has a row, a forgotten person again.
pub(super) fn person_is_back(tx: &ReadTx<'_>, person: Uuid) -> Result<bool> {
    tx.row(
        "SELECT EXISTS (SELECT 1 FROM person WHERE uid = ?1)",
        [person],
        |r| r.get(0),
    )
}

pub(super) fn cipher_version(tx: &ReadTx<'_>) -> Result<String> {
    tx.row("PRAGMA cipher_version", [], |r| r.get(0))
}
