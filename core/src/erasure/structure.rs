//! An FTS5 index's structure record: which segments it has, how large they are, and whether any holds deleted terms.

use super::scrub;

/// What the record says ("The Structure Record" in `SQLite`'s `fts5_index.c`).
pub(super) struct Structure {
    pub(super) segments: u64,
    /// Leaf pages of all segments.
    pub(super) leaves: u64,
    /// A merge is under way, or tombstones wait for one.
    pub(super) merging: bool,
    /// A level without segments lies behind the last segment. What is merged then is not the oldest to FTS5, and the marks
    /// of deleted terms, with the terms in them, are kept.
    pub(super) marks_kept: bool,
}

impl Structure {
    /// Cookie, levels, segments, writes; then per level what is being merged and each segment. `None`: not such a record.
    pub(super) fn read(record: &[u8]) -> Option<Self> {
        // The record of an index that never held a word is shorter than that mark.
        let v2 = record.get(4..8).is_some_and(|mark| mark == [0xff, 0, 0, 1]);
        let mut numbers = Numbers {
            record,
            at: if v2 { 8 } else { 4 },
        };
        let levels = numbers.next()?;
        let mut structure = Self {
            segments: numbers.next()?,
            leaves: 0,
            merging: false,
            marks_kept: false,
        };
        let _writes = numbers.next()?;
        for _ in 0..levels {
            structure.merging |= numbers.next()? > 0;
            let segments = numbers.next()?;
            structure.marks_kept = segments == 0 && structure.segments > 0;
            for _ in 0..segments {
                let _id = numbers.next()?;
                let (first, last) = (numbers.next()?, numbers.next()?);
                structure.leaves += (last + 1).saturating_sub(first);
                if v2 {
                    let (_oldest, _newest) = (numbers.next()?, numbers.next()?);
                    let (tombstone_pages, tombstones) = (numbers.next()?, numbers.next()?);
                    let _entries = numbers.next()?;
                    structure.merging |= tombstone_pages + tombstones > 0;
                }
            }
        }
        Some(structure)
    }
}

struct Numbers<'r> {
    record: &'r [u8],
    at: usize,
}

impl Numbers<'_> {
    fn next(&mut self) -> Option<u64> {
        let (number, at) = scrub::varint(self.record, self.at)?;
        self.at = at;
        Some(number)
    }
}
