//! A no: always accepted, effective in its own transaction, bound to the person and not to an address.

use super::against::Standing;
use super::record::{self, Draft};
use super::store::{self, Subject};
use super::{Method, No, State, panel, suppression};
use crate::policy::{self, Channel};
use crate::vault::WriteTx;
use crate::{Code, EventId, PersonId, Result};

/// Records that the person said no when asked.
pub fn refuse(tx: &mut WriteTx<'_>, no: &No) -> Result<EventId> {
    record_no(tx, no, State::Refused)
}

/// Records that the person took a yes back. From here on nothing that rests on the consent counts; the same purpose
/// cannot move to legitimate interest (EDPB 05/2020; a trigger on `basis` says so to every door).
pub fn withdraw(tx: &mut WriteTx<'_>, no: &No) -> Result<EventId> {
    record_no(tx, no, State::Withdrawn)
}

/// Records that the person objects (Art. 21), whether anybody had asked or not: to one purpose, or, when none is named,
/// to all direct marketing. On every channel, at once; only the person takes it back. Returns how many noes that were.
///
/// # Errors
/// [`Code::PolicyPurpose`], [`Code::NoSuchPerson`].
pub fn object(tx: &mut WriteTx<'_>, person: PersonId, purpose: Option<&str>) -> Result<u32> {
    let purposes = match purpose {
        Some(purpose) => vec![purpose.to_owned()],
        None => policy::current(tx)?
            .purposes
            .iter()
            .filter(|purpose| purpose.direct_marketing)
            .map(|purpose| purpose.key.clone())
            .collect(),
    };
    for purpose in &purposes {
        let no = No {
            person,
            purpose: purpose.clone(),
            product: String::new(),
            channel: Channel::Any,
            method: None,
            evidence: String::new(),
            happened_at: None,
        };
        refuse(tx, &no)?;
    }
    u32::try_from(purposes.len()).map_err(|_| Code::Internal.into())
}

fn record_no(tx: &mut WriteTx<'_>, no: &No, state: State) -> Result<EventId> {
    let subject = store::subject(tx, no.person)?;
    let purpose_id = policy::purpose_id(tx, &no.purpose)?;
    record::within_limits(&no.product, &no.evidence)?;
    let draft = Draft {
        id: EventId::new(),
        purpose_id,
        product: &no.product,
        channel: no.channel,
        address: None,
        state,
        words: None,
        method: no.method.unwrap_or(Method::Other),
        evidence: &no.evidence,
        happened_at: record::instant(tx, no.happened_at)?,
        valid_until_on: None,
        lifts: Vec::new(),
    };
    enter(tx, &subject, draft)
}

/// Records a no of another edition of the vault, as it was said there.
pub(super) fn again(tx: &mut WriteTx<'_>, no: &Standing) -> Result<EventId> {
    let subject = store::subject(tx, no.person)?;
    let draft = Draft {
        id: no.id,
        purpose_id: no.purpose,
        product: &no.product,
        channel: no.channel,
        address: None,
        state: no.state,
        words: None,
        method: no.method,
        evidence: &no.evidence,
        happened_at: no.happened_at,
        valid_until_on: None,
        lifts: Vec::new(),
    };
    enter(tx, &subject, draft)
}

fn enter(tx: &mut WriteTx<'_>, subject: &Subject, draft: Draft<'_>) -> Result<EventId> {
    let (channel, purpose_id) = (draft.channel, draft.purpose_id);
    let (number, id) = record::append(tx, subject, draft)?;
    suppression::fill(tx, subject.number, number, channel)?;
    close_consent_basis(tx, subject.number, purpose_id)?;
    Ok(id)
}

/// Some of the person's events may be lost, perhaps a no: none of the yeses counts any more, and the person is asked anew.
pub(crate) fn doubt(tx: &mut WriteTx<'_>, person: PersonId) -> Result<()> {
    let subject = store::subject(tx, person)?;
    let rows = store::events(tx, subject.number)?;
    let purposes: std::collections::BTreeSet<i64> = rows
        .iter()
        .filter(|row| row.polarity == 1)
        .map(|row| row.purpose_id)
        .collect();
    for purpose_id in purposes {
        let draft = Draft {
            id: EventId::new(),
            purpose_id,
            product: "",
            channel: Channel::Any,
            address: None,
            state: State::Invalidated,
            words: None,
            method: Method::Other,
            evidence: "",
            happened_at: tx.now(),
            valid_until_on: None,
            lifts: Vec::new(),
        };
        record::append(tx, &subject, draft)?;
        close_consent_basis(tx, subject.number, purpose_id)?;
    }
    Ok(())
}

/// Where nothing is given any more, the basis of consent ends.
fn close_consent_basis(tx: &mut WriteTx<'_>, person: i64, purpose_id: i64) -> Result<()> {
    if let Some((basis, code)) = store::open_basis(tx, person, purpose_id)?
        && code == "6_1_a"
        && !panel::any_given(tx, person, purpose_id)?
    {
        store::close_basis(tx, basis)?;
    }
    Ok(())
}
