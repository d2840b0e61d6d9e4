//! Asking for a file: always from here, never from the page. A build for the journeys is answered by a file.

use std::path::PathBuf;

use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;

/// Which file to read; none when the dialog was closed. Call it off the main thread.
pub(crate) fn pick(app: &AppHandle, name: &str, extensions: &[&str]) -> Option<PathBuf> {
    #[cfg(feature = "automation")]
    if let Some(answer) = answer() {
        let _ = (app, name, extensions);
        return answer;
    }
    let dialog = app.dialog().file().add_filter(name, extensions);
    dialog.blocking_pick_file()?.into_path().ok()
}

/// Which folder; none when the dialog was closed. Call it off the main thread.
pub(crate) fn folder(app: &AppHandle) -> Option<PathBuf> {
    #[cfg(feature = "automation")]
    if let Some(answer) = answer() {
        let _ = app;
        return answer;
    }
    app.dialog().file().blocking_pick_folder()?.into_path().ok()
}

/// Where to write; none when the dialog was closed. Call it off the main thread.
pub(crate) fn save(app: &AppHandle, file_name: &str) -> Option<PathBuf> {
    #[cfg(feature = "automation")]
    if let Some(answer) = answer() {
        let _ = (app, file_name);
        return answer;
    }
    let dialog = app.dialog().file().set_file_name(file_name);
    dialog.blocking_save_file()?.into_path().ok()
}

/// The journeys slow the works on backups down, so that somebody can stop them: milliseconds in the file `slow` beside.
#[cfg(feature = "automation")]
pub(crate) fn slowly() {
    let file = std::env::var_os("KARTOTEK_ANSWER")
        .map(|answer| PathBuf::from(answer).with_file_name("slow"));
    let text = file.and_then(|file| std::fs::read_to_string(file).ok());
    if let Some(wait) = text.and_then(|text| text.trim().parse().ok()) {
        std::thread::sleep(std::time::Duration::from_millis(wait));
    }
}

/// The journeys write the path to choose into the file that `KARTOTEK_ANSWER` names; an empty file closes the dialog.
#[cfg(feature = "automation")]
#[allow(clippy::option_option)] // no answer prepared / an answer that says "closed"
pub(crate) fn answer() -> Option<Option<PathBuf>> {
    let text = std::fs::read_to_string(std::env::var_os("KARTOTEK_ANSWER")?).ok()?;
    let path = text.trim();
    Some((!path.is_empty()).then(|| PathBuf::from(path)))
}
