//! Days and texts as they are stored.

use super::{Direction, MAX_TEXT, Outcome, checked_day, checked_text};
use crate::Code;

#[test]
fn a_day_has_one_spelling() {
    assert_eq!(checked_day(Some("2026-03-31")).unwrap(), Some("2026-03-31"));
    assert_eq!(checked_day(None).unwrap(), None);
    for wrong in [
        "",
        "2026-3-31",
        "2026-02-30",
        "31/3 2026",
        "2026-03-31T00:00",
        " 2026-03-31",
    ] {
        let code = checked_day(Some(wrong)).unwrap_err().code();
        assert_eq!(code, Code::InvalidDate, "{wrong:?}");
    }
}

#[test]
fn a_text_is_counted_in_characters() {
    assert!(checked_text(&"å".repeat(MAX_TEXT)).is_ok());
    let code = checked_text(&"å".repeat(MAX_TEXT + 1)).unwrap_err().code();
    assert_eq!(code, Code::TextTooLong);
}

#[test]
fn codes_are_read_back() {
    for outcome in Outcome::ALL {
        assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
    }
    for direction in [Direction::Outgoing, Direction::Incoming] {
        assert_eq!(Direction::from_code(direction.code()), Some(direction));
    }
}
