//! Backups: taking, listing, renewing, where they go, and restoring one.

use std::path::{Path, PathBuf};

use kartotek_core::Code;
use kartotek_core::backup::{
    self, Backup, Known, Label, Ledger, Left, Plan, PutAside, Rehearsal, Rehearsed, Restored,
};
use kartotek_core::vault::{Op, ReadTx};
use tauri::State;
use uuid::Uuid;

use super::session::{self, Unlock};
use crate::copies::{self, Work};
use crate::desk::{Desk, aside};
use crate::dialogs;
use crate::fault::{Answer, Fault};

/// How it stands with the backups.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct Backups {
    /// Where they go.
    folder: PathBuf,
    /// Somewhere else than beside the vault.
    chosen: bool,
    /// Hours from one to the next; 0: only when asked for.
    hours: u32,
    /// Newest first.
    list: Vec<Backup>,
    /// Why there is nothing to list.
    unreached: Option<Code>,
    /// What is being done.
    work: Option<Work>,
    /// What the last work failed with.
    fault: Option<Fault>,
    /// When the newest is from, milliseconds UTC; one from a day to come does not count. As far as is known when the folder is
    /// not reached.
    newest: Option<i64>,
    /// Folders that they went to before.
    left: Vec<Left>,
    /// Vaults that were put aside, newest first; nothing renews them.
    put_aside: Vec<PutAside>,
    rehearsed: Option<Rehearsal>,
    /// A restore should be rehearsed.
    rehearsal_due: bool,
}

/// A file chosen to restore.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct Chosen {
    name: String,
    label: Label,
}

/// How it stands with the backups.
#[tauri::command]
#[specta::specta]
pub(crate) async fn backups(desk: State<'_, Desk>) -> Answer<Backups> {
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        let plan = vault.read(backup::plan)?;
        let found = copies::folder(&vault).and_then(|folder| backup::list(&vault, &folder));
        let unreached = found.as_ref().err().map(kartotek_core::Error::code);
        let now = desk.copies().now();
        let list = found.unwrap_or_default();
        let newest = |tx: &ReadTx<'_>| match unreached {
            Some(_) => backup::newest_known(tx),
            None => Ok(backup::newest(&list, tx.now()).map(|it| it.created_at)),
        };
        Ok(Backups {
            newest: vault.read(newest)?,
            rehearsal_due: vault.read(|tx| backup::rehearsal_due(tx, &list))?,
            rehearsed: vault.read(backup::rehearsed)?,
            left: backup::left(&vault)?,
            put_aside: backup::put_aside(&vault)?,
            folder: backup::folder(&vault, &plan),
            chosen: !plan.folder.is_empty(),
            hours: plan.hours,
            list,
            unreached,
            work: now.work,
            fault: now.fault,
        })
    })
    .await
}

/// Takes a backup now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_backup(desk: State<'_, Desk>) -> Answer<Backup> {
    let desk = desk.inner().clone();
    aside(move || desk.take_backup()).await
}

/// Asks where to and takes a backup there, to be carried to another computer; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_backup_along(desk: State<'_, Desk>) -> Answer<Option<Backup>> {
    let desk = desk.inner().clone();
    aside(move || {
        let Some(folder) = dialogs::folder(desk.app()) else {
            return Ok(None);
        };
        if !folder.is_dir() {
            return Err(Code::BackupFolderMissing.into());
        }
        Ok(Some(desk.take_backup_into(&folder)?))
    })
    .await
}

/// Writes the backups anew without the forgotten; answers how many people were taken out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn renew_backups(desk: State<'_, Desk>) -> Answer<u32> {
    let desk = desk.inner().clone();
    aside(move || desk.renew_backups()).await
}

/// Opens the newest backup, or the one that is named, wholly in a private place, checks it, and removes it again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rehearse_backup(
    desk: State<'_, Desk>,
    backup: Option<Uuid>,
) -> Answer<Rehearsed> {
    let desk = desk.inner().clone();
    aside(move || desk.rehearse_backup(backup)).await
}

/// Deletes a backup.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_backup(desk: State<'_, Desk>, backup: Uuid) -> Answer<()> {
    let desk = desk.inner().clone();
    aside(move || desk.delete_backup(backup)).await
}

/// Deletes a vault that was put aside, by the name of its folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_put_aside(desk: State<'_, Desk>, name: String) -> Answer<()> {
    let desk = desk.inner().clone();
    aside(move || {
        backup::delete_put_aside(&*desk.vault()?, &name)?;
        desk.changed(Op::DeletePutAside.topics().to_vec());
        Ok(())
    })
    .await
}

/// Stops what is being done to the backups or with one; it leaves all as it was.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_copies(desk: State<'_, Desk>) -> Answer<()> {
    desk.copies().stop();
    Ok(())
}

/// How many hours from one backup to the next; 0: only when asked for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_backup_hours(desk: State<'_, Desk>, hours: u32) -> Answer<()> {
    plan(&desk, move |plan| plan.hours = hours).await
}

/// Asks where backups go from now on; false when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_backup_folder(desk: State<'_, Desk>) -> Answer<bool> {
    let asked = desk.inner().clone();
    let Some(folder) = aside(move || Ok(dialogs::folder(asked.app()))).await? else {
        return Ok(false);
    };
    if !folder.is_dir() {
        return Err(Code::BackupFolderMissing.into());
    }
    // A link in it that changes later is noticed; a path that is no text could not be kept.
    let folder = folder.canonicalize()?;
    let folder = folder.to_str().ok_or(Code::InvalidArgument)?.to_owned();
    plan(&desk, move |plan| plan.folder = folder).await?;
    Ok(true)
}

/// Backups go beside the vault again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_backup_folder(desk: State<'_, Desk>) -> Answer<()> {
    plan(&desk, |plan| plan.folder.clear()).await
}

async fn plan(desk: &Desk, change: impl FnOnce(&mut Plan) + Send + 'static) -> Answer<()> {
    desk.copies().forget_fault();
    desk.write(Op::ChangeSettings, move |tx| {
        let mut plan = backup::plan(tx)?;
        change(&mut plan);
        backup::set_plan(tx, &plan)
    })
    .await
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
pub(crate) async fn begin_restore(desk: State<'_, Desk>, backup: Uuid) -> Answer<()> {
    session::no_call_runs(&desk).await?;
    let desk = desk.inner().clone();
    aside(move || {
        let file = desk.backup_file(backup)?;
        backup::label(&file)?;
        let known = match Known::of(&*desk.vault()?) {
            Ok(known) => Some(known),
            // The restore reads the ledger as far as it can be, and says when that is not all.
            Err(error) if error.code() == Code::Damaged => None,
            Err(error) => return Err(error.into()),
        };
        desk.lock_to_restore(file, known);
        Ok(())
    })
    .await
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
        open.backup = None;
        open.proposed = false;
        open.known = None;
        drop(open);
        Ok(restored)
    })
    .await
}
