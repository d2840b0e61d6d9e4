//! Random histories, three people each who are forgotten.

use crate::Run;
use crate::faults::residue::leaves_nothing;
use crate::report::Figures;

pub(crate) fn residue(run: &Run) -> Figures {
    run.rounds(|seed, figures| {
        figures.acts += leaves_nothing(seed)?;
        Ok(())
    })
}
