//! Sixteen hands on one vault.

use std::time::Duration;

use crate::faults::load::load;

#[test]
fn sixteen_at_once_are_never_told_to_come_back_later() {
    let answered = load(Duration::from_secs(5), 1).unwrap();
    assert!(answered > 100, "{answered} commands");
}
