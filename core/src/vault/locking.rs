//! When the vault locks by itself, and when the passphrase is asked for although the keyring opens it.

use super::{ReadTx, WriteTx};
use crate::{Code, Result};

/// What the idle time may be, in minutes; 0: never.
const MINUTES: &[u32] = &[0, 1, 5, 15, 30, 60];
const DAY: i64 = 24 * 60 * 60 * 1_000;
/// How long a passphrase that nobody typed is taken to be remembered.
const REMEMBERED: i64 = 14 * DAY;

/// When the vault locks by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Locking {
    /// Minutes without anybody at the window: 1, 5, 15, 30 or 60; 0: never.
    pub minutes: u32,
    /// Before the computer goes to sleep, and when its lid is shut.
    pub on_sleep: bool,
    /// When the screen is locked.
    pub on_screen: bool,
}

/// As in a new vault.
impl Default for Locking {
    fn default() -> Self {
        Self {
            minutes: 15,
            on_sleep: true,
            on_screen: true,
        }
    }
}

/// When the vault locks by itself.
pub fn locking(tx: &ReadTx<'_>) -> Result<Locking> {
    tx.row(
        "SELECT lock_minutes, lock_on_sleep, lock_on_screen FROM vault",
        [],
        |r| {
            Ok(Locking {
                minutes: r.get(0)?,
                on_sleep: r.get(1)?,
                on_screen: r.get(2)?,
            })
        },
    )
}

/// Changes when the vault locks by itself.
pub fn set_locking(tx: &mut WriteTx<'_>, locking: Locking) -> Result<()> {
    if !MINUTES.contains(&locking.minutes) {
        return Err(Code::InvalidArgument.into());
    }
    tx.execute(
        "UPDATE vault SET lock_minutes = ?1, lock_on_sleep = ?2, lock_on_screen = ?3",
        (locking.minutes, locking.on_sleep, locking.on_screen),
    )?;
    Ok(())
}

/// Whether the passphrase is asked for now and then.
pub fn recalls(tx: &ReadTx<'_>) -> Result<bool> {
    tx.row("SELECT recall FROM vault", [], |r| r.get(0))
}

/// Switches that on or off.
pub fn set_recalls(tx: &mut WriteTx<'_>, on: bool) -> Result<()> {
    tx.execute("UPDATE vault SET recall = ?1", [on])?;
    Ok(())
}

/// It is time to type the passphrase once, so that it is not forgotten. A day further away than anybody is let wait was
/// set by a clock that ran ahead, and counts for nothing; one day more or less is no such clock.
pub fn recall_is_due(tx: &ReadTx<'_>) -> Result<bool> {
    let now = tx.now();
    let furthest = now.saturating_add(REMEMBERED + DAY);
    tx.row(
        "SELECT recall AND (recall_at <= ?1 OR recall_at > ?2) FROM vault",
        [now, furthest],
        |r| r.get(0),
    )
}

/// The passphrase was typed: it is asked for again in 14 days.
pub fn recalled(tx: &mut WriteTx<'_>) -> Result<()> {
    ask_after(tx, REMEMBERED)
}

/// Not now: it is asked for at a start tomorrow or later.
pub fn put_off_recall(tx: &mut WriteTx<'_>) -> Result<()> {
    ask_after(tx, DAY)
}

fn ask_after(tx: &mut WriteTx<'_>, wait: i64) -> Result<()> {
    let at = tx.now().saturating_add(wait);
    tx.execute("UPDATE vault SET recall_at = ?1", [at])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::House;

    #[test]
    fn only_the_times_on_offer_are_taken() {
        let house = House::unconfirmed();
        let first = Locking {
            minutes: 15,
            on_sleep: true,
            on_screen: true,
        };
        assert_eq!(house.read(locking), first);
        let never = Locking {
            minutes: 0,
            on_sleep: false,
            on_screen: true,
        };
        house.write(|tx| set_locking(tx, never)).unwrap();
        assert_eq!(house.read(locking), never);
        let odd = Locking {
            minutes: 7,
            ..never
        };
        let refused = house.write(|tx| set_locking(tx, odd)).unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
    }

    #[test]
    fn the_passphrase_is_asked_for_when_nobody_typed_it_for_long() {
        let house = House::unconfirmed();
        assert!(
            !house.read(recall_is_due),
            "it was typed when it was chosen"
        );
        house.write(|tx| ask_after(tx, 0)).unwrap();
        assert!(house.read(recall_is_due));
        house.write(put_off_recall).unwrap();
        assert!(!house.read(recall_is_due), "not twice a day");
        house.write(|tx| ask_after(tx, 0)).unwrap();
        house.write(recalled).unwrap();
        assert!(!house.read(recall_is_due));
        house
            .write(|tx| {
                ask_after(tx, 0)?;
                set_recalls(tx, false)
            })
            .unwrap();
        assert!(!house.read(recall_is_due) && !house.read(recalls));
    }
}
