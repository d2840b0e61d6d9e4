//! Damage of every file of the vault, everywhere in it.

use crate::dice::Dice;
use crate::faults::damage::{Good, Harm, Target};

#[test]
fn damage_is_found_wherever_it_is() {
    let good = Good::new();
    for (target, harm, rounds) in [
        (Target::Database, Harm::Bit, 50),
        (Target::Database, Harm::Cut, 25),
        (Target::Database, Harm::Pages, 50),
        (Target::Keys, Harm::Bit, 40),
        (Target::Keys, Harm::Cut, 25),
        (Target::Backup, Harm::Bit, 25),
        (Target::Backup, Harm::Cut, 20),
        (Target::Backup, Harm::Pages, 20),
        (Target::Log, Harm::Bit, 30),
        (Target::Log, Harm::Cut, 20),
    ] {
        for round in 0..rounds {
            good.round(target, harm, &mut Dice(round)).unwrap();
        }
    }
}
