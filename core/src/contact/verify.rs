//! Marking a value as checked with the person.

use super::store;
use crate::vault::WriteTx;
use crate::{Code, Result, ValueId};

/// Marks a value as verified now.
///
/// # Errors
/// [`Code::NotFound`] when the value is gone.
pub fn verify(tx: &mut WriteTx<'_>, id: ValueId) -> Result<()> {
    let (value, person) = store::value_row(tx, id)?.ok_or(Code::NotFound)?;
    store::insert_verification(tx, person, value)?;
    tx.about(person)
}
