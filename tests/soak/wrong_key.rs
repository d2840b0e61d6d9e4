//! Keys that do not fit.

use crate::Run;
use crate::dice::Dice;
use crate::faults::wrong_key::Door;
use crate::report::Figures;

pub(crate) fn wrong_key(run: &Run) -> Figures {
    let door = Door::new();
    let mut figures = run.rounds(|seed, figures| {
        door.round(&mut Dice(seed))?;
        figures.acts += 1;
        Ok(())
    });
    figures.errors += u64::from(door.still_opens().is_err());
    figures
}
