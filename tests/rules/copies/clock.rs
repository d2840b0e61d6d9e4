//! Clocks that are years ahead.

use kartotek_core::backup::{self, Plan};
use kartotek_core::vault::Clock;

use super::{Bed, DAY};

#[test]
fn a_clock_ten_years_ahead_neither_runs_wild_nor_removes_anything() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    let plan = Plan {
        folder: String::new(),
        hours: 24,
    };
    let due = || {
        let all = backup::list(&bed.vault, &stick).unwrap();
        bed.vault
            .read(|tx| Ok(backup::due(tx, &plan, &all)))
            .unwrap()
    };
    for _ in 0..3 {
        bed.take(&stick);
        bed.pass(DAY);
    }
    let old: Vec<_> = backup::list(&bed.vault, &stick)
        .unwrap()
        .into_iter()
        .map(|b| b.id)
        .collect();
    bed.pass(3_652 * DAY);
    for _ in 0..4 {
        bed.take(&stick);
        assert!(!due());
        bed.pass(3_600_000);
    }
    bed.pass(-3_652 * DAY);
    assert!(due(), "one from a day to come is not today's");
    for _ in 0..5 {
        let today = bed.take(&stick);
        assert!(!due(), "one is enough");
        let all = backup::list(&bed.vault, &stick).unwrap();
        assert!(
            all.iter().any(|backup| backup.id == today.id),
            "the newest stays"
        );
        let now = bed.clock.now_ms();
        assert_eq!(
            backup::newest(&all, now).map(|backup| backup.id),
            Some(today.id)
        );
        bed.pass(DAY);
    }
    let left = backup::list(&bed.vault, &stick).unwrap();
    assert!(
        old.iter()
            .all(|id| left.iter().any(|backup| backup.id == *id)),
        "nothing expired"
    );
}

#[test]
fn backups_of_a_fortnight_ten_years_ahead_take_no_place_from_those_of_today() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    let mut taken = Vec::new();
    for (off, days) in [(0, 3), (3_652 * DAY, 12), (0, 11)] {
        bed.pass(off);
        for _ in 0..days {
            taken.push(bed.take(&stick).id);
            let left = backup::list(&bed.vault, &stick).unwrap();
            for id in taken.iter().rev().take(10) {
                assert!(left.iter().any(|there| there.id == *id), "one of ten");
            }
            bed.pass(DAY);
        }
        bed.pass(-off);
    }
}
