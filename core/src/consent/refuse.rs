//! A no: always accepted, effective in its own transaction, bound to the person and not to an address.

use super::record::{self, Draft};
use super::store;
use super::{Method, No, State, panel, suppression};
use crate::policy;
use crate::vault::WriteTx;
use crate::{EventId, Result};

/// Records that the person said no when asked.
pub fn refuse(tx: &mut WriteTx<'_>, no: &No) -> Result<EventId> {
    record_no(tx, no, State::Refused)
}

/// Records that the person took a yes back. From here on nothing that rests on the consent counts; the same purpose
/// cannot move to legitimate interest (EDPB 05/2020; a trigger on `basis` says so to every door).
pub fn withdraw(tx: &mut WriteTx<'_>, no: &No) -> Result<EventId> {
    record_no(tx, no, State::Withdrawn)
}

fn record_no(tx: &mut WriteTx<'_>, no: &No, state: State) -> Result<EventId> {
    let subject = store::subject(tx, no.person)?;
    let purpose_id = policy::purpose_id(tx, &no.purpose)?;
    record::within_limits(&no.product, &no.evidence)?;
    let draft = Draft {
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
    let (number, id) = record::append(tx, &subject, draft)?;
    suppression::fill(tx, subject.number, number, no.channel)?;
    if let Some((basis, code)) = store::open_basis(tx, subject.number, purpose_id)?
        && code == "6_1_a"
        && !panel::any_given(tx, subject.number, purpose_id)?
    {
        store::close_basis(tx, basis)?;
    }
    Ok(id)
}
