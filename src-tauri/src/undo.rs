//! Undo for bin, edit and tag: what takes the last acts back, in memory only, and gone with the lock.

use std::collections::VecDeque;

use kartotek_core::contact::{self, UndoEdit, UndoTags};
use kartotek_core::vault::{Op, WriteTx};
use kartotek_core::{Code, PersonId, Result};
use uuid::Uuid;

/// As many acts back as there may be toasts on screen.
const KEPT: usize = 20;

/// The acts that can still be taken back.
#[derive(Default)]
pub(crate) struct Undos(VecDeque<(Uuid, Undo)>);

/// What takes one act back.
pub(crate) enum Undo {
    Restore(Vec<PersonId>),
    Edit(UndoEdit),
    Tags(UndoTags),
}

impl Undos {
    pub(crate) fn keep(&mut self, undo: Undo) -> Uuid {
        let token = Uuid::new_v4();
        self.0.push_back((token, undo));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
        token
    }

    pub(crate) fn take(&mut self, token: Uuid) -> Result<Undo> {
        let at = self.0.iter().position(|(kept, _)| *kept == token);
        at.and_then(|at| self.0.remove(at))
            .map(|(_, undo)| undo)
            .ok_or(Code::UndoExpired.into())
    }
}

impl Undo {
    pub(crate) fn op(&self) -> Op {
        match self {
            Self::Restore(_) => Op::RestoreContact,
            Self::Edit(_) => Op::EditContact,
            Self::Tags(_) => Op::TagContacts,
        }
    }

    pub(crate) fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        match self {
            Self::Restore(people) => contact::restore(tx, people).map(drop),
            Self::Edit(undo) => contact::undo_edit(tx, undo),
            Self::Tags(undo) => contact::undo_tags(tx, undo),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_taken_back_once_and_only_the_last_ones_are_kept() {
        let mut undos = Undos::default();
        let first = undos.keep(Undo::Restore(Vec::new()));
        assert!(undos.take(first).is_ok());
        assert!(
            undos
                .take(first)
                .is_err_and(|error| error.code() == Code::UndoExpired)
        );
        let old = undos.keep(Undo::Restore(Vec::new()));
        for _ in 0..KEPT {
            undos.keep(Undo::Restore(Vec::new()));
        }
        assert!(undos.take(old).is_err(), "older than the last {KEPT}");
    }
}
