//! Eight programs at once, a lock file that is deleted, a database that is moved away while it is open.

use std::path::Path;
use std::process::Command;

use crate::dice::Dice;
use crate::faults::rivals::{Arena, rival};

const PLACE: &str = "KARTOTEK_TEST_RIVALS";

#[test]
fn of_eight_that_start_at_once_one_opens() {
    if let Some(place) = std::env::var_os(PLACE) {
        std::process::exit(rival(Path::new(&place)));
    }
    let start = |place: &Path| {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program
            .args(["--exact", "rivals::of_eight_that_start_at_once_one_opens"])
            .env(PLACE, place);
        program
    };
    let arena = Arena::new();
    for round in 0..20 {
        arena.race(&start, &mut Dice(round)).unwrap();
    }
}

#[test]
fn a_database_that_was_moved_away_is_not_written_to() {
    let arena = Arena::new();
    for round in 0..8 {
        arena.moved(&mut Dice(round)).unwrap();
    }
}
