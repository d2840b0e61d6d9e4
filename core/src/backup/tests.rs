//! What thinning keeps, and what a disk that fails is called.

use std::io;

use proptest::prelude::*;

use super::thin::{Copy, spare};
use super::{FOLDER, away};
use crate::Code;
use crate::house::House;

const DAY: i64 = 86_400_000;
const YEAR: i64 = 365 * DAY;
/// When a life begins.
const BEGUN: i64 = 20_000 * DAY + DAY / 3;
/// Ten, and one a day, a week and a month.
const LADDER: usize = 10 + 12 + 10 + 9;

/// Taken one after the other, dated so.
fn dated(times: &[i64]) -> Vec<Copy> {
    let copies = times.iter().zip(1..);
    copies.map(|(&at, turn)| Copy { turn, at }).collect()
}

/// Days of those that are kept of daily ones.
fn days_kept(copies: &[Copy], now: i64) -> Vec<i64> {
    let spare = spare(copies, now);
    (0..copies.len())
        .filter(|place| !spare.contains(place))
        .map(|place| copies[place].at / DAY)
        .collect()
}

#[test]
fn a_year_of_daily_backups_keeps_days_weeks_and_months() {
    let daily: Vec<i64> = (0..365).map(|day| day * DAY).collect();
    let kept = days_kept(&dated(&daily), 365 * DAY);
    assert!(kept.len() <= 12 + 10 + 9 + 2, "{kept:?}");
    assert!(
        (354..365).all(|day| kept.contains(&day)),
        "the last days: {kept:?}"
    );
    assert!(
        kept.iter().any(|day| (294..304).contains(day)),
        "a week nine weeks ago: {kept:?}"
    );
    assert!(
        kept.iter().any(|day| *day < 130),
        "a month eight months ago: {kept:?}"
    );
}

/// A folder of backups, thinned with each that is taken.
#[derive(Default)]
struct Folder {
    kept: Vec<Copy>,
    /// When each was taken in truth.
    taken: Vec<i64>,
}

impl Folder {
    fn take(&mut self, truth: i64, now: i64) {
        self.taken.push(truth);
        let turn = self.taken.len();
        self.kept.push(Copy { turn, at: now });
        let spare = spare(&self.kept, now);
        let kept = std::mem::take(&mut self.kept).into_iter().enumerate();
        let kept = kept.filter(|(place, copy)| copy.turn == turn || !spare.contains(place));
        self.kept = kept.map(|(_, copy)| copy).collect();
    }

    fn truths(&self) -> Vec<i64> {
        self.kept
            .iter()
            .map(|copy| self.taken[copy.turn - 1])
            .collect()
    }
}

/// Days of life, backups in each, how far the clock is off.
type Phase = (i64, i64, i64);

fn phase(off: impl Strategy<Value = i64>, days: i64) -> impl Strategy<Value = Phase> {
    (1..days, 1..4_i64, off)
}

fn wrong() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(10 * YEAR),
        Just(-YEAR),
        -20 * YEAR..20 * YEAR,
        -90 * DAY..90 * DAY,
        -3 * DAY..3 * DAY,
    ]
}

/// Behind by anything, or ahead by more than somebody lives on afterwards in these tests. What is dated a few days to come
/// is one of those days when they are there.
fn far() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(10 * YEAR),
        120 * DAY..20 * YEAR,
        Just(-YEAR),
        -20 * YEAR..0,
    ]
}

/// Lives through `phases`; `look` is asked after each backup, with the true time, how far the clock is off, and beside it a
/// folder of the same backups under a clock that was always right.
fn live(phases: &[Phase], mut look: impl FnMut(&Folder, &Folder, i64, i64)) {
    let (mut folder, mut right) = (Folder::default(), Folder::default());
    let mut now = BEGUN;
    for (days, a_day, off) in phases {
        for _ in 0..days * a_day {
            now += DAY / a_day;
            folder.take(now, now + off);
            right.take(now, now);
            look(&folder, &right, now, *off);
        }
    }
}

