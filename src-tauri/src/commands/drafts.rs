//! What is typed and not saved.

use kartotek_core::draft::{self, Draft, Spot, Typed};
use kartotek_core::vault::Op;
use tauri::State;

use super::{PEOPLE_MAX, short, within};
use crate::desk::Desk;
use crate::fault::Answer;

/// Every draft, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drafts(desk: State<'_, Desk>) -> Answer<Vec<Draft>> {
    desk.read(draft::drafts).await
}

/// Keeps what is typed at a spot.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_draft(desk: State<'_, Desk>, spot: Spot, typed: Typed) -> Answer<()> {
    short(&typed.text, draft::MAX_BYTES)?;
    short(&typed.rest, draft::MAX_BYTES)?;
    within(typed.with.len(), PEOPLE_MAX)?;
    desk.write(Op::KeepDraft, move |tx| draft::keep(tx, &spot, &typed))
        .await
}

/// Lets go of the draft at a spot.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_draft(desk: State<'_, Desk>, spot: Spot) -> Answer<()> {
    desk.write(Op::KeepDraft, move |tx| draft::discard(tx, &spot))
        .await
}
