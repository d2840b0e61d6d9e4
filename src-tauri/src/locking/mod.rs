//! Locking without a press: nobody is at the window for long, the computer goes to sleep, its screen is locked, or the
//! program is told to end.

mod presence;

#[cfg(target_os = "linux")]
mod bus;
#[cfg(not(target_os = "linux"))]
mod deaf;
#[cfg(not(target_os = "linux"))]
use deaf as bus;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use kartotek_core::vault::locking::Locking;
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;

use crate::desk::{Desk, held};
use crate::events::LockAsked;

/// How long the page may take to keep what is typed.
const LAST_WORDS: Duration = Duration::from_secs(3);
/// How often it is looked whether anybody is there: after a sleep the time is up at once.
const LOOK: Duration = Duration::from_secs(5);

/// What the program watches to lock by itself.
#[derive(Default)]
pub(crate) struct Watch {
    presence: presence::Presence,
    /// Of the vault that is open.
    wanted: Mutex<Option<Locking>>,
    ears: bus::Ears,
}

/// What can be heard here.
#[derive(Clone, Copy, serde::Serialize, specta::Type)]
pub(crate) struct Heard {
    /// That the computer goes to sleep.
    pub(crate) sleep: bool,
    /// That its lid is shut.
    pub(crate) lid: bool,
    /// That the screen is locked.
    pub(crate) screen: bool,
}

impl Watch {
    /// Somebody is at the window.
    pub(crate) fn here(&self) {
        self.presence.here();
    }

    /// What the open vault wants; none: it is closed.
    pub(crate) fn want(&self, locking: Option<Locking>) {
        self.here();
        *held(&self.wanted) = locking;
    }

    /// What can be heard here now. Call it off the main thread.
    pub(crate) fn heard(&self) -> Heard {
        self.ears.heard()
    }

    fn wants(&self, what: impl FnOnce(Locking) -> bool) -> bool {
        held(&self.wanted).is_some_and(what)
    }

    /// How long somebody may still be away; none: for ever.
    fn left(&self) -> Option<Duration> {
        let wanted = (*held(&self.wanted))?;
        (wanted.minutes > 0).then(|| self.presence.left(limit(wanted.minutes)))
    }
}

/// So many minutes; the journeys have no time to wait for them.
fn limit(minutes: u32) -> Duration {
    #[cfg(feature = "automation")]
    if let Some(seconds) = std::env::var("KARTOTEK_IDLE_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok())
    {
        return Duration::from_secs(seconds);
    }
    Duration::from_secs(u64::from(minutes) * 60)
}

/// Starts to watch.
pub(crate) fn start(app: &AppHandle) {
    let watched = app.clone();
    std::thread::spawn(move || {
        loop {
            let desk = watched.state::<Desk>();
            let left = desk.watch().left();
            if left == Some(Duration::ZERO) {
                lock(&desk);
            }
            let next = left.unwrap_or(LOOK);
            std::thread::sleep(next.clamp(Duration::from_millis(200), LOOK));
        }
    });
    bus::listen(app);
    #[cfg(target_os = "linux")]
    end_when_told(app);
}

/// A session that ends and a terminal say it by a signal: the vault is closed first, and what is typed is kept.
#[cfg(target_os = "linux")]
fn end_when_told(app: &AppHandle) {
    use gtk::glib::{ControlFlow, unix_signal_add};
    for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP] {
        let app = app.clone();
        unix_signal_add(signal, move || {
            end(&app);
            ControlFlow::Continue
        });
    }
}

/// Ends the program in order: what is typed is kept, and the vault is closed.
pub(crate) fn end(app: &AppHandle) {
    let app = app.clone();
    std::thread::spawn(move || {
        lock(&app.state::<Desk>());
        app.exit(0);
    });
}

/// Locks although nobody pressed: the page has a moment to keep what is typed, and then it is gone, whatever it does.
fn lock(desk: &Desk) {
    if desk.is_open() {
        let _ = LockAsked.emit(desk.app());
        let end = Instant::now() + LAST_WORDS;
        while desk.is_open() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    desk.lock();
}

#[cfg(all(test, not(feature = "automation")))]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_minutes() {
        assert_eq!(limit(15), Duration::from_mins(15));
    }
}
