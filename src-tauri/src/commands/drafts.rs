//! What is typed and not saved.

use std::path::Path;

use kartotek_core::Code;
use kartotek_core::draft::{self, Draft, Place, Spot, Typed};
use kartotek_core::vault::Op;
use tauri::State;

use super::{PEOPLE_MAX, short, within};
use crate::desk::Desk;
use crate::fault::Answer;

/// Every draft, newest first; without the path of a list, which the page never learns.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drafts(desk: State<'_, Desk>) -> Answer<Vec<Draft>> {
    let mut drafts = desk.read(draft::drafts).await?;
    for list in drafts.iter_mut().filter(|d| d.spot.place == Place::Import) {
        list.text.clear();
    }
    Ok(drafts)
}

/// Keeps what is typed at a spot; of an import, with the path of the list that is chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_draft(desk: State<'_, Desk>, spot: Spot, mut typed: Typed) -> Answer<()> {
    short(&typed.text, draft::MAX_BYTES)?;
    short(&typed.rest, draft::MAX_BYTES)?;
    within(typed.with.len(), PEOPLE_MAX)?;
    if spot.place == Place::Import {
        let list = desk.open().import.clone();
        let path = list.as_deref().and_then(Path::to_str);
        path.ok_or(Code::NotFound)?.clone_into(&mut typed.text);
    }
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
