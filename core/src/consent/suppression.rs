//! The suppression set while a person lives: every no puts keyed tokens of the person's addresses there, every lift
//! takes out what it lifts (law.md keeps only e-mail and phone, and never in the clear).

use super::decide::bars;
use super::give::fits;
use super::record;
use super::store::{self, Address, Token};
use crate::policy::Channel;
use crate::vault::{Use, WriteTx};
use crate::{EventId, Result};

/// The channels of the set, each with the channels of consent that it stands for.
const SETS: [(&str, &[Channel]); 2] = [
    ("email", &[Channel::Email]),
    ("phone", &[Channel::Phone, Channel::Sms]),
];

/// Tokens for a new no.
pub(super) fn fill(tx: &mut WriteTx<'_>, person: i64, event: i64, channel: Channel) -> Result<()> {
    let since = tx.today()?;
    let review = since + chrono::Months::new(36);
    let (since, review) = (since.format("%Y-%m").to_string(), review.to_string());
    let keyed = tx.keyed(Use::Suppression)?;
    for (set, channels) in SETS {
        if channel != Channel::Any && !channels.contains(&channel) {
            continue;
        }
        let addresses: Vec<Address> = store::addresses(tx, person)?;
        for norm in addresses
            .iter()
            .filter(|a| fits(channels[0], a.kind))
            .filter_map(|a| a.norm.as_deref())
        {
            let token = Token {
                digest: keyed.address(set, norm),
                key_id: keyed.key_id,
                channel: set,
                since_month: &since,
                review_on: &review,
            };
            store::suppress(tx, person, event, &token)?;
        }
    }
    Ok(())
}

/// Takes out the tokens of noes that a new yes has lifted altogether.
pub(super) fn lift(tx: &mut WriteTx<'_>, person: i64, lifted: &[EventId]) -> Result<()> {
    let rows = store::events(tx, person)?;
    let facts = record::facts(&rows)?;
    for (row, no) in rows
        .iter()
        .zip(&facts)
        .filter(|(_, no)| lifted.contains(&no.id))
    {
        for (set, channels) in SETS {
            let mut named = channels
                .iter()
                .filter(|c| no.channel == Channel::Any || no.channel == **c);
            if !named.any(|channel| bars(&facts, no, *channel)) {
                store::unsuppress(tx, person, row.number, set)?;
            }
        }
    }
    Ok(())
}
