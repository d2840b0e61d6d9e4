//! Sixteen hands on one vault.

use std::time::Duration;

use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::Op;
use kartotek_core::{activity, search};

use crate::faults::bed;
use crate::faults::load::load;

#[test]
fn sixteen_at_once_are_never_told_to_come_back_later() {
    let answered = load(Duration::from_mins(1), 1).unwrap();
    assert!(answered > 100, "{answered} commands");
}

/// A reader that searched before remembers the index as it was; the checks must not take that for damage.
#[test]
fn checks_after_a_search_and_a_merge_find_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = bed::vault(folder.path());
    bed::sow(&vault, 10);
    for row in bed::rows(&vault).unwrap() {
        vault
            .write(Op::WriteNote, |tx| {
                activity::write_note(tx, &[row.id], "Ringer om taket.", None)
            })
            .unwrap();
    }
    let found = vault.read(|tx| search::search(tx, "taket", 20)).unwrap();
    assert!(!found.people.is_empty() || !found.notes.is_empty());
    let leaving = bed::rows(&vault).unwrap()[0].id;
    erasure::forget(&vault, leaving, Ground::A, false).unwrap();
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    bed::sound(&vault).unwrap();
}
