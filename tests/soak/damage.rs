//! One wrong bit, a cut or a wrong page anywhere in a closed vault is found, and never by a crash.

use crate::Run;
use crate::dice::Dice;
use crate::faults::damage::{Good, Harm, Target};
use crate::report::Figures;

pub(crate) fn damage(target: Target, harm: Harm, run: &Run) -> Figures {
    let good = Good::new();
    run.rounds(|seed, figures| {
        figures.acts += u64::from(good.round(target, harm, &mut Dice(seed))?);
        Ok(())
    })
}
