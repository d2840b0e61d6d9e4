//! Eight programs that want one vault, and a database that is moved away while it is open.

use std::path::Path;
use std::process::Command;

use crate::Run;
use crate::dice::Dice;
use crate::faults::rivals::Arena;
use crate::report::Figures;

pub(crate) fn race(run: &Run) -> Figures {
    let start = |place: &Path| {
        let mut program = Command::new(std::env::current_exe().expect("this program"));
        program.arg("rival").arg(place);
        program
    };
    let arena = Arena::new();
    run.rounds(|seed, figures| {
        arena.race(&start, &mut Dice(seed))?;
        figures.acts += 8;
        Ok(())
    })
}

pub(crate) fn moved(run: &Run) -> Figures {
    let mut arena = Arena::new();
    run.rounds(|seed, figures| {
        // Everybody who is added stays.
        if figures.rounds % 100 == 99 {
            arena = Arena::new();
        }
        arena.moved(&mut Dice(seed))?;
        figures.acts += 1;
        Ok(())
    })
}
