//! The bin: out of every list and the search, kept 30 days, and back.

use super::{card, store};
use crate::vault::WriteTx;
use crate::{PersonId, Result};

/// Puts people in the bin: out of every list and the search, kept 30 days. Returns how many were not there already.
pub fn bin(tx: &mut WriteTx<'_>, ids: &[PersonId]) -> Result<u32> {
    let mut moved = 0;
    for id in ids {
        let person = tx.person(*id)?;
        if store::set_binned(tx, person, true)? {
            store::unindex_activities(tx, person)?;
            card::project(tx, person)?;
            moved += 1;
        }
        about_one(tx, ids, person)?;
    }
    Ok(moved)
}

/// Takes people out of the bin, with their notes and follow-ups.
pub fn restore(tx: &mut WriteTx<'_>, ids: &[PersonId]) -> Result<u32> {
    let mut moved = 0;
    for id in ids {
        let person = tx.person(*id)?;
        if store::set_binned(tx, person, false)? {
            store::index_activities(tx, person)?;
            card::project(tx, person)?;
            store::refresh_activity(tx, person)?;
            moved += 1;
        }
        about_one(tx, ids, person)?;
    }
    Ok(moved)
}

/// The journal names one person; an action on several names nobody.
pub(super) fn about_one(tx: &mut WriteTx<'_>, ids: &[PersonId], person: i64) -> Result<()> {
    if ids.len() == 1 {
        tx.about(person)
    } else {
        Ok(())
    }
}