/// Somebody's backup of `wanted` or one beside it in truth is there, no further away than the stretch of its age is long.
fn is_near(folder: &Folder, wanted: i64, now: i64) -> bool {
    let reach = match now - wanted {
        age if age < 9 * DAY => DAY,
        age if age < 60 * DAY => 8 * DAY,
        _ => 31 * DAY,
    };
    let truths = folder.truths();
    truths.iter().any(|there| (there - wanted).abs() <= reach)
}

proptest! {
    #[test]
    fn the_newest_is_never_spare_and_thinning_twice_removes_nothing_more(
        times in proptest::collection::vec(-DAY..40_000 * DAY, 1..200),
        now in -DAY..40_000 * DAY,
    ) {
        let copies = dated(&times);
        let spare_ones = spare(&copies, now);
        let kept: Vec<Copy> = (0..copies.len())
            .filter(|place| !spare_ones.contains(place))
            .map(|place| copies[place])
            .collect();
        for group in [|at: i64, now: i64| at > now, |at: i64, now: i64| at <= now] {
            let newest = times.iter().filter(|at| group(**at, now)).max();
            prop_assert!(newest.is_none_or(|at| kept.iter().any(|copy| copy.at == *at)));
        }
        prop_assert!(spare(&kept, now).is_empty(), "{kept:?}");
        prop_assert!(kept.len() <= 10 + 2 * LADDER);
    }

    /// A clock that is off by anything, as often and as long as it likes.
    #[test]
    fn whatever_the_clock_says_the_ten_taken_last_stay_and_not_too_many(
        phases in proptest::collection::vec(phase(wrong(), 60), 1..8)
    ) {
        live(&phases, |folder, _, _, _| {
            let last = folder.taken.len();
            for turn in last.saturating_sub(9).max(1)..=last {
                assert!(folder.kept.iter().any(|copy| copy.turn == turn), "{turn} of {last}");
            }
            assert!(folder.kept.len() <= 10 + 2 * LADDER, "{}", folder.kept.len());
        });
    }

    /// Of what a clock that was right took, a wrong one costs no more than the days that it was wrong for: what there would
    /// be without it is there, or one beside it.
    #[test]
    fn after_a_wrong_clock_days_weeks_and_months_are_there(
        before in phase(Just(0), 200),
        off in phase(far(), 60),
        after in phase(Just(0), 60),
    ) {
        let from = BEGUN + before.0 * DAY;
        let wrong = from + 1..=from + off.0 * DAY;
        live(&[before, off, after], |folder, right, now, _| {
            let mut wanted = right.truths();
            wanted.retain(|truth| !wrong.contains(truth) && now - truth < 200 * DAY);
            for truth in wanted {
                assert!(is_near(folder, truth, now), "{} days ago", (now - truth) / DAY);
            }
        });
    }
}

#[test]
fn only_a_chosen_folder_goes_missing() {
    let house = House::new();
    let vault = &house.vault;
    let beside = vault.folder().join(FOLDER);
    let stick = vault.folder().join("sticka");
    let called = |folder, number| {
        let error = io::Error::from_raw_os_error(number);
        away(vault, folder, error.into()).code()
    };
    for number in [2, 5, 6, 19, 107, 116] {
        assert_eq!(called(&stick, number), Code::BackupFolderMissing);
    }
    for number in [5, 6, 19, 107, 116] {
        assert_eq!(called(&beside, number), Code::DiskFailed);
    }
    assert_eq!(called(&beside, 2), Code::Internal);
    assert_eq!(called(&beside, 28), Code::DiskFull);
    assert_eq!(called(&stick, 28), Code::DiskFull);
}

/// The newest ten used to be those of the days to come, and so were all the days.
#[test]
fn a_fortnight_ten_years_ahead_takes_no_place_from_today() {
    let phases = [(60, 1, 0), (14, 1, 10 * YEAR), (30, 1, 0)];
    live(&phases, |folder, _, now, off| {
        let mut real: Vec<i64> = folder.truths();
        real.retain(|truth| now - truth < 10 * DAY);
        assert_eq!(real.len(), 10.min(folder.taken.len()));
        let ahead = folder.kept.iter().filter(|copy| copy.at > now + off);
        assert!(ahead.count() <= 14);
    });
}
