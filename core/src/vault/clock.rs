//! Time from outside, and the eye that notices when it jumps.

/// Time comes from outside, so that deadlines can be tested.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now_ms(&self) -> i64;

    /// Milliseconds since some fixed moment, by a clock that nobody can set and that runs on while the computer sleeps.
    /// A clock that has none answers [`Self::now_ms`]: then no jump is ever seen.
    fn steady_ms(&self) -> i64 {
        self.now_ms()
    }
}

/// The computer's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place where time comes in
    fn now_ms(&self) -> i64 {
        chrono::Utc::now().timestamp_millis()
    }

    #[cfg(target_os = "linux")]
    fn steady_ms(&self) -> i64 {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}

/// A jump of more than five minutes is an event in the journal.
const JUMP: i64 = 5 * 60 * 1000;

/// The two clocks as they were last seen together.
#[derive(Default)]
pub(super) struct Watch {
    now: i64,
    steady: Option<i64>,
}

impl Watch {
    /// `last`: the time of the newest journal entry when the vault was opened.
    pub(super) fn since(last: i64) -> Self {
        Self {
            now: last,
            steady: None,
        }
    }

    /// Looks at the clocks. `true`: time went back since the vault was last written, or the wall clock moved against
    /// the steady one.
    pub(super) fn jumped(&mut self, clock: &dyn Clock) -> bool {
        let (now, steady) = (clock.now_ms(), clock.steady_ms());
        let jumped = match self.steady {
            None => now < self.now - JUMP,
            Some(then) => ((now - self.now) - (steady - then)).abs() > JUMP,
        };
        *self = Self {
            now,
            steady: Some(steady),
        };
        jumped
    }
}
