//! The read-back: what the file says about itself after the pass. Structural always, by value while the values are in
//! memory. It trusts nothing that the pass did; its figures are the certificate's.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::layout::{File, LOCK_BYTE_PAGE, Layout, scrub_pages};
use super::pace::Pace;
use super::pass::Steps;
use super::probes::Matcher;
use super::structure::Structure;
use super::{Noted, scrub, store};
use crate::vault::{ReadTx, Vault};
use crate::{Code, Error, Result, inventory};

/// What was read, and that nothing was found.
pub(super) struct Figures {
    pub(super) checks: Vec<String>,
    pub(super) pages_read: u32,
    pub(super) wal_frames: u32,
    pub(super) values_searched: u32,
    pub(super) residues: u32,
}

/// What the pages showed.
#[derive(Default)]
struct Seen {
    pages: u32,
    /// Pages with bytes that nothing owns, and the first of these.
    gaps: BTreeMap<u32, usize>,
    /// Values found, and where first.
    values: BTreeMap<usize, (u32, usize)>,
    /// Pages that a table, index, chain or the freelist owns.
    owned: BTreeSet<u32>,
}

/// Reads everything back. `commits`: the vault's before the scrub; when they have moved, other changes may have made new
/// gaps, which are zeroed and read again, otherwise a gap is a residue.
pub(super) fn read_back(
    vault: &Vault,
    pending: &[store::Pending],
    matcher: Option<&Matcher>,
    commits: u64,
    steps: &mut Steps<'_>,
) -> Result<Figures> {
    let mut checks = vec!["structural".to_owned(), "references".to_owned()];
    references(vault, pending)?;
    let mut seen = Seen::default();
    let mut pace = Pace::new();
    let mut next = 1;
    loop {
        let stretch = vault.read(|tx| {
            let last = store::page_count_read(tx)?;
            pace.stretch(next, last, |pages| look(tx, pages, matcher, &mut seen))
        })?;
        steps.step(stretch.end - next)?;
        next = stretch.end;
        if stretch.done {
            break;
        }
    }
    let quiet = vault.commits() == commits;
    if let Some((page, at)) = seen.gaps.first_key_value() {
        if quiet {
            return Err(residue(*page, *at));
        }
        again(vault, seen.gaps.keys().copied())?;
    }
    if quiet && let Some(page) = (1..=seen.pages).find(|page| !seen.owned.contains(page)) {
        return Err(residue(page, 0));
    }
    let mut values_searched = 0;
    if let Some(matcher) = matcher {
        checks.push("by_value".to_owned());
        let lawful = lawful(vault, matcher, seen.values)?;
        values_searched = u32::try_from(matcher.len()).unwrap_or(u32::MAX) - lawful;
    }
    Ok(Figures {
        checks,
        pages_read: seen.pages,
        wal_frames: 0,
        values_searched,
        residues: 0,
    })
}

fn residue(page: u32, at: usize) -> Error {
    Error::Residue(format!("page {page}, byte {at}"))
}

/// Looks at some pages of one snapshot.
fn look(
    tx: &ReadTx<'_>,
    pages: std::ops::Range<u32>,
    matcher: Option<&Matcher>,
    seen: &mut Seen,
) -> Result<()> {
    let read = |number| store::look_at_page(tx, number, <[u8]>::to_vec);
    let file = File::of(&read)?;
    for number in pages {
        seen.pages += 1;
        if number == LOCK_BYTE_PAGE {
            seen.owned.insert(number);
            continue;
        }
        let page = read(number)?;
        if let Some(matcher) = matcher {
            matcher.find(&page[..file.usable], &mut |value, at| {
                seen.values.entry(value).or_insert((number, at));
            });
        }
        if file.is_free(number) || scrub::is_btree(&page, number) {
            seen.owned.insert(number);
        }
        let mut chained = Vec::new();
        let Layout { gaps, tails } = file.layout(number, &page, &mut |number| {
            chained.push(number);
            read(number)
        })?;
        seen.owned.extend(chained);
        if let Some(at) = scrub::first_residue(&page, &gaps) {
            seen.gaps.insert(number, at);
        }
        for (last, tail) in tails {
            seen.owned.insert(last);
            if let Some(at) = scrub::first_residue(&read(last)?, &[tail]) {
                // Scrubbed through the page that owns it.
                seen.gaps.entry(number).or_insert(at);
            }
        }
    }
    Ok(())
}

