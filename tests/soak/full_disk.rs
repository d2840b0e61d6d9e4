//! A disk that fills up at random moments of an operation.

use crate::Run;
use crate::dice::Dice;
use crate::faults::full_disk::{Course, Operation};
use crate::report::Figures;

pub(crate) fn full_disk(operation: Operation, run: &Run) -> Figures {
    let mut course = Course::new(operation);
    run.rounds(|seed, figures| {
        figures.acts += u64::from(course.point(&mut Dice(seed))?);
        Ok(())
    })
}
