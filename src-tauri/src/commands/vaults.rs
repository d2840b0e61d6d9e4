//! Several vaults, one at a time: the list, going to another, and where a vault may lie.

use std::path::{Path, PathBuf};

use kartotek_core::Code;
use kartotek_core::vault::known::Known;
use kartotek_core::vault::session::{self, Found};
use kartotek_core::vault::{DATABASE, SLOTS, allow_outward};
use tauri::State;

use super::short;
use crate::desk::{Desk, aside};
use crate::dialogs;
use crate::fault::Answer;
use crate::shelf::Shelf;

/// A vault of the list.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct Listed {
    #[serde(flatten)]
    known: Known,
    /// The window is at this one.
    here: bool,
}

/// What the chooser shows.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct Vaults {
    /// The one opened last first.
    list: Vec<Listed>,
    /// Where the window is.
    folder: PathBuf,
    /// The folder was named on the command line, so the window stays there.
    fixed: bool,
}

/// The vaults that are known here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vaults(desk: State<'_, Desk>) -> Answer<Vaults> {
    let desk = desk.inner().clone();
    aside(move || {
        let folder = desk.dir();
        let known = desk.shelf().map(Shelf::list).unwrap_or_default();
        let list = known.into_iter().map(|known| Listed {
            here: known.folder == folder,
            known,
        });
        Ok(Vaults {
            list: list.collect(),
            fixed: desk.shelf().is_none(),
            folder,
        })
    })
    .await
}

/// Goes to a vault of the list; the open one is locked first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn go_to_vault(desk: State<'_, Desk>, folder: PathBuf) -> Answer<()> {
    let desk = desk.inner().clone();
    aside(move || {
        let mut known = shelf(&desk)?.list().into_iter();
        let known = known.find(|known| known.folder == folder);
        desk.move_to(known.ok_or(Code::NotFound)?.folder);
        Ok(())
    })
    .await
}

/// Asks for the folder of a vault and goes there; false when the dialog was closed. `moved`: it was copied from another
/// computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_vault(desk: State<'_, Desk>, moved: bool) -> Answer<bool> {
    let desk = desk.inner().clone();
    aside(move || {
        shelf(&desk)?;
        let Some(folder) = dialogs::folder(desk.app()) else {
            return Ok(false);
        };
        desk.move_to(vault_in(&folder)?);
        if moved {
            desk.arriving();
        }
        Ok(true)
    })
    .await
}

/// Asks where a new vault is to lie and goes there; false when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_new_vault(desk: State<'_, Desk>) -> Answer<bool> {
    let desk = desk.inner().clone();
    aside(move || {
        shelf(&desk)?;
        let Some(folder) = dialogs::folder(desk.app()) else {
            return Ok(false);
        };
        desk.move_to(room_in(folder)?);
        Ok(true)
    })
    .await
}

/// Gives a vault of the list a name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn name_vault(
    desk: State<'_, Desk>,
    folder: PathBuf,
    label: String,
) -> Answer<()> {
    short(&label, 1_000)?;
    let desk = desk.inner().clone();
    aside(move || Ok(shelf(&desk)?.name(&folder, &label)?)).await
}

/// Takes another vault from the list; its files stay where they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn leave_out_vault(desk: State<'_, Desk>, folder: PathBuf) -> Answer<()> {
    let desk = desk.inner().clone();
    aside(move || {
        if folder == desk.dir() {
            return Err(Code::InvalidArgument.into());
        }
        Ok(shelf(&desk)?.leave_out(&folder)?)
    })
    .await
}

/// The vault may lie in a folder that is synchronised, or on a server: its user said so.
#[tauri::command]
#[specta::specta]
pub(crate) async fn allow_folder(desk: State<'_, Desk>) -> Answer<()> {
    let dir = desk.dir();
    aside(move || Ok(allow_outward(&dir)?)).await
}

fn shelf(desk: &Desk) -> Answer<&Shelf> {
    desk.shelf().ok_or(Code::InvalidArgument.into())
}

/// The vault in the folder that was chosen, or in the one that Kartotek calls so below it.
fn vault_in(folder: &Path) -> Answer<PathBuf> {
    for place in [folder.to_owned(), folder.join("vault")] {
        match session::look(&place) {
            Found::Nothing => {}
            Found::Problem { code } if code == Code::NotAVault => return Err(code.into()),
            // A folder that is synchronised may hold nothing else.
            Found::Problem {
                code: Code::SyncedFolder | Code::NetworkFolder,
            } if !place.join(SLOTS).exists() => {}
            _ => return Ok(place),
        }
    }
    Err(Code::NoVault.into())
}

/// A place for a new vault: the folder itself when nothing is in it, else one of its own below.
fn room_in(folder: PathBuf) -> Answer<PathBuf> {
    let taken = |place: &Path| place.join(SLOTS).exists() || place.join(DATABASE).exists();
    if taken(&folder) {
        return Err(Code::VaultExists.into());
    }
    let empty = std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_none());
    let place = if empty {
        folder
    } else {
        folder.join("Kartotek")
    };
    if taken(&place) {
        return Err(Code::VaultExists.into());
    }
    Ok(place)
}