/// Other people's changes made new gaps since the scrub: zeroes these and reads them again before anybody else writes.
fn again(vault: &Vault, pages: impl Iterator<Item = u32>) -> Result<()> {
    vault.raw_pages(|conn| {
        let last = store::page_count(conn)?;
        let pages: Vec<u32> = pages.filter(|page| *page <= last).collect();
        scrub_pages(conn, pages.iter().copied())?;
        let read = |number| store::page(conn, number);
        let file = File::of(&read)?;
        for number in pages {
            let page = read(number)?;
            let layout = file.layout(number, &page, &mut |number| read(number))?;
            if let Some(at) = scrub::first_residue(&page, &layout.gaps) {
                return Err(residue(number, at));
            }
            for (last, tail) in layout.tails {
                if let Some(at) = scrub::first_residue(&read(last)?, &[tail]) {
                    return Err(residue(last, at));
                }
            }
        }
        Ok(())
    })
}

/// No index keeps deleted terms: `secure-delete` is 0 and all that was there before the pass is one segment. `before`: the
/// vault's commits before the merging; segments that others wrote since, and what merges them, hold their words
/// only.
pub(super) fn indexes(vault: &Vault, before: u64) -> Result<()> {
    vault.read(|tx| {
        for index in store::INDEXES {
            let merged = Structure::read(&store::structure(tx, index)?).ok_or(Code::Damaged)?;
            let parts = merged.merging || merged.marks_kept || merged.segments > 1;
            let quiet = vault.commits() == before;
            if store::secure_delete(tx, index)? != 0 || (quiet && parts) {
                return Err(Error::Residue(format!("index {index}")));
            }
        }
        Ok(())
    })
}

/// No row refers to anybody who was forgotten.
fn references(vault: &Vault, pending: &[store::Pending]) -> Result<()> {
    vault.read(|tx| {
        for entry in pending {
            if store::person_is_back(tx, entry.person)? {
                return Err(Error::Residue("person.uid".to_owned()));
            }
            let noted: Noted = serde_json::from_str(&entry.noted).map_err(|_| Code::Damaged)?;
            if let Some(row) = noted.row
                && let Some(place) = inventory::references(tx, row)?.first()
            {
                return Err(Error::Residue(place.clone()));
            }
        }
        Ok(())
    })
}

/// Values that were found must stand in a living row: a longer word that holds them, or what somebody wrote since.
/// How many those are; any other is a residue.
fn lawful(vault: &Vault, matcher: &Matcher, found: BTreeMap<usize, (u32, usize)>) -> Result<u32> {
    let mut open: BTreeSet<usize> = found.keys().copied().collect();
    for table in inventory::living_tables() {
        if open.is_empty() {
            break;
        }
        vault.read(|tx| {
            inventory::living_texts(tx, table, &mut |text| {
                matcher.find_in_text(text, &mut |value| {
                    open.remove(&value);
                });
                if open.is_empty() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })
        })?;
    }
    match open.first().and_then(|value| found.get(value)) {
        Some((page, at)) => Err(residue(*page, *at)),
        None => Ok(u32::try_from(found.len()).unwrap_or(u32::MAX)),
    }
}

/// A write-ahead log with anything in it is a residue.
pub(super) fn wal_is_empty(vault: &Vault) -> Result<()> {
    let mut wal = vault.path().as_os_str().to_owned();
    wal.push("-wal");
    match std::path::Path::new(&wal).metadata() {
        Ok(found) if found.len() > 0 => Err(Error::Residue("write-ahead log".to_owned())),
        _ => Ok(()),
    }
}
