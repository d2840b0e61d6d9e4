//! Lists: any stretch of any order. The beginning comes straight from the sort index; further down, a snapshot of row
//! numbers taken once after each change leads to it, because skipping rows costs as much as reading them.

use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::{Addresses, ContactPage, ContactRow, Counts, Filter, Order, card, store};
use crate::policy;
use crate::vault::ReadTx;
use crate::{Code, PersonId, Result};

/// Rows that one call may ask for.
const MOST: u32 = 500;
/// Snapshots kept; each holds 8 bytes a person.
const KEPT: usize = 4;

/// The row numbers of a whole list, in order, as of one state of one opening of a vault. Numbers only, nothing about anybody.
struct Snapshot {
    session: Uuid,
    generation: i64,
    order: Order,
    filter: Filter,
    ids: Arc<Vec<i64>>,
}

static SNAPSHOTS: Mutex<Vec<Snapshot>> = Mutex::new(Vec::new());

/// A stretch of a list, anywhere in it. `count` is at most 500.
///
/// # Errors
/// [`Code::InvalidArgument`].
pub fn list(
    tx: &ReadTx<'_>,
    order: Order,
    filter: &Filter,
    start: u32,
    count: u32,
) -> Result<ContactPage> {
    if count > MOST {
        return Err(Code::InvalidArgument.into());
    }
    let known = known(tx, order, filter)?;
    if known.is_none() && start == 0 && *filter == Filter::All {
        let rows = store::first_rows(tx, order, count)?;
        return Ok(ContactPage {
            rows,
            start,
            total: store::count_cards(tx)?,
        });
    }
    let ids = match known {
        Some(ids) => ids,
        None => snapshot(tx, order, filter)?,
    };
    let from = (start as usize).min(ids.len());
    let to = (from + count as usize).min(ids.len());
    let shown = &ids[from..to];
    let rows = if *filter == Filter::Bin {
        let rows = shown.iter().map(|person| binned(tx, *person));
        rows.collect::<Result<_>>()?
    } else {
        store::rows(tx, shown)?
    };
    Ok(ContactPage {
        rows,
        start,
        total: u32::try_from(ids.len()).unwrap_or(u32::MAX),
    })
}

/// The e-mails and phones of these people, in their order.
pub fn addresses(tx: &ReadTx<'_>, people: &[PersonId]) -> Result<Vec<Addresses>> {
    let of_one = |person: &PersonId| {
        let mut all = Addresses::default();
        for (field, address) in store::addresses(tx, *person)? {
            if field == "email" {
                all.emails.push(address);
            } else {
                all.phones.push(address);
            }
        }
        Ok(all)
    };
    people.iter().map(of_one).collect()
}

/// Counts for the sidebar.
pub fn counts(tx: &ReadTx<'_>) -> Result<Counts> {
    let today = tx.today()?.to_string();
    let (follow_ups, due) = store::count_follow_ups(tx, &today)?;
    let contacts = match known(tx, Order::Name, &Filter::All)? {
        Some(ids) => u32::try_from(ids.len()).unwrap_or(u32::MAX),
        None => store::count_cards(tx)?,
    };
    Ok(Counts {
        contacts,
        follow_ups,
        due,
        binned: store::count_binned(tx)?,
    })
}

fn known(tx: &ReadTx<'_>, order: Order, filter: &Filter) -> Result<Option<Arc<Vec<i64>>>> {
    let Some(generation) = tx.generation()? else {
        return Ok(None);
    };
    let snapshots = SNAPSHOTS.lock().unwrap_or_else(PoisonError::into_inner);
    let fits = |s: &&Snapshot| {
        s.session == tx.session()
            && s.generation == generation
            && s.order == order
            && s.filter == *filter
    };
    Ok(snapshots.iter().find(fits).map(|s| Arc::clone(&s.ids)))
}

fn snapshot(tx: &ReadTx<'_>, order: Order, filter: &Filter) -> Result<Arc<Vec<i64>>> {
    let ids = Arc::new(store::ids(tx, order, filter)?);
    if let Some(generation) = tx.generation()? {
        let mut snapshots = SNAPSHOTS.lock().unwrap_or_else(PoisonError::into_inner);
        snapshots.retain(|s| s.session == tx.session() && s.generation == generation);
        if snapshots.len() >= KEPT {
            snapshots.remove(0);
        }
        snapshots.push(Snapshot {
            session: tx.session(),
            generation,
            order,
            filter: filter.clone(),
            ids: Arc::clone(&ids),
        });
    }
    Ok(ids)
}

/// A row of the bin, composed on the spot: people there have no card.
fn binned(tx: &ReadTx<'_>, person: i64) -> Result<ContactRow> {
    let fields = policy::field_keys(tx)?;
    let values = store::values(tx, person)?;
    let displays: Vec<String> = values
        .iter()
        .map(|v| {
            card::display(
                fields.get(&v.field_id).map(|f| f.1),
                &v.content,
                v.norm.as_deref(),
            )
        })
        .collect();
    let parts = values.iter().zip(&displays).filter_map(|(value, display)| {
        let (key, kind) = fields.get(&value.field_id)?;
        Some(card::Part {
            key,
            kind: *kind,
            content: &value.content,
            norm: value.norm.as_deref(),
            display,
        })
    });
    let shown = card::compose(parts, &[]);
    Ok(ContactRow {
        id: store::uid(tx, person)?,
        display_name: shown.display_name,
        subtitle: shown.subtitle,
        town: shown.town,
        last_contact_at: 0,
        follow_up_on: None,
    })
}
