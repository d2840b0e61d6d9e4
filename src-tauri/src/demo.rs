//! `--demo`: a throw-away vault full of invented people.

use tauri::AppHandle;

use crate::desk::Desk;

/// A desk over a fresh folder that is deleted when the program ends.
pub(crate) fn desk(app: &AppHandle) -> std::io::Result<Desk> {
    let folder = tempfile::Builder::new()
        .prefix("kartotek-demo-")
        .tempdir()?;
    Ok(Desk::throw_away(app.clone(), folder))
}
