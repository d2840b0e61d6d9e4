//! One timeline of activities, consent events, exports, prints and the creation: newest first, page by page.

use super::store::{self, Activity};
use super::{Direction, Entry, TimelinePage};
use crate::vault::ReadTx;
use crate::{Code, PersonId, Result, consent};

/// Where a page ended: the last entry's time, its kind and its number. Entries of one instant follow in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    at: i64,
    kind: u8,
    number: i64,
}

const CREATED: u8 = 0;
const DISCLOSURE: u8 = 1;
const CONSENT: u8 = 2;
const ACTIVITY: u8 = 3;
const START: Place = Place {
    at: i64::MAX,
    kind: u8::MAX,
    number: i64::MAX,
};

impl Place {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let place = Self {
            at: parts.next()?.parse().ok()?,
            kind: parts.next()?.parse().ok()?,
            number: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(place)
    }

    /// The `(at, number)` that entries of `kind` must stay below.
    fn bound(self, kind: u8) -> (i64, i64) {
        match kind.cmp(&self.kind) {
            std::cmp::Ordering::Less => (self.at, i64::MAX),
            std::cmp::Ordering::Equal => (self.at, self.number),
            std::cmp::Ordering::Greater => (self.at, i64::MIN),
        }
    }
}

/// A page of the timeline: at most `count` entries (1 to 200) older than `after`, the `next` of the page before.
pub fn timeline(
    tx: &ReadTx<'_>,
    person: PersonId,
    after: Option<&str>,
    count: u32,
) -> Result<TimelinePage> {
    let number = tx.person(person)?;
    let from = match after {
        None => START,
        Some(text) => Place::parse(text).ok_or(Code::InvalidArgument)?,
    };
    let count = count.clamp(1, 200);
    let mut entries: Vec<(Place, Entry)> =
        store::page(tx, number, from.bound(ACTIVITY), count + 1)?
            .into_iter()
            .map(|activity| {
                let place = place(activity.at, ACTIVITY, activity.number);
                Ok((place, entry(tx, number, activity)?))
            })
            .collect::<Result<_>>()?;
    for (n, event) in (0..).zip(consent::events(tx, person)?) {
        let at = event.happened_at;
        entries.push((place(at, CONSENT, n), Entry::Consent { at, event }));
    }
    for (n, entry) in store::disclosures(tx, number)? {
        let (Entry::Export { at, .. } | Entry::Print { at, .. }) = entry else {
            continue;
        };
        entries.push((place(at, DISCLOSURE, n), entry));
    }
    let (at, source) = store::created(tx, number)?;
    entries.push((place(at, CREATED, 0), Entry::Created { at, source }));

    entries.retain(|(place, _)| *place < from);
    entries.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
    let more = entries.len() > count as usize;
    entries.truncate(count as usize);
    let next = match entries.last() {
        Some((last, _)) if more => Some(format!("{}.{}.{}", last.at, last.kind, last.number)),
        _ => None,
    };
    Ok(TimelinePage {
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        next,
    })
}

fn place(at: i64, kind: u8, number: i64) -> Place {
    Place { at, kind, number }
}

fn entry(tx: &ReadTx<'_>, person: i64, activity: Activity) -> Result<Entry> {
    let with = if activity.participants > 1 {
        store::companions(tx, activity.number, person)?
    } else {
        Vec::new()
    };
    Ok(if activity.is_call {
        Entry::Call {
            id: activity.id,
            at: activity.at,
            ended_at: activity.ended_at,
            running: activity.running,
            direction: activity.direction.unwrap_or(Direction::Outgoing),
            outcome: activity.outcome,
            text: activity.text,
            follow_up_on: activity.follow_up_on,
            follow_up_done: activity.follow_up_done,
            with,
        }
    } else {
        Entry::Note {
            id: activity.id,
            at: activity.at,
            text: activity.text,
            edited_at: activity.edited_at,
            follow_up_on: activity.follow_up_on,
            follow_up_done: activity.follow_up_done,
            with,
        }
    })
}
