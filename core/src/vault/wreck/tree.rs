//! B-trees over pages of which some are missing: every cell that is whole is handed out, and what is missing is counted
//! (SQLite file format, sections 1.5 to 1.6 and 2). No number in a page is believed before it was looked at.

use rusqlite::types::Value;

use super::pages::{Pages, USABLE, be16, be32};

const INTERIOR_INDEX: u8 = 2;
const INTERIOR_TABLE: u8 = 5;
const LEAF_INDEX: u8 = 10;
const LEAF_TABLE: u8 = 13;

/// Longest record that a vault holds (`SQLITE_LIMIT_LENGTH`).
const MOST: usize = 16 << 20;

/// A row: its number (0 in an index) and its columns.
pub(super) type Row = (i64, Vec<Value>);

/// Which pages belong to a tree that was walked.
pub(super) struct Seen(Vec<bool>);

impl Seen {
    pub(super) fn none(pages: &Pages) -> Self {
        Self(vec![false; pages.count() + 1])
    }

    /// Marks a page; `false` when it is out of the file or belongs to somebody already.
    pub(super) fn take(&mut self, number: usize) -> bool {
        match self.0.get_mut(number) {
            Some(seen @ false) if number > 0 => {
                *seen = true;
                true
            }
            _ => false,
        }
    }

    pub(super) fn has(&self, number: usize) -> bool {
        self.0.get(number).copied().unwrap_or(true)
    }
}

/// What a tree gave.
#[derive(Default)]
pub(super) struct Harvest {
    pub(super) rows: Vec<Row>,
    /// Pages of the tree that are missing or hold nonsense; what hangs below them is not reached.
    pub(super) broken_pages: u32,
    /// Rows on readable pages that are not whole.
    pub(super) broken_rows: u32,
}

/// Walks the tree whose root is page `root`.
pub(super) fn walk(pages: &Pages, root: usize, seen: &mut Seen) -> Harvest {
    let mut harvest = Harvest::default();
    let mut next = vec![root];
    let table = kind(pages, root).map(is_table);
    while let Some(number) = next.pop() {
        if !seen.take(number) {
            harvest.broken_pages += 1;
            continue;
        }
        let same = |kind: &u8| table.is_none_or(|table| is_table(*kind) == table);
        let Some(below) = kind(pages, number)
            .filter(same)
            .and_then(|_| page(pages, number, seen, &mut harvest))
        else {
            harvest.broken_pages += 1;
            continue;
        };
        next.extend(below);
    }
    harvest
}

/// The kind of a b-tree page; `None` for a page that is missing or something else.
pub(super) fn kind(pages: &Pages, number: usize) -> Option<u8> {
    let kind = *pages.get(number)?.get(head_at(number))?;
    matches!(
        kind,
        INTERIOR_INDEX | INTERIOR_TABLE | LEAF_INDEX | LEAF_TABLE
    )
    .then_some(kind)
}

/// Whether a page of this kind is part of a table with row numbers.
pub(super) fn is_table(kind: u8) -> bool {
    matches!(kind, INTERIOR_TABLE | LEAF_TABLE)
}

pub(super) fn is_table_leaf(pages: &Pages, number: usize) -> bool {
    kind(pages, number) == Some(LEAF_TABLE)
}

/// The rows of one page that no tree leads to; `None` unless all of it is whole.
pub(super) fn alone(pages: &Pages, number: usize) -> Option<Vec<Row>> {
    let mut harvest = Harvest::default();
    let mut seen = Seen::none(pages);
    page(pages, number, &mut seen, &mut harvest)?;
    (harvest.broken_rows == 0).then_some(harvest.rows)
}

fn head_at(number: usize) -> usize {
    if number == 1 { 100 } else { 0 }
}

