//! Making a contact.

use super::{ContactDraft, Intake, Origin};
use crate::vault::WriteTx;
use crate::{PersonId, Result};

/// Creates a contact; everything about it is checked against today's policy.
///
/// # Errors
/// Those of [`Intake::prepare`].
pub fn create(tx: &mut WriteTx<'_>, draft: &ContactDraft) -> Result<PersonId> {
    let mut intake = Intake::open(tx, Origin::Typed)?;
    let ready = intake.prepare(tx, draft)?;
    let id = intake.write(tx, &ready, None)?;
    intake.finish(tx)?;
    let person = tx.person(id)?;
    tx.about(person)?;
    Ok(id)
}
