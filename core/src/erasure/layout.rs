//! What nothing owns on each page of the file: the freelist and the chains taken into account.

use std::collections::BTreeSet;
use std::ops::Range;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{scrub, store};
use crate::{Code, Result};

/// One transaction over `pages`.
pub(super) fn scrub_pages(conn: &Connection, pages: impl Iterator<Item = u32>) -> Result<()> {
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    let file = File::of(&|number| store::page(&tx, number))?;
    for number in pages {
        if number == LOCK_BYTE_PAGE {
            continue;
        }
        let mut page = store::page(&tx, number)?;
        let Layout { gaps, tails } =
            file.layout(number, &page, &mut |number| store::page(&tx, number))?;
        if scrub::zero(&mut page, &gaps) {
            store::write_page(&tx, number, &page)?;
        }
        for (number, tail) in tails {
            let mut page = store::page(&tx, number)?;
            if scrub::zero(&mut page, &[tail]) {
                store::write_page(&tx, number, &page)?;
            }
        }
    }
    Ok(tx.commit()?)
}

/// The page at 1 GiB that `SQLite` never uses.
pub(super) const LOCK_BYTE_PAGE: u32 = 0x4000_0000 / 4096 + 1;

/// What a page needs to be judged by: the usable size, and what the freelist says.
pub(super) struct File {
    pub(super) usable: scrub::Usable,
    trunks: BTreeSet<u32>,
    free: BTreeSet<u32>,
}

/// What nothing owns on a page, and on the last pages of the chains that start there.
pub(super) struct Layout {
    pub(super) gaps: Vec<Range<usize>>,
    pub(super) tails: Vec<(u32, Range<usize>)>,
}

impl File {
    /// Reads the header and the freelist.
    pub(super) fn of(page: &dyn Fn(u32) -> Result<Vec<u8>>) -> Result<Self> {
        let head = page(1)?;
        let size = head.len();
        let mut file = Self {
            usable: size - usize::from(*head.get(20).ok_or(Code::Damaged)?),
            trunks: BTreeSet::new(),
            free: BTreeSet::new(),
        };
        let mut next = scrub::be32(&head, 32).ok_or(Code::Damaged)?;
        while next != 0 {
            if !file.trunks.insert(next) {
                return Err(Code::Damaged.into());
            }
            let (after, leaves, _) =
                scrub::trunk(&page(next)?, file.usable).ok_or(Code::Damaged)?;
            file.free.extend(leaves);
            next = after;
        }
        Ok(file)
    }

    /// What nothing owns on page `number`, whose bytes are `page`. `visit` reads the pages of its chains.
    pub(super) fn layout(
        &self,
        number: u32,
        page: &[u8],
        visit: &mut dyn FnMut(u32) -> Result<Vec<u8>>,
    ) -> Result<Layout> {
        let mut layout = Layout {
            gaps: Vec::new(),
            tails: Vec::new(),
        };
        if self.free.contains(&number) {
            layout.gaps.push(0..self.usable);
        } else if self.trunks.contains(&number) {
            let (.., tail) = scrub::trunk(page, self.usable).ok_or(Code::Damaged)?;
            layout.gaps.push(tail);
        } else if scrub::is_btree(page, number) {
            let taken = scrub::btree(page, number, self.usable).ok_or(Code::Damaged)?;
            layout.gaps = taken.gaps;
            for chain in taken.chains {
                let mut at = chain.first;
                for _ in 1..chain.pages(self.usable) {
                    at = scrub::be32(&visit(at)?, 0).ok_or(Code::Damaged)?;
                }
                layout.tails.push((at, chain.tail(self.usable)));
            }
        }
        Ok(layout)
    }

    /// Whether page `number` is on the freelist.
    pub(super) fn is_free(&self, number: u32) -> bool {
        self.free.contains(&number) || self.trunks.contains(&number)
    }
}
