//! Patience with wrong keys: three tries are free, then every further one waits longer.

use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use kartotek_core::Code;

use crate::desk::held;
use crate::fault::Answer;

/// How often a key was refused in a row, and until when the next try waits.
#[derive(Default)]
pub(crate) struct Patience(Mutex<Refused>);

#[derive(Default)]
struct Refused {
    times: u32,
    until: Option<Instant>,
}

impl Patience {
    /// How long the next try still waits.
    pub(crate) fn left(&self) -> Duration {
        held(&self.0).until.map_or(Duration::ZERO, |until| {
            until.saturating_duration_since(Instant::now())
        })
    }

    /// Waits its time, then for the door: nobody who locks stands behind somebody who waits. Call it off the main thread.
    pub(crate) fn before<'d>(&self, door: &'d Mutex<()>) -> MutexGuard<'d, ()> {
        loop {
            std::thread::sleep(self.left());
            let door = held(door);
            if self.left().is_zero() {
                return door;
            }
        }
    }

    /// Takes note of what came of a key.
    pub(crate) fn judge<T>(&self, tried: kartotek_core::Result<T>) -> Answer<T> {
        let mut refused = held(&self.0);
        match tried {
            Ok(opened) => {
                *refused = Refused::default();
                Ok(opened)
            }
            Err(error) => {
                if error.code() == Code::WrongPassphrase {
                    refused.times += 1;
                    refused.until = Some(Instant::now() + wait(refused.times));
                }
                Err(error.into())
            }
        }
    }
}

/// Three tries are free; then 1, 2, 4 … at most 30 seconds.
fn wait(refused: u32) -> Duration {
    match refused {
        0..3 => Duration::ZERO,
        n => Duration::from_secs(1 << (n - 3).min(5)).min(Duration::from_secs(30)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_keys_make_the_next_try_wait_longer() {
        let waits: Vec<_> = (0..12).map(|n| wait(n).as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30]);
    }

    #[test]
    fn the_wait_is_told_and_served_and_ends_with_the_right_key() {
        let (patience, door) = (Patience::default(), Mutex::default());
        let fails = |code: Code| patience.judge::<()>(Err(code.into())).is_err();
        for _ in 0..2 {
            assert!(fails(Code::WrongPassphrase));
            assert_eq!(patience.left(), Duration::ZERO, "the first ones are free");
        }
        assert!(fails(Code::Damaged));
        assert_eq!(patience.left(), Duration::ZERO, "no fault of the key");
        assert!(fails(Code::WrongPassphrase));
        let left = patience.left();
        assert!(left > Duration::from_millis(500) && left <= Duration::from_secs(1));
        let start = Instant::now();
        let at_the_door = patience.before(&door);
        assert!(
            start.elapsed() >= Duration::from_millis(500),
            "it was served"
        );
        drop(at_the_door);
        assert!(fails(Code::WrongPassphrase));
        assert!(patience.left() > Duration::from_secs(1), "twice as long");
        assert!(patience.judge(Ok(())).is_ok());
        assert_eq!(patience.left(), Duration::ZERO);
    }
}
