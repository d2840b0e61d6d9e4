//! Sixteen hands on one vault, a minute a round.

use std::time::{Duration, Instant};

use crate::Run;
use crate::faults::load;
use crate::report::Figures;

pub(crate) fn load(run: &Run) -> Figures {
    run.rounds(|seed, figures| {
        let left = run.end.saturating_duration_since(Instant::now());
        figures.acts += load::load(left.min(Duration::from_mins(1)), seed)?;
        Ok(())
    })
}
