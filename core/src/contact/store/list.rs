//! SQL: Lists and counts.

use rusqlite::Row;

use crate::contact::{ContactRow, Filter, Order};
use crate::vault::ReadTx;
use crate::{Code, PersonId, Result};

fn contact_row(r: &Row<'_>) -> rusqlite::Result<ContactRow> {
    Ok(ContactRow {
        id: r.get(0)?,
        display_name: r.get(1)?,
        subtitle: r.get(2)?,
        town: r.get(3)?,
        last_contact_at: r.get(4)?,
        follow_up_on: r.get(5)?,
    })
}

/// What [`contact_row`] reads, from a card `c` and its person `p`.
const COLUMNS: &str =
    "p.uid, c.display_name, c.subtitle, c.town, c.last_contact_at, c.follow_up_on";

fn sorted_by(order: Order) -> &'static str {
    match order {
        Order::Name => "c.name_key, c.person_id",
        Order::LastContact => "c.last_contact_at DESC, c.person_id",
        Order::Town => "c.town_key, c.name_key, c.person_id",
    }
}

/// The beginning of the list of everybody, straight from the sort index.
pub(in crate::contact) fn first_rows(
    tx: &ReadTx<'_>,
    order: Order,
    count: u32,
) -> Result<Vec<ContactRow>> {
    let by = sorted_by(order);
    let sql = format!(
        "SELECT {COLUMNS} FROM card c CROSS JOIN person p ON p.id = c.person_id ORDER BY {by} LIMIT ?1"
    );
    tx.rows(&sql, [count], contact_row)
}

/// The rows of these people, in this order, with one statement.
pub(in crate::contact) fn rows(tx: &ReadTx<'_>, people: &[i64]) -> Result<Vec<ContactRow>> {
    let people = serde_json::to_string(people).map_err(|_| Code::Internal)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM json_each(?1) j CROSS JOIN card c ON c.person_id = j.value
         CROSS JOIN person p ON p.id = c.person_id ORDER BY j.key"
    );
    tx.rows(&sql, [people], contact_row)
}

/// The e-mails and phones of a person, each with its field, in the form that is compared where there is one.
pub(in crate::contact) fn addresses(
    tx: &ReadTx<'_>,
    person: PersonId,
) -> Result<Vec<(String, String)>> {
    tx.rows(
        "SELECT f.key, coalesce(v.norm, v.content) FROM person p JOIN value v ON v.person_id = p.id JOIN active_field f ON f.id = v.field_id
         WHERE p.uid = ?1 AND f.kind IN ('email', 'phone') AND NOT EXISTS (SELECT 1 FROM hidden_value WHERE value_id = v.id)
         ORDER BY v.field_id, v.position",
        [person],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// The numbers of everybody in a list, in order. Follow-ups are always by date, the bin by the day of binning.
pub(in crate::contact) fn ids(tx: &ReadTx<'_>, order: Order, filter: &Filter) -> Result<Vec<i64>> {
    let by = sorted_by(order);
    let id = |r: &Row<'_>| r.get(0);
    match filter {
        Filter::All => tx.rows(&format!("SELECT c.person_id FROM card c ORDER BY {by}"), (), id),
        Filter::FollowUp => tx.rows("SELECT person_id FROM card WHERE follow_up_on IS NOT NULL ORDER BY follow_up_on, person_id", (), id),
        Filter::Tag(name) => {
            let sql = format!("SELECT c.person_id FROM tag t JOIN person_tag p ON p.tag_id = t.id JOIN card c ON c.person_id = p.person_id WHERE t.name = ?1 ORDER BY {by}");
            tx.rows(&sql, [name], id)
        }
        Filter::PersonType(person_type) => {
            let sql = format!("SELECT c.person_id FROM card c JOIN person p ON p.id = c.person_id WHERE p.person_type = ?1 ORDER BY {by}");
            tx.rows(&sql, [person_type.code()], id)
        }
        Filter::Bin => tx.rows("SELECT id FROM person WHERE binned_at IS NOT NULL ORDER BY binned_at DESC, id", (), id),
    }
}

pub(in crate::contact) fn count_cards(tx: &ReadTx<'_>) -> Result<u32> {
    tx.row("SELECT cards FROM tally", (), |r| r.get(0))
}

/// Open follow-ups, and those due on `today` or earlier.
pub(in crate::contact) fn count_follow_ups(tx: &ReadTx<'_>, today: &str) -> Result<(u32, u32)> {
    tx.row(
        "SELECT count(*), count(*) FILTER (WHERE follow_up_on <= ?1) FROM card WHERE follow_up_on IS NOT NULL",
        [today],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(in crate::contact) fn count_binned(tx: &ReadTx<'_>) -> Result<u32> {
    tx.row(
        "SELECT count(*) FROM person WHERE binned_at IS NOT NULL",
        (),
        |r| r.get(0),
    )
}
