//! How long a run goes on, and its rounds.

use std::time::{Duration, Instant};

use crate::faults::Round;
use crate::report::Figures;

/// Until when a run goes on, and where its dice start.
pub(crate) struct Run {
    pub(crate) end: Instant,
    /// At most so many, whatever the time.
    pub(crate) rounds: u64,
    pub(crate) seed: u64,
    /// So many acts of a round that the last run did not end.
    pub(crate) begun: u64,
}

impl Run {
    /// The short form: so many rounds, however long they take.
    pub(crate) fn of_rounds(rounds: u64, seed: u64) -> Self {
        Self {
            end: Instant::now() + Duration::from_hours(24),
            rounds,
            seed,
            begun: 0,
        }
    }

    pub(crate) fn goes_on(&self, done: u64) -> bool {
        Instant::now() < self.end && done < self.rounds
    }

    pub(crate) fn rounds_left(&self, done: u64) -> usize {
        usize::try_from(self.rounds.saturating_sub(done)).unwrap_or(usize::MAX)
    }

    /// Shares the rounds among so many hands at once, each with dice of its own.
    pub(crate) fn lanes(&self, lanes: u64, hand: impl Fn(&Self, &mut Figures) + Sync) -> Figures {
        let hand = &hand;
        let mut figures = Figures::default();
        std::thread::scope(|scope| {
            let hands: Vec<_> = (0..lanes)
                .map(|at| {
                    let lane = Self {
                        rounds: self.rounds / lanes + u64::from(at < self.rounds % lanes),
                        seed: self.seed + (at << 32),
                        ..*self
                    };
                    scope.spawn(move || {
                        let mut figures = Figures::default();
                        hand(&lane, &mut figures);
                        figures
                    })
                })
                .collect();
            for hand in hands {
                figures.and(&hand.join().expect("a lane"));
            }
        });
        figures
    }

    /// Round after round until the time is up, each with dice of its own; what is wrong is counted and said.
    pub(crate) fn rounds(&self, mut round: impl FnMut(u64, &mut Figures) -> Round<()>) -> Figures {
        let mut figures = Figures::default();
        while self.goes_on(figures.rounds) {
            let seed = self.seed + figures.rounds;
            if let Err(wrong) = round(seed, &mut figures) {
                eprintln!("round {seed}: {wrong}");
                figures.lost += 1;
            }
            figures.rounds += 1;
        }
        figures
    }
}
