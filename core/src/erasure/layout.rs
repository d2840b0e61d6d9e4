//! What nothing owns on each page of the file: the freelist and the chains taken into account.

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
    /// By page number; read anew in every chunk, so it has to be quick.
    free: Vec<Free>,
}

/// What the freelist says of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Free {
    No,
    Trunk,
    Leaf,
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
        let pages = scrub::be32(&head, 28).ok_or(Code::Damaged)?;
        let mut file = Self {
            usable: size - usize::from(*head.get(20).ok_or(Code::Damaged)?),
            free: vec![Free::No; pages as usize + 1],
        };
        let mut next = scrub::be32(&head, 32).ok_or(Code::Damaged)?;
        while next != 0 {
            file.list(next, Free::Trunk)?;
            let (after, leaves, _) =
                scrub::trunk(&page(next)?, file.usable).ok_or(Code::Damaged)?;
            for leaf in leaves {
                file.list(leaf, Free::Leaf)?;
            }
            next = after;
        }
        Ok(file)
    }

    /// A page is listed once, or the list is damaged.
    fn list(&mut self, number: u32, as_what: Free) -> Result<()> {
        match self.free.get_mut(number as usize) {
            Some(free @ Free::No) => *free = as_what,
            _ => return Err(Code::Damaged.into()),
        }
        Ok(())
    }

    fn listed(&self, number: u32) -> Free {
        self.free.get(number as usize).copied().unwrap_or(Free::No)
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
        match self.listed(number) {
            Free::Leaf => layout.gaps.push(0..self.usable),
            Free::Trunk => {
                let (.., tail) = scrub::trunk(page, self.usable).ok_or(Code::Damaged)?;
                layout.gaps.push(tail);
            }
            Free::No if scrub::is_btree(page, number) => {
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
            Free::No => {}
        }
        Ok(layout)
    }

    /// Whether page `number` is on the freelist.
    pub(super) fn is_free(&self, number: u32) -> bool {
        self.listed(number) != Free::No
    }
}
