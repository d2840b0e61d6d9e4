//! Enrichment: suggestions, accepting and undoing them, and the switches.

use kartotek_core::PersonId;
use kartotek_core::enrichment::{self, Suggestion};
use kartotek_core::vault::Op;
use tauri::State;

use super::short;
use crate::desk::Desk;
use crate::fault::Answer;

/// Suggestions for a person; none while the switch is off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suggestions(
    desk: State<'_, Desk>,
    person: PersonId,
) -> Answer<Vec<Suggestion>> {
    desk.read(move |tx| enrichment::suggestions(tx, person))
        .await
}

/// Accepts the suggestion for a field.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_suggestion(
    desk: State<'_, Desk>,
    person: PersonId,
    field: String,
) -> Answer<()> {
    short(&field, 100)?;
    desk.write(Op::Enrich, move |tx| enrichment::accept(tx, person, &field))
        .await
}

/// Deletes every enriched value of a person; answers how many.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_enrichment(desk: State<'_, Desk>, person: PersonId) -> Answer<u32> {
    desk.write(Op::UndoEnrichment, move |tx| {
        enrichment::undo_all(tx, person)
    })
    .await
}

/// The switch of the whole vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_enrichment(desk: State<'_, Desk>, on: bool) -> Answer<()> {
    desk.write(Op::ChangeSettings, move |tx| enrichment::set_global(tx, on))
        .await
}

/// The switch of one contact; absent: as the whole vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_contact_enrichment(
    desk: State<'_, Desk>,
    person: PersonId,
    on: Option<bool>,
) -> Answer<()> {
    desk.write(Op::EditContact, move |tx| {
        enrichment::set_for(tx, person, on)
    })
    .await
}
