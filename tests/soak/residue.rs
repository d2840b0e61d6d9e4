//! Random histories, three people each who are forgotten: what is left of them in the vault, and in its backups.

use crate::Run;
use crate::faults::renewed::no_backup_holds_them;
use crate::faults::residue::leaves_nothing;
use crate::report::Figures;

pub(crate) fn residue(run: &Run) -> Figures {
    run.rounds(|seed, figures| {
        figures.acts += leaves_nothing(seed)?;
        Ok(())
    })
}

pub(crate) fn in_backups(run: &Run) -> Figures {
    run.rounds(|seed, figures| {
        figures.acts += no_backup_holds_them(seed)?;
        Ok(())
    })
}
