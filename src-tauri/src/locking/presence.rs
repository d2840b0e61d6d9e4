//! Whether anybody is at the window: the time since the last key, press or turn of the wheel, sleep included.

use std::sync::Mutex;
use std::time::Duration;

use crate::desk::held;

/// When somebody was last there.
pub(super) struct Presence(Mutex<Duration>);

impl Default for Presence {
    fn default() -> Self {
        Self(Mutex::new(now()))
    }
}

impl Presence {
    /// Somebody is there.
    pub(super) fn here(&self) {
        *held(&self.0) = now();
    }

    /// How long until it has been `limit` since somebody was there; zero: it has.
    pub(super) fn left(&self, limit: Duration) -> Duration {
        left(*held(&self.0), now(), limit)
    }
}

fn left(last: Duration, now: Duration, limit: Duration) -> Duration {
    limit.saturating_sub(now.saturating_sub(last))
}

/// Since the computer was started, the time that it slept included. The wall clock may jump; this one never does.
#[cfg(target_os = "linux")]
fn now() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(now.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(now.tv_nsec).unwrap_or_default())
}

#[cfg(not(target_os = "linux"))]
fn now() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_time_is_counted_from_the_last_sign_and_through_sleep() {
        let s = Duration::from_secs;
        assert_eq!(left(s(100), s(100), s(60)), s(60));
        assert_eq!(left(s(100), s(130), s(60)), s(30));
        assert_eq!(left(s(100), s(160), s(60)), s(0));
        assert_eq!(left(s(100), s(9_000), s(60)), s(0), "it slept meanwhile");
        assert_eq!(left(s(100), s(90), s(60)), s(60), "never before now");
    }

    #[test]
    fn the_clock_moves_on_and_somebody_starts_it_anew() {
        let presence = Presence::default();
        let limit = Duration::from_millis(40);
        std::thread::sleep(limit);
        assert_eq!(presence.left(limit), Duration::ZERO);
        presence.here();
        assert!(presence.left(limit) > Duration::ZERO);
    }
}
