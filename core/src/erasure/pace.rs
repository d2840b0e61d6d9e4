//! How much of the upkeep is done at once: as much as nobody notices, on a quick machine more than on a slow one.

use std::ops::Range;
use std::time::{Duration, Instant};

use crate::Result;

/// A chunk that takes longer is halved next time, one that takes less than half of it doubled.
const AIM: Duration = Duration::from_millis(16);
/// Every chunk reads the freelist anew; smaller ones would do little else.
const LEAST: u32 = 128;
const MOST: u32 = 1024;

/// The size of the next chunk, in pages.
pub(super) struct Pace {
    pages: u32,
}

/// A chunk of pages that was gone through.
pub(super) struct Stretch {
    /// The page after it.
    pub(super) end: u32,
    /// It was the last.
    pub(super) done: bool,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { pages: 256 }
    }

    /// Runs one chunk of so many pages, and learns from how long it took.
    pub(super) fn run<T>(&mut self, chunk: impl FnOnce(u32) -> T) -> T {
        let start = Instant::now();
        let out = chunk(self.pages);
        self.learn(start.elapsed());
        out
    }

    /// The next pages of a file of `last` pages, from `next` on, as one chunk: hands them to `chunk` and returns them.
    pub(super) fn stretch(
        &mut self,
        next: u32,
        last: u32,
        chunk: impl FnOnce(Range<u32>) -> Result<()>,
    ) -> Result<Stretch> {
        self.run(|pages| {
            let end = (next + pages).min(last + 1).max(next);
            chunk(next..end)?;
            Ok(Stretch {
                end,
                done: end > last,
            })
        })
    }

    fn learn(&mut self, took: Duration) {
        if took > AIM {
            self.pages = (self.pages / 2).max(LEAST);
        } else if took < AIM / 2 {
            self.pages = (self.pages * 2).min(MOST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_machine_does_less_at_once_and_a_quick_one_more() {
        let mut pace = Pace::new();
        for _ in 0..20 {
            pace.learn(Duration::from_millis(50));
        }
        assert_eq!(pace.pages, LEAST, "never nothing");
        for _ in 0..20 {
            pace.learn(Duration::from_millis(1));
        }
        assert_eq!(pace.pages, MOST, "and never so much that it shows");
        pace.learn(AIM * 3 / 4);
        assert_eq!(pace.pages, MOST, "what is about right stays");
    }
}
