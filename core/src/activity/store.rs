//! SQL of activities and their participants.

use rusqlite::Row;

use super::{Companion, Direction, Entry, Outcome, RunningCall};
use crate::contact::{Source, SourceHow};
use crate::vault::{ReadTx, WriteTx};
use crate::{ActivityId, Code, Result};

/// An activity as it lies in the vault.
pub(super) struct Activity {
    pub(super) number: i64,
    pub(super) id: ActivityId,
    pub(super) is_call: bool,
    pub(super) at: i64,
    pub(super) ended_at: Option<i64>,
    pub(super) running: bool,
    pub(super) direction: Option<Direction>,
    pub(super) outcome: Option<Outcome>,
    pub(super) text: String,
    pub(super) follow_up_on: Option<String>,
    pub(super) follow_up_done: bool,
    pub(super) edited_at: Option<i64>,
    pub(super) participants: u32,
}

const COLUMNS: &str = "a.id, a.uid, a.kind = 'call', a.at, a.ended_at, a.running, a.direction, a.outcome, a.text, a.follow_up_on,
    a.follow_up_done_at IS NOT NULL, a.edited_at, (SELECT count(*) FROM participant o WHERE o.activity_id = a.id)";

fn activity(r: &Row<'_>) -> rusqlite::Result<Activity> {
    let direction: Option<String> = r.get(6)?;
    let outcome: Option<String> = r.get(7)?;
    Ok(Activity {
        number: r.get(0)?,
        id: r.get(1)?,
        is_call: r.get(2)?,
        at: r.get(3)?,
        ended_at: r.get(4)?,
        running: r.get(5)?,
        direction: direction.as_deref().and_then(Direction::from_code),
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        text: r.get(8)?,
        follow_up_on: r.get(9)?,
        follow_up_done: r.get(10)?,
        edited_at: r.get(11)?,
        participants: r.get(12)?,
    })
}

pub(super) fn get(tx: &ReadTx<'_>, id: ActivityId) -> Result<Activity> {
    tx.row(
        &format!("SELECT {COLUMNS} FROM activity a WHERE a.uid = ?1"),
        [id],
        activity,
    )
}

/// Activities of a person older than `(at, number)`, newest first.
pub(super) fn page(
    tx: &ReadTx<'_>,
    person: i64,
    before: (i64, i64),
    count: u32,
) -> Result<Vec<Activity>> {
    tx.rows(
        &format!(
            "SELECT {COLUMNS} FROM participant p JOIN activity a ON a.id = p.activity_id
             WHERE p.person_id = ?1 AND (p.at, p.activity_id) < (?2, ?3) ORDER BY p.at DESC, p.activity_id DESC LIMIT ?4"
        ),
        (person, before.0, before.1, count),
        activity,
    )
}

/// A new activity.
#[derive(Default)]
pub(super) struct Fresh<'f> {
    pub(super) at: i64,
    pub(super) ended_at: Option<i64>,
    pub(super) running: bool,
    /// A call has one, a note none.
    pub(super) direction: Option<Direction>,
    pub(super) outcome: Option<Outcome>,
    pub(super) text: &'f str,
    pub(super) follow_up_on: Option<&'f str>,
}

pub(super) fn insert(
    tx: &mut WriteTx<'_>,
    fresh: &Fresh<'_>,
    people: &[i64],
) -> Result<ActivityId> {
    let (id, now, actor) = (ActivityId::new(), tx.now(), tx.actor());
    let session = fresh.running.then(|| tx.session());
    let indexed = people
        .iter()
        .map(|person| is_living(tx, *person))
        .collect::<Result<Vec<_>>>()?
        .contains(&true);
    let number = tx.insert(
        "INSERT INTO activity (uid, kind, at, ended_at, running, session, direction, outcome, text, follow_up_on, recorded_at, recorded_by, indexed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        rusqlite::params![
            id,
            if fresh.direction.is_some() { "call" } else { "note" },
            fresh.at,
            fresh.ended_at,
            fresh.running,
            session,
            fresh.direction.map(Direction::code),
            fresh.outcome.map(Outcome::code),
            fresh.text,
            fresh.follow_up_on,
            now,
            actor,
            indexed,
        ],
    )?;
    for person in people {
        tx.execute(
            "INSERT INTO participant (person_id, at, activity_id) VALUES (?1, ?2, ?3)",
            (person, fresh.at, number),
        )?;
    }
    Ok(id)
}

/// What only people in the bin keep stays out of the search.
fn is_living(tx: &ReadTx<'_>, person: i64) -> Result<bool> {
    tx.row(
        "SELECT binned_at IS NULL FROM person WHERE id = ?1",
        [person],
        |r| r.get(0),
    )
}

pub(super) fn participants(tx: &ReadTx<'_>, activity: i64) -> Result<Vec<i64>> {
    tx.rows(
        "SELECT person_id FROM participant WHERE activity_id = ?1 ORDER BY person_id",
        [activity],
        |r| r.get(0),
    )
}

