//! Restoring a backup: which one, over which vault, and who was forgotten there.

use std::path::{Path, PathBuf};

use kartotek_core::Code;
use kartotek_core::backup::{self, Known, Label, Ledger, Restored};
use tauri::State;

use super::session::{self, Unlock};
use crate::copies;
use crate::desk::{Desk, Wish, aside};
use crate::dialogs;
use crate::fault::Answer;

/// A file chosen to restore.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct Chosen {
    name: String,
    label: Label,
}

/// Asks for a backup to restore; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_backup(desk: State<'_, Desk>) -> Answer<Option<Chosen>> {
    let desk = desk.inner().clone();
    aside(move || {
        let Some(file) = dialogs::pick(desk.app(), "Kartotek", &[backup::ENDING]) else {
            return Ok(None);
        };
        Ok(Some(choose(&desk, file)?))
    })
    .await
}

/// From now on `file` is the backup to restore.
pub(super) fn choose(desk: &Desk, file: PathBuf) -> Answer<Chosen> {
    let chosen = Chosen::of(&file)?;
    desk.open().backup = Some(file);
    Ok(chosen)
}

impl Chosen {
    pub(super) fn of(file: &Path) -> Answer<Self> {
        let name = file.file_name().unwrap_or_default();
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            label: backup::label(file)?,
        })
    }
}

/// Locks the vault, and proposes to restore the backup that is named. A running call is ended before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn begin_restore(desk: State<'_, Desk>, file: PathBuf) -> Answer<()> {
    session::no_call_runs(&desk).await?;
    let desk = desk.inner().clone();
    aside(move || {
        let file = copies::find(&*desk.vault()?, &file)?.file;
        backup::label(&file)?;
        let known = known(&desk)?;
        desk.lock_for(Wish::Restore, Some(file), known);
        Ok(())
    })
    .await
}

/// Locks a damaged vault to rescue what is left of it, or to restore a backup that is chosen then; false when none is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_for(desk: State<'_, Desk>, wish: Wish) -> Answer<bool> {
    let desk = desk.inner().clone();
    aside(move || {
        desk.settle();
        if !desk.is_open() {
            return Ok(false);
        }
        let known = match wish {
            Wish::Restore => known(&desk)?,
            Wish::Rescue => None,
        };
        Ok(desk.lock_for(wish, None, known))
    })
    .await
}

/// Who was forgotten in the open vault; nothing when the damage is just there: the restore looks for it by itself.
fn known(desk: &Desk) -> Answer<Option<Known>> {
    match Known::of(&*desk.vault()?) {
        Ok(known) => Ok(Some(known)),
        Err(error) if error.code() == Code::Damaged => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Puts the chosen backup in the place of what lies in the vault's folder, which is kept. With `as_far_as_known` also when
/// it cannot be read who was forgotten since.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_backup(
    desk: State<'_, Desk>,
    unlock: Unlock,
    as_far_as_known: bool,
) -> Answer<Restored> {
    let desk = desk.inner().clone();
    let key = session::key(unlock)?;
    aside(move || {
        let (file, known) = {
            let open = desk.open();
            (
                open.backup.clone().ok_or(Code::NotFound)?,
                open.known.clone(),
            )
        };
        let ledger = match known {
            Some(known) => Ledger::Told(known),
            None if as_far_as_known => Ledger::AsFarAsKnown,
            None => Ledger::Whole,
        };
        let restored = desk.restore(&file, &key, ledger)?;
        if restored.kept.is_none() {
            desk.arriving();
        }
        let mut open = desk.open();
        (open.wish, open.backup, open.known) = (None, None, None);
        drop(open);
        Ok(restored)
    })
    .await
}
