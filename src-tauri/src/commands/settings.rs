//! Settings, the controller, and what the program says about itself.

use std::fmt::Write as _;

use kartotek_core::vault::Op;
use kartotek_core::vault::session::Controller;
use kartotek_core::vault::settings::{self, Settings};
use kartotek_core::verify::{self, Check};
use tauri::State;

use super::short;
use crate::desk::{Desk, aside};
use crate::fault::Answer;
use crate::window;

/// What the program is made of and where the vault lies.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct About {
    version: String,
    sqlite_version: String,
    cipher_version: String,
    webview_version: String,
    vault_path: String,
    licences: String,
}

/// Today's settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings(desk: State<'_, Desk>) -> Answer<Settings> {
    desk.read(settings::settings).await
}

/// Changes language, appearance and zone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_settings(desk: State<'_, Desk>, settings: Settings) -> Answer<()> {
    short(&settings.zone, 100)?;
    let new = settings.clone();
    desk.write(Op::ChangeSettings, move |tx| {
        settings::set_settings(tx, &new)
    })
    .await?;
    window::Look::follow(&desk.dir(), settings);
    Ok(())
}

/// Who is responsible for the data.
#[tauri::command]
#[specta::specta]
pub(crate) async fn controller(desk: State<'_, Desk>) -> Answer<Controller> {
    desk.read(settings::controller).await
}

/// Changes who is responsible.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_controller(desk: State<'_, Desk>, controller: Controller) -> Answer<()> {
    desk.write(Op::ChangeSettings, move |tx| {
        settings::set_controller(tx, &controller)
    })
    .await
}

/// Adds or removes the key in the system keyring.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_keyring(desk: State<'_, Desk>, on: bool) -> Answer<()> {
    let vault = desk.vault()?;
    aside(move || Ok(vault.set_keyring(on)?)).await
}

/// Versions, licences and where the vault lies.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(desk: State<'_, Desk>) -> Answer<About> {
    let desk = desk.inner().clone();
    aside(move || Ok(say(&desk))).await
}

fn say(desk: &Desk) -> About {
    let (sqlite_version, cipher_version) = kartotek_core::vault::versions();
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sqlite_version,
        cipher_version,
        webview_version: tauri::webview_version().unwrap_or_default(),
        vault_path: desk.dir().display().to_string(),
        licences: include_str!("../../licences.txt").to_owned(),
    }
}

/// What a helper needs to know: versions and the vault's checks, and nothing about people or places.
#[tauri::command]
#[specta::specta]
pub(crate) async fn problem_report(desk: State<'_, Desk>) -> Answer<String> {
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        let about = say(&desk);
        let mut report = format!(
            "Kartotek {}\nSQLite {} · SQLCipher {} · WebView {}\n{} {}\n",
            about.version,
            about.sqlite_version,
            about.cipher_version,
            about.webview_version,
            std::env::consts::OS,
            std::env::consts::ARCH,
        );
        for Check {
            name, ok, detail, ..
        } in verify::verify(&vault, None)
        {
            let verdict = if ok { "ok" } else { "NOT OK" };
            let _ = writeln!(report, "{name}: {verdict} {detail}");
        }
        Ok(report)
    })
    .await
}
