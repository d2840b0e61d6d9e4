//! The ways in: listing and testing them, the sheet of the recovery code, and a lost key file.

use kartotek_core::Code;
use kartotek_core::backup::{self, Label};
use kartotek_core::vault::{self, Due, KeySlot, Op};
use tauri::State;

use super::session::{self, Unlock};
use super::status::Offer;
use crate::desk::{Desk, aside};
use crate::fault::Answer;
use crate::paper;

/// Every way to open the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn key_slots(desk: State<'_, Desk>) -> Answer<Vec<KeySlot>> {
    let vault = desk.vault()?;
    aside(move || Ok(vault.key_slots()?)).await
}

/// An error says why the key does not open the vault. Nothing is changed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_key(desk: State<'_, Desk>, unlock: Unlock) -> Answer<()> {
    let (desk, key) = (desk.inner().clone(), session::key(unlock)?);
    aside(move || desk.test_key(&key)).await
}

/// The code that is being shown, as a picture for a telephone: its rows, true where it is dark.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_picture(desk: State<'_, Desk>) -> Answer<Vec<Vec<bool>>> {
    let open = desk.open();
    let code = open.recovery.as_ref().ok_or(Code::NotFound)?;
    Ok(code.picture()?)
}

/// Prints the sheet of the code that is being shown; false when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_recovery(desk: State<'_, Desk>) -> Answer<bool> {
    if desk.open().recovery.is_none() {
        return Err(Code::NotFound.into());
    }
    let app = desk.app().clone();
    aside(move || match paper::ask(&app)? {
        Some(printing) => printing.finish().map(|()| true),
        None => Ok(false),
    })
    .await
}

/// What the window proposed about the open vault was read; what comes behind it is proposed next.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settle_offer(desk: State<'_, Desk>, offer: Offer) -> Answer<()> {
    let declined = match offer {
        Offer::Arrived => {
            desk.open().arrived = false;
            return Ok(());
        }
        Offer::Keyring => {
            desk.open().keyring_lost = false;
            return Ok(());
        }
        // Nothing but the passphrase settles it.
        Offer::Recall => return Ok(()),
        Offer::RootKey => Due::RecoveryUsed,
        Offer::RootKeyAgain => Due::CutOff,
    };
    desk.write(Op::NewKeyDue, move |tx| {
        vault::decline_new_key(tx, declined)
    })
    .await
}

/// The newest backup beside the vault: it carries a key file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn key_copies(desk: State<'_, Desk>) -> Answer<Option<Label>> {
    let folder = desk.dir().join(backup::FOLDER);
    aside(move || Ok(backup::key_copies(&folder))).await
}

/// Puts the key file back, from the backup that was chosen or from those beside the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_keys(desk: State<'_, Desk>, unlock: Unlock) -> Answer<()> {
    let (desk, key) = (desk.inner().clone(), session::key(unlock)?);
    aside(move || {
        let beside = desk.dir().join(backup::FOLDER);
        let chosen = desk.open().backup.clone();
        desk.restore_keys(&chosen.unwrap_or(beside), &key)?;
        desk.open().backup = None;
        Ok(())
    })
    .await
}
