//! What thinning keeps, and what a disk that fails is called.

use std::io;

use proptest::prelude::*;

use super::{FOLDER, away, thin};
use crate::Code;
use crate::house::House;

const DAY: i64 = 86_400_000;

#[test]
fn a_year_of_daily_backups_keeps_days_weeks_and_months() {
    let times: Vec<i64> = (0..365).map(|day| day * DAY).collect();
    let spare = thin(&times);
    let kept: Vec<i64> = (0..365)
        .filter(|place| !spare.contains(place))
        .map(|place| times[place] / DAY)
        .collect();
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

proptest! {
    #[test]
    fn the_newest_is_never_spare_and_thinning_twice_removes_nothing_more(
        times in proptest::collection::vec(-DAY..40_000 * DAY, 1..200)
    ) {
        let spare = thin(&times);
        let newest = (0..times.len()).max_by_key(|place| times[*place]).unwrap();
        let newest_time = times[newest];
        prop_assert!(
            (0..times.len()).any(|place| times[place] == newest_time && !spare.contains(&place))
        );
        let kept: Vec<i64> = (0..times.len())
            .filter(|place| !spare.contains(place))
            .map(|place| times[place])
            .collect();
        prop_assert!(thin(&kept).is_empty(), "{kept:?}");
        prop_assert!(kept.len() <= 10 + 12 + 10 + 9);
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