/// Takes a page's rows; returns the pages below it. `None`: its header is nonsense.
fn page(
    pages: &Pages,
    number: usize,
    seen: &mut Seen,
    harvest: &mut Harvest,
) -> Option<Vec<usize>> {
    let page = pages.get(number)?;
    let head = head_at(number);
    let kind = *page.get(head)?;
    let interior = matches!(kind, INTERIOR_INDEX | INTERIOR_TABLE);
    let pointers = head + if interior { 12 } else { 8 };
    let cells = be16(page, head + 3)?;
    if pointers + 2 * cells > USABLE {
        return None;
    }
    let mut below = Vec::new();
    let (before, mut taken) = (harvest.rows.len(), 0);
    for cell in 0..cells {
        let start = be16(page, pointers + 2 * cell)?;
        // Rows that lie over each other would be far more than the page.
        if taken > USABLE {
            harvest.rows.truncate(before);
            return None;
        }
        if interior {
            match be32(page, start) {
                Some(child) => below.push(child as usize),
                None => harvest.broken_pages += 1,
            }
        }
        if kind == INTERIOR_TABLE {
            continue;
        }
        match row(
            pages,
            page,
            start + if interior { 4 } else { 0 },
            kind,
            seen,
        ) {
            Some((row, bytes)) => {
                taken += bytes;
                harvest.rows.push(row);
            }
            None => harvest.broken_rows += 1,
        }
    }
    if interior {
        below.push(be32(page, head + 8)? as usize);
    }
    Some(below)
}

/// A row, and how many bytes of it lie on the page.
fn row(pages: &Pages, page: &[u8], at: usize, kind: u8, seen: &mut Seen) -> Option<(Row, usize)> {
    let (bytes, at) = varint(page, at)?;
    let bytes = usize::try_from(bytes).ok().filter(|bytes| *bytes <= MOST)?;
    let (number, most, at) = if kind == LEAF_TABLE {
        let (number, at) = varint(page, at)?;
        (number.cast_signed(), USABLE - 35, at)
    } else {
        (0, (USABLE - 12) * 64 / 255 - 23, at)
    };
    let local = local(bytes, most);
    let mut record = page.get(at..at + local)?.to_vec();
    if local < bytes {
        let mut next = be32(page, at + local)? as usize;
        while record.len() < bytes {
            let more = pages.get(next)?;
            let wanted = (bytes - record.len()).min(USABLE - 4);
            record.extend(more.get(4..4 + wanted)?);
            // A page that two rows claim belongs to neither.
            if !seen.take(next) {
                return None;
            }
            next = be32(more, 0)? as usize;
        }
    }
    Some(((number, columns(&record)?), local))
}

fn local(bytes: usize, most: usize) -> usize {
    if bytes <= most {
        return bytes;
    }
    let least = (USABLE - 12) * 32 / 255 - 23;
    let surplus = least + (bytes - least) % (USABLE - 4);
    if surplus <= most { surplus } else { least }
}

/// The columns of a record; `None` unless its length is exactly what its head says.
fn columns(record: &[u8]) -> Option<Vec<Value>> {
    let (head, mut at) = varint(record, 0)?;
    let head = usize::try_from(head).ok();
    let head = head.filter(|head| *head <= record.len())?;
    let mut body = head;
    let mut out = Vec::new();
    while at < head {
        let (kind, after) = varint(record, at)?;
        at = after;
        let (value, end) = column(record, body, kind)?;
        out.push(value);
        body = end;
    }
    (at == head && body == record.len()).then_some(out)
}

fn column(record: &[u8], at: usize, kind: u64) -> Option<(Value, usize)> {
    let integer = |bytes: usize| {
        let part = record.get(at..at + bytes)?;
        let sign = if part.first()? & 0x80 == 0 { 0 } else { -1 };
        let number = part.iter().fold(sign, |n: i64, b| n << 8 | i64::from(*b));
        Some((Value::Integer(number), at + bytes))
    };
    match kind {
        0 => Some((Value::Null, at)),
        1..=4 => integer(usize::try_from(kind).ok()?),
        5 => integer(6),
        6 => integer(8),
        7 => {
            let bytes = record.get(at..at + 8)?.try_into().ok()?;
            Some((Value::Real(f64::from_be_bytes(bytes)), at + 8))
        }
        8 | 9 => Some((Value::Integer(i64::from(kind == 9)), at)),
        10 | 11 => None,
        _ => {
            let bytes = usize::try_from((kind - 12) / 2).ok()?;
            let part = record.get(at..at.checked_add(bytes)?)?.to_vec();
            let value = if kind.is_multiple_of(2) {
                Value::Blob(part)
            } else {
                Value::Text(String::from_utf8(part).ok()?)
            };
            Some((value, at + bytes))
        }
    }
}

/// The engine's varint: the number and the position after it.
fn varint(page: &[u8], at: usize) -> Option<(u64, usize)> {
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
