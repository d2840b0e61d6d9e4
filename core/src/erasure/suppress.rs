//! A no that outlives the person: keyed tokens of the addresses, without name or id (design.md 10.5 in short: grow only).

use chrono::{Months, NaiveDate};

use super::store;
use crate::Result;
use crate::vault::{Use, WriteTx};

/// Years until a kept token is looked at again.
const REVIEW_YEARS: u32 = 3;

/// Keeps tokens of every e-mail and phone of `person`, and of every token that stood while the person lived.
pub(super) fn keep(tx: &mut WriteTx<'_>, person: i64, no_stood: bool) -> Result<()> {
    let today = tx.today()?;
    let dates = (
        today.format("%Y-%m").to_string(),
        review_on(today).format("%Y-%m-%d").to_string(),
    );
    let dates = (dates.0.as_str(), dates.1.as_str());
    for (token, key_id, channel) in store::tokens(tx, person)? {
        store::suppress(tx, &token, key_id, &channel, "objection", dates)?;
    }
    let keyed = tx.keyed(Use::Suppression)?;
    let reason = if no_stood { "objection" } else { "erasure" };
    for address in store::called(tx, person)? {
        if let ("email" | "phone", Some(norm)) = (address.field.as_str(), &address.norm) {
            let token = keyed.address(&address.field, norm);
            store::suppress(tx, &token, keyed.key_id, &address.field, reason, dates)?;
        }
    }
    Ok(())
}

fn review_on(today: NaiveDate) -> NaiveDate {
    today
        .checked_add_months(Months::new(12 * REVIEW_YEARS))
        .unwrap_or(today)
}
