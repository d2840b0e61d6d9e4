//! The clipboard: what was copied here goes again after half a minute and with the lock, unless something else stands there.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use tauri::AppHandle;

/// How long a copied text stays.
const STAYS: Duration = Duration::from_secs(30);

/// What was copied last, with its number.
static OURS: Mutex<(u64, Option<SecretString>)> = Mutex::new((0, None));

/// Puts a text on the clipboard; it goes again by itself.
pub(crate) fn put(app: &AppHandle, text: SecretString) -> tauri::Result<()> {
    let number = {
        let mut ours = OURS.lock().unwrap_or_else(PoisonError::into_inner);
        *ours = (ours.0 + 1, Some(text.clone()));
        ours.0
    };
    app.run_on_main_thread(move || system::put(text))?;
    let app = app.clone();
    std::thread::spawn(move || {
        std::thread::sleep(stays());
        take(&app, Some(number));
    });
    Ok(())
}

/// Takes what was copied here off the clipboard.
pub(crate) fn clear(app: &AppHandle) {
    take(app, None);
}

/// `number`: only if nothing was copied since.
fn take(app: &AppHandle, number: Option<u64>) {
    let mut ours = OURS.lock().unwrap_or_else(PoisonError::into_inner);
    if number.is_none_or(|number| number == ours.0)
        && let Some(text) = ours.1.take()
    {
        let _ = app.run_on_main_thread(move || system::take(text));
    }
}

/// The journeys have no time to wait half a minute.
fn stays() -> Duration {
    #[cfg(feature = "automation")]
    if let Some(seconds) = std::env::var("KARTOTEK_COPY_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok())
    {
        return Duration::from_secs(seconds);
    }
    STAYS
}

#[cfg(target_os = "linux")]
mod system {
    use gtk::gdk::{Atom, SELECTION_CLIPBOARD};
    use gtk::{Clipboard, TargetEntry, TargetFlags};
    use secrecy::{ExposeSecret as _, SecretString};

    /// A sign that keeps a text out of the history of KDE's clipboard, which lies on the disk in clear.
    const SECRET: (&str, &[u8]) = ("x-kde-passwordManagerHint", b"secret");
    /// What a text is asked for as.
    const TEXT: [&str; 4] = [
        "UTF8_STRING",
        "text/plain;charset=utf-8",
        "text/plain",
        "STRING",
    ];

    pub(super) fn put(text: SecretString) {
        let kind = |name, number| TargetEntry::new(name, TargetFlags::empty(), number);
        let mut kinds = TEXT.map(|name| kind(name, 0)).to_vec();
        kinds.push(kind(SECRET.0, 1));
        let clipboard = Clipboard::get(&SELECTION_CLIPBOARD);
        clipboard.set_with_data(&kinds, move |_, asked, number| {
            if number == 0 {
                asked.set_text(text.expose_secret());
            } else {
                asked.set(&Atom::intern(SECRET.0), 8, SECRET.1);
            }
        });
    }

    /// Only if it is still this text.
    pub(super) fn take(ours: SecretString) {
        Clipboard::get(&SELECTION_CLIPBOARD).request_text(move |clipboard, text| {
            if text == Some(ours.expose_secret()) {
                // Empty first: another program may keep what stood there when its owner lets go.
                clipboard.set_text("");
                clipboard.clear();
            }
        });
    }
}
