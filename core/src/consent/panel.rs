//! What the card shows: a line per purpose, product and channel, derived from the events each time.

use std::collections::BTreeSet;

use super::decide::{self, Fact, Scope};
use super::give::fits;
use super::store::{self, Address, Row};
use super::{ConsentEvent, ConsentLine, Method, Shown, State, chain, record};
use crate::policy::{self, Channel, LawfulBasis, PersonType, Purpose};
use crate::vault::ReadTx;
use crate::{Code, EventId, PersonId, Result, contact};

/// The state of every purpose × channel that the policy asks this person about, and of everything else that there is
/// an event about. A line with a yes names its address; several addresses with a yes are several lines; otherwise
/// one line stands for the channel.
pub fn panel(tx: &ReadTx<'_>, person: PersonId) -> Result<Vec<ConsentLine>> {
    let subject = store::subject(tx, person)?;
    let person_type = PersonType::from_code(&subject.person_type).ok_or(Code::Damaged)?;
    let rows = store::events(tx, subject.number)?;
    let facts = record::facts(&rows)?;
    let addresses = store::addresses(tx, subject.number)?;
    let today = tx.today()?;
    let mut lines = Vec::new();
    for purpose in &policy::current(tx)?.purposes {
        for (product, channel) in asked(purpose, person_type, &facts) {
            let scope = Scope {
                purpose: purpose.id,
                product,
                channel,
            };
            let of_channel: Vec<&Address> =
                addresses.iter().filter(|a| fits(channel, a.kind)).collect();
            let mut decided: Vec<_> = of_channel
                .iter()
                .map(|a| {
                    (
                        Some(*a),
                        decide::decide(&facts, scope, Some(a.number), today),
                    )
                })
                .filter(|(_, d)| matches!(d.shown, Shown::Given | Shown::Expired))
                .collect();
            if decided.is_empty() {
                let only = (of_channel.len() == 1).then(|| of_channel[0]);
                let address = only.map(|a| a.number);
                decided.push((only, decide::decide(&facts, scope, address, today)));
            }
            for (address, decision) in decided {
                let event = decision
                    .event
                    .and_then(|id| rows.iter().find(|r| r.id == id));
                lines.push(ConsentLine {
                    purpose: purpose.key.clone(),
                    product: product.to_owned(),
                    channel,
                    address: address.map(display).unwrap_or_default(),
                    value: address.map(|a| a.id),
                    shown: decision.shown,
                    since: event.map(|e| e.happened_at),
                    valid_until_on: event.and_then(|e| e.valid_until_on.clone()),
                    event: decision.event,
                    wording: event.map(|e| e.wording.clone()).unwrap_or_default(),
                    method: event.and_then(|e| Method::from_code(&e.method)),
                });
            }
        }
    }
    Ok(lines)
}

/// Product and channel of every line of a purpose: first without a product, then by product.
fn asked<'f>(
    purpose: &Purpose,
    person_type: PersonType,
    facts: &'f [Fact],
) -> Vec<(&'f str, Channel)> {
    let about: Vec<&Fact> = facts.iter().filter(|f| f.purpose == purpose.id).collect();
    let mut products: BTreeSet<&str> = about.iter().map(|f| f.product.as_str()).collect();
    if asks(purpose, person_type) {
        products.insert("");
    }
    let mut out = Vec::new();
    for product in products {
        for channel in Channel::ALL {
            let named = about
                .iter()
                .any(|f| f.channel == channel && (f.product == product || f.product.is_empty()));
            let offered = purpose.channels.contains(&channel);
            if channel != Channel::Any && (offered || named) {
                out.push((product, channel));
            }
        }
    }
    out
}

/// May the policy's purpose rest on the consent of this type of person?
pub(super) fn asks(purpose: &Purpose, person_type: PersonType) -> bool {
    let bases = purpose.allowed(person_type).map(|allowed| &allowed.bases);
    bases.is_some_and(|bases| bases.contains(&LawfulBasis::Consent))
}

/// Does any yes count today for this purpose, whatever its product, channel and address?
pub(super) fn any_given(tx: &ReadTx<'_>, person: i64, purpose: i64) -> Result<bool> {
    let facts = record::facts(&store::events(tx, person)?)?;
    let today = tx.today()?;
    Ok(facts.iter().filter(|f| f.purpose == purpose).any(|f| {
        let scope = Scope {
            purpose,
            product: &f.product,
            channel: f.channel,
        };
        decide::decide(&facts, scope, f.address, today).shown == Shown::Given
    }))
}

/// Does consent carry this purpose today? A basis 6(1)(a) counts only while it does: an address that changed or an
/// end that came closes it without any row being written.
pub fn holds(tx: &ReadTx<'_>, person: PersonId, purpose: &str) -> Result<bool> {
    let purpose = policy::purpose_id(tx, purpose)?;
    any_given(tx, tx.person(person)?, purpose)
}

/// Every event of a person, oldest first.
pub fn events(tx: &ReadTx<'_>, person: PersonId) -> Result<Vec<ConsentEvent>> {
    let rows = store::events(tx, tx.person(person)?)?;
    rows.into_iter().map(|row| shown(tx, row)).collect()
}

fn shown(tx: &ReadTx<'_>, row: Row) -> Result<ConsentEvent> {
    Ok(ConsentEvent {
        id: row.id,
        purpose: policy::key_of_purpose(tx, row.purpose_id)?,
        product: row.product,
        channel: Channel::from_code(&row.channel).ok_or(Code::Damaged)?,
        address: row.address.as_ref().map(display).unwrap_or_default(),
        state: State::from_code(&row.state).ok_or(Code::Damaged)?,
        method: Method::from_code(&row.method).ok_or(Code::Damaged)?,
        wording: row.wording,
        wording_language: row.wording_language,
        evidence: row.evidence,
        happened_at: row.happened_at,
        recorded_at: row.recorded_at,
        valid_until_on: row.valid_until_on,
        lifts: row.lifts,
    })
}

fn display(address: &Address) -> String {
    contact::display(address.kind, &address.content, address.norm.as_deref())
}

/// Re-computes the chain of a person, the words' hashes, and what the journal says was committed; `Some(event)` names
/// the first event that does not fit or is missing.
pub fn verify_chain(tx: &ReadTx<'_>, person: PersonId) -> Result<Option<EventId>> {
    let subject = store::subject(tx, person)?;
    let rows = store::events(tx, subject.number)?;
    let mut prev = chain::START;
    for row in &rows {
        if row.prev != prev
            || chain::mac(&subject.key, &prev, row)? != row.mac
            || !chain::words_fit(row)
        {
            return Ok(Some(row.id));
        }
        prev = row.mac;
    }
    for (id, commitment) in store::journalled(tx, subject.number)? {
        if !rows.iter().any(|row| row.id == id && row.mac == commitment) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
