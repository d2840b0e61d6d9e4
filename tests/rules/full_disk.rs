//! A disk that fills up at random moments, for every operation that writes (needs root to mount a small one).

use crate::dice::Dice;
use crate::faults::full_disk::{Course, Operation};

/// Points of each operation; `cargo xtask soak full-disk` plays hundreds.
const POINTS: u64 = 3;

const ALL: [Operation; 10] = [
    Operation::Forget,
    Operation::Backup,
    Operation::Export,
    Operation::Ways,
    Operation::Import,
    Operation::Rotate,
    Operation::Create,
    Operation::Restore,
    Operation::Renew,
    Operation::Rescue,
];

#[test]
fn a_disk_that_fills_up_at_any_moment_loses_nothing() {
    std::thread::scope(|scope| {
        for some in ALL.chunks(5) {
            scope.spawn(move || some.iter().for_each(|operation| course(*operation)));
        }
    });
}

fn course(operation: Operation) {
    let mut course = Course::new(operation);
    let mut full = 0;
    // A point with enough room only shows where to look.
    for round in 0.. {
        assert!(round < 30, "{operation:?}: the disk is never full");
        full += u64::from(course.point(&mut Dice(round)).unwrap());
        if full == POINTS {
            break;
        }
    }
}
