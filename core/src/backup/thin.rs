//! Which backups are kept: the ten taken last, the newest ten, then one a day, one a week, one a month. What is dated later
//! than today is thinned by itself, so a clock that once ran ahead takes no place from those of today.

use super::{Backup, store};
use crate::Result;
use crate::vault::Vault;

const NEWEST: usize = 10;
const DAY: i64 = 86_400_000;
/// How long a stretch is, and how many stretches keep one backup each.
const STRETCHES: [(i64, usize); 3] = [(DAY, 12), (7 * DAY, 10), (30 * DAY, 9)];

/// A backup as far as thinning looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Copy {
    /// In which order the vault took it, from 1; 0 for one that its journal does not name. No clock changes that.
    pub(super) turn: usize,
    /// Its date, milliseconds UTC, by the clock of that moment.
    pub(super) at: i64,
}

/// Of `backups`, which are all that lie in one folder, the places of those that are spare. The last ten that this vault
/// took are none, whatever they are dated.
///
/// # Errors
/// [`crate::Code::Damaged`] and the like: the journal could not be read.
pub fn thin(vault: &Vault, backups: &[Backup]) -> Result<Vec<usize>> {
    let (now, taken) = vault.read(|tx| Ok((tx.now(), store::taken(tx)?)))?;
    let copies: Vec<Copy> = backups
        .iter()
        .map(|backup| Copy {
            turn: taken.get(&backup.id).copied().unwrap_or(0),
            at: backup.created_at,
        })
        .collect();
    Ok(spare(&copies, now))
}

/// The places of those of `copies` that are spare.
pub(super) fn spare(copies: &[Copy], now: i64) -> Vec<usize> {
    let mut keep = vec![false; copies.len()];
    let mut by_date: Vec<usize> = (0..copies.len()).collect();
    let mut by_turn = by_date.clone();
    by_turn.sort_by_key(|place| std::cmp::Reverse(copies[*place]));
    for place in by_turn.into_iter().take(NEWEST) {
        keep[place] = true;
    }
    by_date.sort_by_key(|place| std::cmp::Reverse(copies[*place].at));
    let ahead = by_date.partition_point(|place| copies[*place].at > now);
    let (later, until_now) = by_date.split_at(ahead);
    for group in [later, until_now] {
        for place in group.iter().take(NEWEST) {
            keep[*place] = true;
        }
        for (length, most) in STRETCHES {
            let stretch = |place: &usize| copies[*place].at.div_euclid(length);
            let stretches = group.chunk_by(|one, other| stretch(one) == stretch(other));
            // The first of each stretch, so that what is kept today is kept tomorrow, and a clock that went back puts
            // nothing in its place.
            let firsts = stretches.filter_map(|all| all.iter().min_by_key(|at| copies[**at]));
            for place in firsts.take(most) {
                keep[*place] = true;
            }
        }
    }
    (0..copies.len()).filter(|place| !keep[*place]).collect()
}
