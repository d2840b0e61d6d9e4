//! Backups: taking, listing, renewing, and where they go.

use std::path::PathBuf;

use kartotek_core::Code;
use kartotek_core::backup::{self, Backup, Left, Plan, PutAside, Rehearsal, Rehearsed};
use kartotek_core::vault::{Op, ReadTx};
use tauri::State;

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
    /// Those that cannot be written anew because they are damaged.
    damaged: Vec<PathBuf>,
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
            damaged: now.damaged,
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
    file: Option<PathBuf>,
) -> Answer<Rehearsed> {
    let desk = desk.inner().clone();
    aside(move || desk.rehearse_backup(file.as_deref())).await
}

/// Deletes a backup.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_backup(desk: State<'_, Desk>, file: PathBuf) -> Answer<()> {
    let desk = desk.inner().clone();
    aside(move || desk.delete_backup(&file)).await
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
