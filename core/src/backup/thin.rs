//! Which backups are kept: the newest ten, then one a day, one a week, one a month.

const NEWEST: usize = 10;
const DAY: i64 = 86_400_000;
/// How long a stretch is, and how many stretches keep one backup each.
const STRETCHES: [(i64, usize); 3] = [(DAY, 12), (7 * DAY, 10), (30 * DAY, 9)];

/// Of backups taken at `times` (milliseconds UTC, in any order), the places of those that are spare. Only the backups'
/// own times count, not today's: a clock that is ten years ahead removes nothing.
pub fn thin(times: &[i64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(times[*place]));
    let mut keep = vec![false; times.len()];
    for place in order.iter().take(NEWEST) {
        keep[*place] = true;
    }
    for (stretch, most) in STRETCHES {
        let mut last = None;
        let mut kept = 0;
        // Oldest of each stretch, so that what is kept today is kept tomorrow.
        for group in
            order.chunk_by(|a, b| times[*a].div_euclid(stretch) == times[*b].div_euclid(stretch))
        {
            let this = group.last().map(|place| times[*place].div_euclid(stretch));
            if kept < most && this != last {
                if let Some(oldest) = group.last() {
                    keep[*oldest] = true;
                    kept += 1;
                }
                last = this;
            }
        }
    }
    (0..times.len()).filter(|place| !keep[*place]).collect()
}