pub(super) fn end(
    tx: &mut WriteTx<'_>,
    call: i64,
    ended_at: i64,
    outcome: Outcome,
    text: &str,
    follow_up_on: Option<&str>,
) -> Result<()> {
    tx.execute(
        "UPDATE activity SET ended_at = ?2, running = 0, session = NULL, outcome = ?3, text = ?4, follow_up_on = ?5 WHERE id = ?1",
        (call, ended_at, outcome.code(), text, follow_up_on),
    )?;
    Ok(())
}

pub(super) fn take_over(tx: &mut WriteTx<'_>, call: i64) -> Result<()> {
    let session = tx.session();
    tx.execute(
        "UPDATE activity SET session = ?2, ended_at = NULL WHERE id = ?1",
        (call, session),
    )?;
    Ok(())
}

/// The one call that runs and was not stopped, with its number and its start.
pub(super) fn unstopped(tx: &ReadTx<'_>) -> Result<Option<(i64, ActivityId, i64)>> {
    tx.row_opt(
        "SELECT id, uid, at FROM activity WHERE running = 1 AND ended_at IS NULL",
        [],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )
}

pub(super) fn stop(tx: &mut WriteTx<'_>, call: i64, at: i64) -> Result<()> {
    tx.execute(
        "UPDATE activity SET ended_at = ?2 WHERE id = ?1",
        (call, at),
    )?;
    Ok(())
}

pub(super) fn running(tx: &ReadTx<'_>) -> Result<Option<RunningCall>> {
    let session = tx.session();
    tx.row_opt(
        "SELECT a.uid, p.uid, coalesce(c.display_name, ''), a.at, a.ended_at IS NULL AND a.session IS NOT ?1, a.ended_at FROM activity a
         JOIN participant t ON t.activity_id = a.id JOIN person p ON p.id = t.person_id LEFT JOIN card c ON c.person_id = p.id
         WHERE a.running = 1",
        [session],
        |r| {
            Ok(RunningCall {
                id: r.get(0)?,
                person: r.get(1)?,
                display_name: r.get(2)?,
                started_at: r.get(3)?,
                interrupted: r.get(4)?,
                stopped_at: r.get(5)?,
            })
        },
    )
}

pub(super) fn set_text(tx: &mut WriteTx<'_>, activity: i64, text: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "UPDATE activity SET text = ?2, edited_at = ?3 WHERE id = ?1",
        (activity, text, now),
    )?;
    Ok(())
}

pub(super) fn set_follow_up(tx: &mut WriteTx<'_>, activity: i64, on: Option<&str>) -> Result<()> {
    tx.execute(
        "UPDATE activity SET follow_up_on = ?2, follow_up_done_at = NULL WHERE id = ?1",
        (activity, on),
    )?;
    Ok(())
}

pub(super) fn set_done(tx: &mut WriteTx<'_>, activity: i64, done_at: Option<i64>) -> Result<()> {
    let changed = tx.execute(
        "UPDATE activity SET follow_up_done_at = ?2 WHERE id = ?1 AND follow_up_on IS NOT NULL",
        (activity, done_at),
    )?;
    if changed == 0 {
        return Err(Code::NotFound.into());
    }
    Ok(())
}

pub(super) fn delete(tx: &mut WriteTx<'_>, activity: i64) -> Result<()> {
    tx.execute("DELETE FROM participant WHERE activity_id = ?1", [activity])?;
    tx.execute("DELETE FROM activity WHERE id = ?1", [activity])?;
    Ok(())
}

/// The others who take part in an activity and are in the lists, by name.
pub(super) fn companions(tx: &ReadTx<'_>, activity: i64, person: i64) -> Result<Vec<Companion>> {
    tx.rows(
        "SELECT p.uid, c.display_name FROM participant o JOIN person p ON p.id = o.person_id JOIN card c ON c.person_id = o.person_id
         WHERE o.activity_id = ?1 AND o.person_id <> ?2 ORDER BY c.name_key, o.person_id",
        [activity, person],
        |r| {
            Ok(Companion {
                id: r.get(0)?,
                display_name: r.get(1)?,
            })
        },
    )
}

/// What was handed out about a person, as files and on paper, with its number.
pub(super) fn disclosures(tx: &ReadTx<'_>, person: i64) -> Result<Vec<(i64, Entry)>> {
    tx.rows(
        "SELECT id, at, kind, recipient, location FROM disclosure WHERE person_id = ?1",
        [person],
        |r| {
            let (kind, at): (String, i64) = (r.get(2)?, r.get(1)?);
            let entry = if kind == "print" {
                let list = r.get::<_, String>(4)? == "list";
                Entry::Print { at, list }
            } else {
                let recipient = r.get(3)?;
                Entry::Export { at, recipient }
            };
            Ok((r.get(0)?, entry))
        },
    )
}

/// When a person was recorded, and from what source.
pub(super) fn created(tx: &ReadTx<'_>, person: i64) -> Result<(i64, Source)> {
    let (at, how, on, place) = tx.row(
        "SELECT recorded_at, source_how, source_on, source_where FROM person WHERE id = ?1",
        [person],
        |r| Ok((r.get(0)?, r.get::<_, String>(1)?, r.get(2)?, r.get(3)?)),
    )?;
    Ok((
        at,
        Source {
            how: SourceHow::from_code(&how).ok_or(Code::Damaged)?,
            on,
            place,
        },
    ))
}
