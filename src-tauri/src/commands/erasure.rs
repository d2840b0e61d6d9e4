//! Forgetting a person: preview, the one confirmation, and the proof that follows behind it.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;

use kartotek_core::erasure::{self, Accepted, ErasurePlan, Ground, Progress};
use kartotek_core::{Code, PersonId};
use tauri::State;
use uuid::Uuid;

use crate::desk::{Desk, aside, asked};
use crate::dialogs;
use crate::fault::Answer;

/// What forgetting would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_erasure(
    desk: State<'_, Desk>,
    person: PersonId,
) -> Answer<ErasurePlan> {
    let vault = desk.vault()?;
    aside(move || Ok(erasure::preview(&vault, person)?)).await
}

/// Forgets the person. Accepted at commit; the physical part and its proof follow behind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget(
    desk: State<'_, Desk>,
    person: PersonId,
    ground: Ground,
    suppress: bool,
) -> Answer<Accepted> {
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        let accepted = desk.tell(erasure::forget(&vault, person, ground, suppress)?);
        // No undo may bring a part of the person back.
        desk.open().undos = crate::undo::Undos::default();
        desk.prove();
        Ok(accepted)
    })
    .await
}

/// The ledger: every erasure, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn erasures(desk: State<'_, Desk>) -> Answer<Vec<Progress>> {
    let vault = desk.vault()?;
    aside(move || Ok(erasure::ledger(&vault)?)).await
}

/// Saves a certificate where the user chooses; answers the path, or nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_certificate(
    desk: State<'_, Desk>,
    erasure: Uuid,
) -> Answer<Option<String>> {
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        let proven = erasure::ledger(&vault)?
            .into_iter()
            .find_map(|progress| match progress {
                Progress::Proven { certificate } if certificate.erasure == erasure => {
                    Some(certificate)
                }
                _ => None,
            });
        let certificate = proven.ok_or(Code::NotFound)?;
        let save = || dialogs::save(desk.app(), "kartotek-certificate.json");
        let Some((_, file)) = asked(vault, save)? else {
            return Ok(None);
        };
        let text = serde_json::to_string_pretty(&certificate).map_err(|_| Code::Internal)?;
        let mut options = std::fs::OpenOptions::new();
        let mut out = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&file)?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        Ok(Some(file.display().to_string()))
    })
    .await
}
