//! The data policy.

use kartotek_core::policy::{self, ActivePolicy, Policy};
use kartotek_core::vault::Op;
use tauri::State;

use super::short;
use crate::desk::{Desk, aside};
use crate::fault::Answer;

/// The policy that a new vault gets; the first run shows it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn default_policy() -> Answer<Policy> {
    aside(|| Ok(policy::default_policy())).await
}

/// Today's policy.
#[tauri::command]
#[specta::specta]
pub(crate) async fn policy(desk: State<'_, Desk>) -> Answer<ActivePolicy> {
    desk.read(policy::active).await
}

/// Marks the drafted assessment of a purpose as read and confirmed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_assessment(desk: State<'_, Desk>, purpose: String) -> Answer<()> {
    short(&purpose, 100)?;
    desk.write(Op::ConfirmAssessment, move |tx| {
        policy::confirm_assessment(tx, &purpose)
    })
    .await
}
