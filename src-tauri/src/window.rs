//! The window: built here and not in the configuration, private, and closed to every address but the page.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use kartotek_core::policy::Language;
use kartotek_core::vault;
use kartotek_core::vault::settings::{self, Appearance, Settings};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager as _, Url, WebviewUrl, WebviewWindowBuilder};

pub(crate) const LABEL: &str = "main";
const TITLE: &str = "Kartotek";

/// What the lock screen looks like; kept outside the vault because it is shown before it opens. Nothing about people.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Look {
    pub(crate) language: Language,
    pub(crate) appearance: Appearance,
    /// IANA zone of the times on it.
    pub(crate) zone: Option<String>,
}

impl Default for Look {
    fn default() -> Self {
        let asked = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
        let asked = asked.filter_map(|name| std::env::var(name).ok());
        let asked = asked.into_iter().find(|value| !value.is_empty());
        let swedish = asked.is_none_or(|value| value.starts_with("sv"));
        Self {
            language: if swedish { Language::Sv } else { Language::En },
            appearance: Appearance::System,
            zone: None,
        }
    }
}

impl Look {
    const FILE: &str = "window.json";
    /// Bytes.
    const MOST: u64 = 4096;

    pub(crate) fn read(dir: &Path) -> Self {
        let text = Self::text(dir).unwrap_or_default();
        let look: Self = serde_json::from_str(&text).unwrap_or_default();
        Self {
            zone: look.zone.filter(|zone| settings::is_zone(zone)),
            ..look
        }
    }

    /// Read before any key: neither a link nor a pipe nor more than a few lines.
    fn text(dir: &Path) -> Option<String> {
        let file = dir.join(Self::FILE);
        let meta = file.symlink_metadata().ok()?;
        let plain = meta.is_file() && meta.len() <= Self::MOST;
        plain.then(|| std::fs::read_to_string(file).ok()).flatten()
    }

    /// Best effort: the worst that a lost look costs is the system's language on the lock screen.
    pub(crate) fn change(dir: &Path, change: impl FnOnce(&mut Self)) {
        let mut look = Self::read(dir);
        change(&mut look);
        let text = serde_json::to_string(&look).ok();
        if let Some(text) = text.filter(|text| Self::text(dir).as_ref() != Some(text)) {
            let _ = vault::replace_file(&dir.join(Self::FILE), text.as_bytes());
        }
    }

    /// As the open vault has it.
    pub(crate) fn follow(dir: &Path, settings: Settings) {
        Self::change(dir, |look| {
            *look = Self {
                language: settings.language,
                appearance: settings.appearance,
                zone: Some(settings.zone),
            };
        });
    }
}

/// Opens the window.
pub(crate) fn open(app: &AppHandle) -> Result<(), Box<dyn std::error::Error>> {
    // A dead end: even a hole in the page's policy reaches no network.
    let nowhere = Url::parse("http://127.0.0.1:9")?;
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title(TITLE)
        .inner_size(1280.0, 820.0)
        .min_inner_size(720.0, 520.0)
        .incognito(!cfg!(feature = "automation"))
        .devtools(false)
        .data_directory(folder(app)?)
        .zoom_hotkeys_enabled(false)
        .proxy_url(nowhere)
        .disable_drag_drop_handler()
        .on_navigation(is_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false);
    window.build()?;
    Ok(())
}

/// A private web view keeps nothing, but its library leaves an empty list of strict hosts in the folder that it is told,
/// so it is told a place where nothing can be written. Each web view has its own spelling of that place: one that
/// shares it with an earlier web view does not get the page's address scheme.
fn folder(app: &AppHandle) -> tauri::Result<PathBuf> {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    let number = OPENED.fetch_add(1, Ordering::Relaxed);
    if cfg!(feature = "automation") || cfg!(not(unix)) {
        let folder = app.path().app_cache_dir()?;
        return Ok(folder.join(format!("view-{number}")));
    }
    let again = "/../dev".repeat(number as usize);
    Ok(PathBuf::from(format!("/dev{again}/null")))
}

/// The page itself; every other address is refused.
fn is_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" if cfg!(windows) => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// Brings the window to the front.
pub(crate) fn focus(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Destroys the web view with everything it remembers and opens a fresh one. A driver would lose sight of a fresh one:
/// under it the page starts anew instead.
pub(crate) fn replace(app: &AppHandle) {
    if cfg!(feature = "automation") {
        if let Some(window) = app.get_webview_window(LABEL) {
            let _ = window.eval("location.replace('/')");
        }
        return;
    }
    let fresh = app.clone();
    let _ = app.run_on_main_thread(move || {
        let Some(old) = fresh.get_webview_window(LABEL) else {
            return;
        };
        // Closed by its user, and on its way out.
        if old.is_visible().is_ok_and(|visible| !visible) {
            return;
        }
        fresh.state::<Replacing>().0.store(true, Ordering::SeqCst);
        let _ = old.destroy();
    });
}

/// The window is being replaced: its going does not end the program.
#[derive(Default)]
pub(crate) struct Replacing(pub(crate) std::sync::atomic::AtomicBool);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_screen_looks_as_the_vault_that_was_open_last() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join(Look::FILE);
        let look = || serde_json::to_value(Look::read(dir.path())).expect("JSON");
        let settings = Settings {
            language: Language::En,
            appearance: Appearance::Dark,
            zone: "Europe/Lisbon".into(),
            enrichment: false,
            recovery_confirmed: true,
        };
        Look::follow(dir.path(), settings);
        let kept =
            serde_json::json!({"language": "en", "appearance": "dark", "zone": "Europe/Lisbon"});
        assert_eq!(look(), kept);
        for (wrong, zone) in [
            (
                r#"{"language":"en","appearance":"dark","zone":"Europe/Atlantis"}"#,
                "not a place",
            ),
            (r#"{"language":"en","appearance":"dark"}"#, "from before"),
        ] {
            std::fs::write(&file, wrong).expect("written");
            assert_eq!(look()["zone"], serde_json::Value::Null, "{zone}");
            assert_eq!(look()["appearance"], "dark", "the rest stands");
        }
        std::fs::write(&file, b"\xff{").expect("written");
        assert_eq!(look()["appearance"], "system");
    }

    #[test]
    fn only_the_page_itself_is_navigated_to() {
        let page = |url: &str| is_page(&Url::parse(url).expect("an address"));
        assert!(page("tauri://localhost/contacts/1"));
        for elsewhere in [
            "https://example.com/",
            "http://127.0.0.1:9/",
            "http://tauri.localhost.example.com/",
            "tauri://elsewhere/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!page(elsewhere), "{elsewhere} must be refused");
        }
    }
}
