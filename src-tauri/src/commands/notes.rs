//! Notes, follow-ups and the timeline.

use kartotek_core::activity::{self, TimelinePage};
use kartotek_core::vault::Op;
use kartotek_core::{ActivityId, PersonId};
use tauri::State;

use super::{PEOPLE_MAX, TEXT_MAX, short, within};
use crate::desk::Desk;
use crate::fault::Answer;

/// Writes a note about one or more people.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_note(
    desk: State<'_, Desk>,
    people: Vec<PersonId>,
    text: String,
    follow_up_on: Option<String>,
) -> Answer<ActivityId> {
    within(people.len(), PEOPLE_MAX)?;
    short(&text, TEXT_MAX)?;
    desk.write(Op::WriteNote, move |tx| {
        activity::write_note(tx, &people, &text, follow_up_on.as_deref())
    })
    .await
}

/// Changes the text of a note or call.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_text(desk: State<'_, Desk>, id: ActivityId, text: String) -> Answer<()> {
    short(&text, TEXT_MAX)?;
    desk.write(Op::EditNote, move |tx| activity::edit_text(tx, id, &text))
        .await
}

/// Deletes a note or call.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_activity(desk: State<'_, Desk>, id: ActivityId) -> Answer<()> {
    desk.write(Op::DeleteNote, move |tx| activity::delete(tx, id))
        .await
}

/// Sets, moves or clears a follow-up date (`YYYY-MM-DD`).
#[tauri::command]
#[specta::specta]
pub(crate) async fn follow_up(
    desk: State<'_, Desk>,
    id: ActivityId,
    on: Option<String>,
) -> Answer<()> {
    desk.write(Op::FollowUp, move |tx| {
        activity::follow_up(tx, id, on.as_deref())
    })
    .await
}

/// Marks a follow-up as done, or not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn follow_up_done(
    desk: State<'_, Desk>,
    id: ActivityId,
    done: bool,
) -> Answer<()> {
    desk.write(Op::FollowUp, move |tx| {
        activity::follow_up_done(tx, id, done)
    })
    .await
}

/// A page of the timeline, newest first; at most 200 entries at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn timeline(
    desk: State<'_, Desk>,
    person: PersonId,
    after: Option<String>,
    count: u32,
) -> Answer<TimelinePage> {
    after.iter().try_for_each(|after| short(after, 200))?;
    desk.read(move |tx| activity::timeline(tx, person, after.as_deref(), count.min(200)))
        .await
}
