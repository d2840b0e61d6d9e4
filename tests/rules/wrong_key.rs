//! Keys that do not fit.

use crate::dice::Dice;
use crate::faults::wrong_key::Door;

#[test]
fn a_key_that_does_not_fit_changes_nothing() {
    let door = Door::new();
    for round in 0..60 {
        door.round(&mut Dice(round)).unwrap();
    }
    door.still_opens().unwrap();
}
