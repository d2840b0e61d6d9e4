//! Paper: everything that a printed sheet needs, and the memory that it was printed. Nobody in the bin is printed.

use uuid::Uuid;

use super::store;
use crate::activity::{self, Entry};
use crate::consent::{self, ConsentLine};
use crate::contact::{self, Contact, ContactRow, Filter, Order};
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, PersonId, Result};

/// Rows of a list that one print holds; a longer list is cut there, and `total` says so. The web view lays 5,000 rows out in
/// 3 to 4 s; 20,000 took it 23 s and 1.1 GB.
pub const MOST_ROWS: u32 = 5_000;

/// Everything that goes on paper about one person: the whole timeline, newest first.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct PersonSheet {
    pub contact: Contact,
    pub consents: Vec<ConsentLine>,
    pub entries: Vec<Entry>,
    /// Milliseconds UTC.
    pub at: i64,
}

/// A list on paper, as it is filtered and sorted on screen.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ListSheet {
    pub rows: Vec<ContactRow>,
    /// How many stand in the list; at most [`MOST_ROWS`] of them in `rows`.
    pub total: u32,
    /// Milliseconds UTC.
    pub at: i64,
}

/// What was printed.
#[derive(Clone, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// A person's own sheet.
    Person(PersonId),
    /// A list with these people on it.
    List(Vec<PersonId>),
}

/// Everything to print about `person`.
///
/// # Errors
/// [`Code::NoSuchPerson`], for somebody in the bin too.
pub fn person_sheet(tx: &ReadTx<'_>, person: PersonId) -> Result<PersonSheet> {
    let contact = contact::get(tx, person)?;
    if contact.binned_at.is_some() {
        return Err(Code::NoSuchPerson.into());
    }
    let (mut entries, mut after) = (Vec::new(), None);
    loop {
        let page = activity::timeline(tx, person, after.as_deref(), 200)?;
        entries.extend(page.entries);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(PersonSheet {
        contact,
        consents: consent::panel(tx, person)?,
        entries,
        at: tx.now(),
    })
}

/// The rows to print of a list.
///
/// # Errors
/// [`Code::InvalidArgument`] for the bin.
pub fn list_sheet(tx: &ReadTx<'_>, order: Order, filter: &Filter) -> Result<ListSheet> {
    if *filter == Filter::Bin {
        return Err(Code::InvalidArgument.into());
    }
    let mut rows: Vec<ContactRow> = Vec::new();
    let total = loop {
        let start = u32::try_from(rows.len()).map_err(|_| Code::Internal)?;
        let page = contact::list(tx, order, filter, start, (MOST_ROWS - start).min(500))?;
        let last = page.rows.is_empty();
        rows.extend(page.rows);
        if last || rows.len() >= (page.total.min(MOST_ROWS)) as usize {
            break page.total;
        }
    };
    Ok(ListSheet {
        rows,
        total,
        at: tx.now(),
    })
}

/// Whether the paper may be made: everybody on it is in the lists.
///
/// # Errors
/// [`Code::NoSuchPerson`], for somebody in the bin too.
pub fn may_print(tx: &ReadTx<'_>, paper: &Paper) -> Result<()> {
    rows(tx, paper).map(|_| ())
}

/// Remembers for everybody on the paper that it was made; the journal names a single person by handle and nobody else.
///
/// # Errors
/// As [`may_print`].
pub fn printed(tx: &mut WriteTx<'_>, paper: &Paper) -> Result<()> {
    let (what, id) = match paper {
        Paper::Person(_) => ("card", Uuid::now_v7()),
        Paper::List(_) => ("list", Uuid::now_v7()),
    };
    let rows = rows(tx, paper)?;
    for row in &rows {
        store::remember_print(tx, *row, what)?;
    }
    if let (Paper::Person(_), [row]) = (paper, rows.as_slice()) {
        tx.about(*row)?;
    }
    tx.refers_to(id);
    Ok(())
}

fn rows(tx: &ReadTx<'_>, paper: &Paper) -> Result<Vec<i64>> {
    let people = match paper {
        Paper::Person(person) => std::slice::from_ref(person),
        Paper::List(people) => people,
    };
    people
        .iter()
        .map(|person| store::living(tx, *person)?.ok_or(Code::NoSuchPerson.into()))
        .collect()
}
