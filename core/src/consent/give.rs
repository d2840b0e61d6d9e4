//! A yes: bound to one address, with its words, naming every no that it takes back.

use super::decide::{self, Scope, noes, standing_noes};
use super::record::{self, Draft};
use super::store::{self, Address, Row, Subject};
use super::{Shown, State, Yes, panel, suppression};
use crate::policy::{self, Channel, FieldKind, PersonType};
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, EventId, Result, ValueId};

/// Records a yes. Nothing but the person's own act makes one: words, time, method and address are checked, and a no
/// that stands refuses it unless `lifts_no` says, with evidence, that this act took it back.
///
/// A purpose that does not rest on consent takes a yes only to lift a no: an objection (Art. 21) that the person takes
/// back. Opens the basis 6(1)(a) for the purpose where no other basis holds.
pub fn give(tx: &mut WriteTx<'_>, yes: &Yes) -> Result<EventId> {
    let subject = store::subject(tx, yes.person)?;
    let (purpose_id, asked) = check(tx, yes, &subject)?;
    let address = address(tx, &subject, yes.channel, yes.value)?;
    let happened_at = record::instant(tx, yes.happened_at)?;
    let today = tx.today()?;
    if let Some(end) = &yes.valid_until_on
        && record::day(end)? <= tx.day_of(happened_at)?
    {
        return Err(Code::InvalidDate.into());
    }

    let rows = store::events(tx, subject.number)?;
    let facts = record::facts(&rows)?;
    let scope = Scope {
        purpose: purpose_id,
        product: &yes.product,
        channel: yes.channel,
    };
    let no_stands = standing_noes(&facts, scope).next().is_some();
    if !asked && !no_stands {
        return Err(Code::PolicyBasis.into());
    }
    if no_stands {
        if !yes.lifts_no {
            return Err(Code::NoStands.into());
        }
        if yes.evidence.trim().is_empty() {
            return Err(Code::EvidenceRequired.into());
        }
    }
    let holds = decide::decide(&facts, scope, Some(address.number), today).shown == Shown::Given;
    let lifted: Vec<EventId> = noes(&facts, scope).map(|no| no.id).collect();
    let draft = Draft {
        id: EventId::new(),
        purpose_id,
        product: &yes.product,
        channel: yes.channel,
        address: Some(address),
        state: if holds { State::Renewed } else { State::Given },
        words: Some((yes.language, &yes.wording)),
        method: yes.method,
        evidence: &yes.evidence,
        happened_at,
        valid_until_on: yes.valid_until_on.as_deref(),
        lifts: numbers(&rows, &lifted),
    };
    let (_, id) = record::append(tx, &subject, draft)?;
    if !lifted.is_empty() {
        suppression::lift(tx, subject.number, &lifted)?;
    }
    if asked && store::open_basis(tx, subject.number, purpose_id)?.is_none() {
        store::open_consent_basis(tx, subject.number, purpose_id)?;
    }
    Ok(id)
}

/// The policy knows this channel of this purpose, and the words were given; the purpose's number, and whether it may rest
/// on this person's consent.
fn check(tx: &ReadTx<'_>, yes: &Yes, subject: &Subject) -> Result<(i64, bool)> {
    let policy = policy::current(tx)?;
    let purpose = policy.purpose(&yes.purpose).ok_or(Code::PolicyPurpose)?;
    let person_type = PersonType::from_code(&subject.person_type).ok_or(Code::Damaged)?;
    let asked = panel::asks(purpose, person_type);
    if yes.channel == Channel::Any || !purpose.channels.contains(&yes.channel) {
        return Err(Code::PolicyChannel.into());
    }
    if yes.wording.trim().is_empty() {
        return Err(Code::WordingRequired.into());
    }
    if yes.wording.chars().count() > record::MAX_WORDS {
        return Err(Code::TextTooLong.into());
    }
    record::within_limits(&yes.product, &yes.evidence)?;
    Ok((purpose.id, asked))
}

/// The address a yes is bound to: the one named, or the only one that fits the channel.
fn address(
    tx: &ReadTx<'_>,
    subject: &Subject,
    channel: Channel,
    named: Option<ValueId>,
) -> Result<Address> {
    let mut fitting = store::addresses(tx, subject.number)?;
    fitting
        .retain(|address| fits(channel, address.kind) && named.is_none_or(|id| id == address.id));
    match (fitting.pop(), fitting.is_empty()) {
        (Some(address), true) => Ok(address),
        _ => Err(Code::AddressRequired.into()),
    }
}

/// May a message of this channel go to a value of this kind?
pub(super) fn fits(channel: Channel, kind: Option<FieldKind>) -> bool {
    match channel {
        Channel::Email => kind == Some(FieldKind::Email),
        Channel::Sms | Channel::Phone => kind == Some(FieldKind::Phone),
        Channel::Post => kind == Some(FieldKind::Address),
        Channel::Any => false,
    }
}

fn numbers(rows: &[Row], ids: &[EventId]) -> Vec<(i64, EventId)> {
    rows.iter()
        .filter(|row| ids.contains(&row.id))
        .map(|row| (row.number, row.id))
        .collect()
}
