//! Search as you type.

use kartotek_core::search::{self, Hits};
use tauri::State;

use super::short;
use crate::desk::Desk;
use crate::fault::Answer;

/// Finds people and notes; at most 100 of each.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search(desk: State<'_, Desk>, query: String, limit: u32) -> Answer<Hits> {
    short(&query, 1_000)?;
    desk.read(move |tx| search::search(tx, &query, limit.min(100)))
        .await
}
