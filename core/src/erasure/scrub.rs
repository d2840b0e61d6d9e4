//! Which bytes of a page nothing owns (SQLite file format, sections 1.3 to 1.6). Pure functions over page bytes; no database.

use std::ops::Range;

/// The part of a page that `SQLite` uses; the rest holds the cipher's IV and MAC.
pub(super) type Usable = usize;

/// A b-tree page taken apart.
pub(super) struct BTreePage {
    /// Stretches that no header, pointer, cell or freeblock head owns, in order.
    pub(super) gaps: Vec<Range<usize>>,
    /// The payload that went to overflow pages.
    pub(super) chains: Vec<Chain>,
}

/// Payload on overflow pages.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chain {
    /// The first overflow page.
    pub(super) first: u32,
    /// Bytes of payload on the chain.
    pub(super) bytes: usize,
}

impl Chain {
    /// How many pages the chain has.
    pub(super) fn pages(&self, usable: Usable) -> usize {
        self.bytes.div_ceil(usable - 4)
    }

    /// What the payload leaves of its last page.
    pub(super) fn tail(&self, usable: Usable) -> Range<usize> {
        let on_last = self.bytes - (self.pages(usable) - 1) * (usable - 4);
        4 + on_last..usable
    }
}

const INTERIOR_INDEX: u8 = 2;
const INTERIOR_TABLE: u8 = 5;
const LEAF_INDEX: u8 = 10;
const LEAF_TABLE: u8 = 13;

/// Where the b-tree header of page `number` starts: page 1 opens with the file's header.
fn header_at(number: u32) -> usize {
    if number == 1 { 100 } else { 0 }
}

/// Whether page `number` is a b-tree page. Overflow and freelist pages start with a page number, whose first byte is 0
/// in files below 64 GiB.
pub(super) fn is_btree(page: &[u8], number: u32) -> bool {
    matches!(
        page.get(header_at(number)),
        Some(&(INTERIOR_INDEX | INTERIOR_TABLE | LEAF_INDEX | LEAF_TABLE))
    )
}

/// Takes b-tree page `number` apart; `None` when it does not hold together.
pub(super) fn btree(page: &[u8], number: u32, usable: Usable) -> Option<BTreePage> {
    let page = page.get(..usable)?;
    let head = header_at(number);
    let kind = *page.get(head)?;
    let interior = matches!(kind, INTERIOR_INDEX | INTERIOR_TABLE);
    let cells = usize::from(be16(page, head + 3)?);
    let pointers = head + if interior { 12 } else { 8 };
    let mut owned = Vec::with_capacity(cells + 4);
    owned.push(0..pointers + 2 * cells);
    let mut chains = Vec::new();
    for cell in 0..cells {
        let start = usize::from(be16(page, pointers + 2 * cell)?);
        let (end, chain) = cell_extent(page, start, kind, usable)?;
        owned.push(start..end);
        chains.extend(chain);
    }
    let mut block = usize::from(be16(page, head + 1)?);
    while block != 0 {
        owned.push(block..block + 4);
        let next = usize::from(be16(page, block)?);
        if next != 0 && next <= block {
            return None;
        }
        block = next;
    }
    Some(BTreePage {
        gaps: between(owned, usable)?,
        chains,
    })
}

/// Where a cell ends, and its overflow chain.
fn cell_extent(
    page: &[u8],
    start: usize,
    kind: u8,
    usable: Usable,
) -> Option<(usize, Option<Chain>)> {
    let at = start
        + if matches!(kind, INTERIOR_INDEX | INTERIOR_TABLE) {
            4
        } else {
            0
        };
    let (first, after) = varint(page, at)?;
    if kind == INTERIOR_TABLE {
        return (after <= usable).then_some((after, None));
    }
    let payload = usize::try_from(first).ok()?;
    let (most, after) = if kind == LEAF_TABLE {
        (usable - 35, varint(page, after)?.1)
    } else {
        ((usable - 12) * 64 / 255 - 23, after)
    };
    let local = local_payload(payload, most, usable);
    let end = after + local;
    let (end, chain) = if local == payload {
        (end, None)
    } else {
        let chain = Chain {
            first: be32(page, end)?,
            bytes: payload - local,
        };
        (end + 4, Some(chain))
    };
    (end <= usable).then_some((end, chain))
}

fn local_payload(payload: usize, most: usize, usable: Usable) -> usize {
    if payload <= most {
        return payload;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let surplus = least + (payload - least) % (usable - 4);
    if surplus <= most { surplus } else { least }
}

/// The stretches of `0..usable` that `owned` leaves; `None` when the owned ones overlap.
fn between(mut owned: Vec<Range<usize>>, usable: Usable) -> Option<Vec<Range<usize>>> {
    owned.sort_unstable_by_key(|range| range.start);
    let mut gaps = Vec::new();
    let mut at = 0;
    for range in owned {
        if range.start < at || range.end > usable {
            return None;
        }
        if range.start > at {
            gaps.push(at..range.start);
        }
        at = range.end;
    }
    if at < usable {
        gaps.push(at..usable);
    }
    Some(gaps)
}

/// A freelist trunk: the next trunk (0: none), the leaves it names, and the stretch after them.
pub(super) fn trunk(page: &[u8], usable: Usable) -> Option<(u32, Vec<u32>, Range<usize>)> {
    let count = usize::try_from(be32(page, 4)?).ok()?;
    let end = 8 + count.checked_mul(4)?;
    if end > usable {
        return None;
    }
    let leaves = (0..count)
        .map(|n| be32(page, 8 + 4 * n))
        .collect::<Option<_>>()?;
    Some((be32(page, 0)?, leaves, end..usable))
}

/// The first byte of `ranges` that is not zero.
pub(super) fn first_residue(page: &[u8], ranges: &[Range<usize>]) -> Option<usize> {
    ranges.iter().find_map(|range| {
        page.get(range.clone())?
            .iter()
            .position(|byte| *byte != 0)
            .map(|n| range.start + n)
    })
}

/// Zeroes `ranges`; whether anything was there.
pub(super) fn zero(page: &mut [u8], ranges: &[Range<usize>]) -> bool {
    let dirty = first_residue(page, ranges).is_some();
    if dirty {
        for range in ranges {
            if let Some(stretch) = page.get_mut(range.clone()) {
                stretch.fill(0);
            }
        }
    }
    dirty
}

/// Big-endian number at `at`.
pub(super) fn be32(page: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(page.get(at..at + 4)?.try_into().ok()?))
}

fn be16(page: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(page.get(at..at + 2)?.try_into().ok()?))
}

/// `SQLite`'s varint: the number and the position after it.
pub(super) fn varint(page: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for n in 0..8 {
        let byte = *page.get(at + n)?;
        number = number << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((number, at + n + 1));
        }
    }
    Some((number << 8 | u64::from(*page.get(at + 8)?), at + 9))
}
