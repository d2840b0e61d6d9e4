//! When the vault locks by itself, and the passphrase now and then.

use kartotek_core::vault::Op;
use kartotek_core::vault::locking::{self, Locking};
use tauri::State;

use super::session::Secret;
use crate::desk::{Desk, aside};
use crate::fault::Answer;
use crate::locking::Heard;

/// What is set and what can be heard here.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct LockingShown {
    wanted: Locking,
    heard: Heard,
    /// The passphrase is asked for now and then.
    recalls: bool,
}

/// When the vault locks by itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn locking(desk: State<'_, Desk>) -> Answer<LockingShown> {
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        let (wanted, recalls) =
            vault.read(|tx| Ok((locking::locking(tx)?, locking::recalls(tx)?)))?;
        // Asking a bus may take its time; nobody who locks waits for it.
        drop(vault);
        Ok(LockingShown {
            wanted,
            heard: desk.watch().heard(),
            recalls,
        })
    })
    .await
}

/// Changes when the vault locks by itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_locking(desk: State<'_, Desk>, wanted: Locking) -> Answer<()> {
    desk.write(Op::ChangeSettings, move |tx| {
        locking::set_locking(tx, wanted)
    })
    .await?;
    desk.watch().want(Some(wanted));
    Ok(())
}

/// Somebody is at the window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn present(desk: State<'_, Desk>) -> Answer<()> {
    desk.watch().here();
    Ok(())
}

/// How long the next try of a key still waits, in milliseconds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn patience(desk: State<'_, Desk>) -> Answer<u32> {
    Ok(u32::try_from(desk.patience().left().as_millis()).unwrap_or(u32::MAX))
}

/// Switches on or off that the passphrase is asked for now and then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_recalls(desk: State<'_, Desk>, on: bool) -> Answer<()> {
    desk.write(Op::ChangeSettings, move |tx| locking::set_recalls(tx, on))
        .await
}

/// The passphrase, typed although the keyring has opened the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recall_passphrase(desk: State<'_, Desk>, passphrase: Secret) -> Answer<()> {
    let (desk, passphrase) = (desk.inner().clone(), passphrase.take()?);
    aside(move || desk.recall(passphrase)).await
}

/// Not now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn put_off_recall(desk: State<'_, Desk>) -> Answer<()> {
    desk.write(Op::Recall, locking::put_off_recall).await?;
    desk.open().recall = false;
    Ok(())
}
