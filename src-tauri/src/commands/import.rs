//! CSV import: the file is chosen and kept here; the page never learns its path.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use kartotek_core::Code;
use kartotek_core::draft::{self, Place};
use kartotek_core::import::{self, ImportPlan, ImportReport, Sniffed};
use tauri::State;
use tauri_specta::Event as _;

use super::{TEXT_MAX, short, within};
use crate::desk::{Desk, aside, asked};
use crate::dialogs;
use crate::events::ImportProgress;
use crate::fault::Answer;

/// Asks for a file and looks at it; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_import_file(desk: State<'_, Desk>) -> Answer<Option<Sniffed>> {
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        let pick = || dialogs::pick(desk.app(), "CSV", &["csv", "txt", "tsv"]);
        let Some((vault, file)) = asked(vault, pick)? else {
            return Ok(None);
        };
        let sniffed = import::sniff(&vault, &file)?;
        desk.open().import = Some(file);
        Ok(Some(sniffed))
    })
    .await
}

/// Looks again at the list that was being mapped before the vault was locked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_import(desk: State<'_, Desk>) -> Answer<Sniffed> {
    let drafts = desk.read(draft::drafts).await?;
    let kept = drafts.into_iter().find(|d| d.spot.place == Place::Import);
    // What was discarded a moment ago is still chosen.
    let file = kept.map(|kept| PathBuf::from(kept.text));
    let file = file.or_else(|| desk.open().import.clone());
    let file = file.ok_or(Code::FileGone)?;
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        let sniffed = import::sniff(&vault, &file)?;
        desk.open().import = Some(file);
        Ok(sniffed)
    })
    .await
}

/// Takes the chosen file in, or, dry, accounts for every row and writes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_import(
    desk: State<'_, Desk>,
    plan: ImportPlan,
    dry_run: bool,
) -> Answer<ImportReport> {
    within(plan.targets.as_ref().map_or(0, Vec::len), 20_000)?;
    short(&plan.source.place, TEXT_MAX)?;
    let file = desk.open().import.clone().ok_or(Code::NotFound)?;
    let (here, app, cancel) = (
        desk.inner().clone(),
        desk.app().clone(),
        desk.cancel_import(),
    );
    cancel.store(false, Ordering::Relaxed);
    let mut told: Option<Instant> = None;
    let mut progress = move |done, of| {
        if done < of && told.is_some_and(|told| told.elapsed() < Duration::from_millis(100)) {
            return;
        }
        told = Some(Instant::now());
        // Whoever waits for it is not away.
        here.watch().here();
        let _ = ImportProgress { done, of }.emit(&app);
    };
    if dry_run {
        let vault = desk.vault()?;
        return aside(move || {
            Ok(import::run(&vault, &file, &plan, true, &cancel, &mut progress)?.value)
        })
        .await;
    }
    let before = desk.inner().clone();
    aside(move || before.backup_before()).await?;
    desk.act(move |vault| import::run(vault, &file, &plan, false, &cancel, &mut progress))
        .await
}

/// Stops the running import; all of it is rolled back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_import(desk: State<'_, Desk>) -> Answer<()> {
    desk.cancel_import().store(true, Ordering::Relaxed);
    // The backup before it, too.
    desk.copies().stop();
    Ok(())
}
