//! For fuzzing: the parsers of a damaged file's bytes, behind its keys.

use std::sync::OnceLock;

use super::gather::gather;
use super::pages::{PAGE, Pages};
use super::shape::{self, Shapes};
use super::{log, migrate};

/// Walks pages that are clear already, as salvage does; one that begins with 0xff is missing. Returns how many rows and
/// entries of indexes it found.
#[doc(hidden)]
pub fn rummage(bytes: &[u8]) -> usize {
    static SHAPES: OnceLock<Shapes> = OnceLock::new();
    let shapes = SHAPES.get_or_init(|| {
        let blank = migrate::blank(migrate::LATEST).and_then(|blank| shape::all(&blank));
        blank.unwrap_or_default()
    });
    let pages = Pages::clear(bytes.chunks(PAGE).map(|part| {
        let mut page = part.to_vec();
        page.resize(PAGE, 0);
        (page[0] != 0xff).then_some(page)
    }));
    let Ok(left) = gather(&pages, shapes, &|| Ok(Vec::new())) else {
        return 0;
    };
    let rows = left.tables.values().map(|rest| rest.rows.len());
    rows.chain(left.indexes.values().map(Vec::len)).sum()
}

/// How many pages a database has by its write-ahead log, when that says so.
#[doc(hidden)]
pub fn log_pages(log: &[u8]) -> Option<usize> {
    log::committed(log).size
}
