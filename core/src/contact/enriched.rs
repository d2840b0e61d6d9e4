//! Values that enrichment proposed and the seller accepted. A field that holds something is left alone.

use super::edit::take_away;
use super::{Content, Intake, Origin, ValueDraft, card, store};
use crate::vault::WriteTx;
use crate::{Code, Result};

/// Stores an accepted suggestion with its reason.
///
/// # Errors
/// [`Code::InvalidArgument`] when the field holds something already; the trigger's [`Code::EnrichmentOff`].
pub(crate) fn add_enriched(
    tx: &mut WriteTx<'_>,
    person: i64,
    field: &str,
    content: Content,
    reason: &str,
) -> Result<()> {
    let intake = Intake::open_for(tx, person)?;
    let draft = ValueDraft {
        field: field.to_owned(),
        content,
        as_typed: false,
    };
    let ready = intake.value(tx, &draft)?.ok_or(Code::InvalidArgument)?;
    if store::values(tx, person)?
        .iter()
        .any(|v| v.field_id == ready.field_id)
    {
        return Err(Code::InvalidArgument.into());
    }
    store::insert_value(
        tx,
        person,
        &ready,
        Origin::Enriched,
        reason,
        0,
        intake.policy_id(),
        None,
    )?;
    card::project(tx, person)
}

/// Takes every enriched value away; returns how many.
pub(crate) fn remove_enriched(tx: &mut WriteTx<'_>, person: i64) -> Result<u32> {
    let mut gone = 0;
    for value in store::values(tx, person)? {
        if value.origin == Origin::Enriched {
            take_away(tx, person, value.uid)?;
            gone += 1;
        }
    }
    card::project(tx, person)?;
    Ok(gone)
}
