//! Writing one event: its place in the chain, the words, the journal's commitment.

use sha2::{Digest, Sha256};

use super::decide::{Fact, polarity};
use super::store::{self, Address, Row, Subject};
use super::{Method, State, chain};
use crate::policy::{Channel, Language};
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, EventId, Result};

/// The longest words and evidence, in characters.
pub const MAX_WORDS: usize = 10_000;
/// The longest name of a product, in characters.
pub const MAX_PRODUCT: usize = 200;

/// An event before it has a place in the chain.
pub(super) struct Draft<'d> {
    pub(super) id: EventId,
    pub(super) purpose_id: i64,
    pub(super) product: &'d str,
    pub(super) channel: Channel,
    pub(super) address: Option<Address>,
    pub(super) state: State,
    pub(super) words: Option<(Language, &'d str)>,
    pub(super) method: Method,
    pub(super) evidence: &'d str,
    pub(super) happened_at: i64,
    pub(super) valid_until_on: Option<&'d str>,
    pub(super) lifts: Vec<(i64, EventId)>,
}

/// Appends the event; returns its number and id.
pub(super) fn append(
    tx: &mut WriteTx<'_>,
    subject: &Subject,
    draft: Draft<'_>,
) -> Result<(i64, EventId)> {
    let (policy_id, policy_sha256) = store::active_policy(tx)?;
    let mut event = Row {
        number: 0,
        id: draft.id,
        purpose_id: draft.purpose_id,
        product: draft.product.to_owned(),
        channel: draft.channel.code().to_owned(),
        value: draft.address.as_ref().map(|a| a.id),
        state: draft.state.code().to_owned(),
        polarity: polarity(draft.state),
        wording_sha256: draft.words.map(|(_, body)| Sha256::digest(body).into()),
        method: draft.method.code().to_owned(),
        evidence: draft.evidence.to_owned(),
        happened_at: draft.happened_at,
        valid_until_on: draft.valid_until_on.map(str::to_owned),
        recorded_at: tx.now(),
        recorded_by: tx.actor(),
        policy_sha256,
        prev: store::head(tx, subject.number)?.unwrap_or(chain::START),
        mac: [0; 32],
        lifts: draft.lifts.iter().map(|(_, id)| *id).collect(),
        address: draft.address,
        wording: String::new(),
        wording_language: String::new(),
    };
    event.mac = chain::mac(&subject.key, &event.prev, &event)?;
    let wording = match (draft.words, event.wording_sha256) {
        (Some((language, body)), Some(hash)) => Some(store::wording(tx, hash, language, body)?),
        _ => None,
    };
    let number = store::insert(tx, subject.number, &event, wording, policy_id)?;
    for (no, _) in &draft.lifts {
        store::lift(tx, subject.number, number, *no)?;
    }
    tx.about(subject.number)?;
    tx.refers_to(event.id.0);
    tx.commits_to(event.mac);
    Ok((number, event.id))
}

/// What the events say, for the pure rules.
pub(super) fn facts(rows: &[Row]) -> Result<Vec<Fact>> {
    rows.iter()
        .map(|row| {
            Ok(Fact {
                id: row.id,
                purpose: row.purpose_id,
                product: row.product.clone(),
                channel: Channel::from_code(&row.channel).ok_or(Code::Damaged)?,
                address: row.address.as_ref().map(|a| a.number),
                address_holds: row.address.as_ref().is_some_and(|a| !a.hidden),
                state: State::from_code(&row.state).ok_or(Code::Damaged)?,
                happened_at: row.happened_at,
                valid_until_on: row.valid_until_on.as_deref().map(day).transpose()?,
                lifts: row.lifts.clone(),
            })
        })
        .collect()
}

/// A calendar day in the one spelling `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Result<chrono::NaiveDate> {
    let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| Code::InvalidDate)?;
    if day.to_string() == text {
        Ok(day)
    } else {
        Err(Code::InvalidDate.into())
    }
}

/// When it happened: not in the future.
pub(super) fn instant(tx: &ReadTx<'_>, at: Option<i64>) -> Result<i64> {
    let now = tx.now();
    match at {
        Some(at) if at > now => Err(Code::InFuture.into()),
        Some(at) if at < 0 => Err(Code::InvalidDate.into()),
        at => Ok(at.unwrap_or(now)),
    }
}

/// Evidence and product within their limits.
pub(super) fn within_limits(product: &str, evidence: &str) -> Result<()> {
    if product.chars().count() > MAX_PRODUCT || evidence.chars().count() > MAX_WORDS {
        return Err(Code::TextTooLong.into());
    }
    Ok(())
}
