//! One-click export of a person, to the file that the user chose.

use kartotek_core::PersonId;
use kartotek_core::rights::{self, Exported};
use tauri::State;

use super::short;
use crate::desk::{Desk, aside, asked};
use crate::dialogs;
use crate::fault::Answer;

/// Asks where to write, then writes everything about the person there; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_person(
    desk: State<'_, Desk>,
    person: PersonId,
    recipient: String,
) -> Answer<Option<Exported>> {
    short(&recipient, 1_000)?;
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        // The proposed name does not say whose data it is.
        let save = || dialogs::save(desk.app(), "kartotek-export.zip");
        let Some((vault, file)) = asked(vault, save)? else {
            return Ok(None);
        };
        Ok(Some(
            desk.tell(rights::export(&vault, person, &file, &recipient)?),
        ))
    })
    .await
}
