//! The write-ahead log by the engine's own rule: frames whose checksums follow from each other, up to the last commit
//! (SQLite file format, section 4). What comes after the first broken frame was never wholly there.

use std::collections::HashMap;

use super::pages::{PAGE, be32};

/// A vault of 64 GiB: more is nonsense.
pub(super) const MOST_PAGES: usize = 1 << 24;
const HEAD: usize = 32;
const FRAME: usize = 24 + PAGE;

/// The newest committed content of the pages in the log.
#[derive(Default)]
pub(super) struct Committed<'l> {
    pub(super) pages: HashMap<usize, &'l [u8]>,
    /// Pages of the database after the last commit.
    pub(super) size: Option<usize>,
}

/// Reads the log.
pub(super) fn committed(log: &[u8]) -> Committed<'_> {
    frames(log).unwrap_or_default()
}

fn frames(log: &[u8]) -> Option<Committed<'_>> {
    let head = log.get(..HEAD)?;
    let little = match be32(head, 0)? {
        0x377f_0682 => true,
        0x377f_0683 => false,
        _ => return None,
    };
    let mut sum = (0, 0);
    checksum(&mut sum, head.get(..24)?, little);
    if (be32(head, 24)?, be32(head, 28)?) != sum || be32(head, 8)? as usize != PAGE {
        return None;
    }
    let mut out = Committed::default();
    let mut open = Vec::new();
    for frame in log.get(HEAD..)?.chunks_exact(FRAME) {
        let (about, page) = frame.split_at(24);
        if about.get(8..16) != head.get(16..24) {
            break;
        }
        checksum(&mut sum, about.get(..8)?, little);
        checksum(&mut sum, page, little);
        if (be32(about, 16)?, be32(about, 20)?) != sum {
            break;
        }
        open.push((be32(about, 0)? as usize, page));
        let size = be32(about, 4)? as usize;
        // The checksums need no key: anybody may have written this, and memory is taken for every page.
        if size > MOST_PAGES {
            break;
        }
        if size > 0 {
            out.pages.extend(open.drain(..));
            out.size = Some(size);
        }
    }
    Some(out)
}

fn checksum(sum: &mut (u32, u32), bytes: &[u8], little: bool) {
    let number = |four: &[u8]| {
        let four = four.try_into().unwrap_or_default();
        if little {
            u32::from_le_bytes(four)
        } else {
            u32::from_be_bytes(four)
        }
    };
    for eight in bytes.chunks_exact(8) {
        let (a, b) = eight.split_at(4);
        sum.0 = sum.0.wrapping_add(number(a)).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(number(b)).wrapping_add(sum.0);
    }
}
