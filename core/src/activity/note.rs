//! Notes and follow-ups; what can be done to any activity.

use super::store::{self, Activity, Fresh};
use super::{checked_day, checked_text, numbers, settle};
use crate::vault::WriteTx;
use crate::{ActivityId, Code, PersonId, Result};

/// Writes a note about one or more people.
pub fn write_note(
    tx: &mut WriteTx<'_>,
    people: &[PersonId],
    text: &str,
    follow_up_on: Option<&str>,
) -> Result<ActivityId> {
    note_text(text)?;
    let numbers = numbers(tx, people.iter().copied())?;
    if numbers.is_empty() {
        return Err(Code::NoSuchPerson.into());
    }
    let fresh = Fresh {
        at: tx.now(),
        text,
        follow_up_on: checked_day(follow_up_on)?,
        ..Fresh::default()
    };
    let id = store::insert(tx, &fresh, &numbers)?;
    settle(tx, id, &numbers)?;
    Ok(id)
}

/// Changes the text of a note or call.
pub fn edit_text(tx: &mut WriteTx<'_>, id: ActivityId, text: &str) -> Result<()> {
    let activity = store::get(tx, id)?;
    if activity.is_call {
        checked_text(text)?;
    } else {
        note_text(text)?;
    }
    store::set_text(tx, activity.number, text)?;
    settle_all(tx, &activity)
}

/// Deletes a note or call for everybody who takes part in it.
pub fn delete(tx: &mut WriteTx<'_>, id: ActivityId) -> Result<()> {
    let activity = store::get(tx, id)?;
    let people = store::participants(tx, activity.number)?;
    store::delete(tx, activity.number)?;
    settle(tx, id, &people)
}

/// Sets, moves or clears the follow-up date (`YYYY-MM-DD`, a day in the home zone); a new date is not done.
pub fn follow_up(tx: &mut WriteTx<'_>, id: ActivityId, on: Option<&str>) -> Result<()> {
    let activity = store::get(tx, id)?;
    store::set_follow_up(tx, activity.number, checked_day(on)?)?;
    settle_all(tx, &activity)
}

/// Marks a follow-up as done (or not). [`Code::NotFound`] when there is none.
pub fn follow_up_done(tx: &mut WriteTx<'_>, id: ActivityId, done: bool) -> Result<()> {
    let activity = store::get(tx, id)?;
    let done_at = done.then(|| tx.now());
    store::set_done(tx, activity.number, done_at)?;
    settle_all(tx, &activity)
}

fn settle_all(tx: &mut WriteTx<'_>, activity: &Activity) -> Result<()> {
    let people = store::participants(tx, activity.number)?;
    settle(tx, activity.id, &people)
}

fn note_text(text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Code::TextRequired.into());
    }
    checked_text(text)
}
