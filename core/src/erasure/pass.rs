//! The physical pass: merge the indexes, zero what nothing owns, empty the write-ahead log, read back, certify. In
//! chunks, so that others read and write meanwhile; finished at the next start when it was cut off.

use std::collections::BTreeSet;
use std::ops::Range;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::probes::Matcher;
use super::read_back::{self, Figures};
use super::{Accepted, Certificate, Ground, Noted, Progress, forget, scrub, store};
use crate::vault::{Committed, Op, Vault, journal_head};
use crate::{Code, Error, PersonId, Result};

/// Pages per chunk of scrubbing and reading back.
pub(super) const CHUNK: u32 = 256;
/// Index pages per step of merging.
const MERGE: i64 = 50;
/// Attempts at emptying the write-ahead log, each waiting for a moment without readers.
const TRUNCATE_TRIES: u32 = 3;

/// A part of the pass that a trial leaves out.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    PlainIndex,
    Merge,
    Scrub,
    Truncate,
}

/// For the tests that show what each part is for.
#[doc(hidden)]
pub struct Trial<'a> {
    pub without: Option<Protection>,
    /// Runs between scrub and read-back.
    pub behind_its_back: &'a mut dyn FnMut(),
}

impl Trial<'_> {
    fn has(&self, part: Protection) -> bool {
        self.without != Some(part)
    }
}

/// [`super::forget`] without putting FTS5 `secure-delete` back to 0.
#[doc(hidden)]
pub fn forget_unprotected(
    vault: &Vault,
    person: PersonId,
    ground: Ground,
    suppress: bool,
) -> Result<Committed<Accepted>> {
    forget::forget_with(vault, person, ground, suppress, false)
}

/// Finishes every pending erasure: FTS merge, gap scrub, WAL truncate, read-back, certificate; in chunks, so that
/// others read and write meanwhile. Several erasures share one pass. Errors: [`Code::Residue`] when the read-back
/// found something (the erasure stays pending; `progress` hears where).
pub fn prove_pending(
    vault: &Vault,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Vec<Certificate>> {
    let mut everything = Trial {
        without: None,
        behind_its_back: &mut || {},
    };
    prove_in_trial(vault, &mut everything, progress)
}

/// [`prove_pending`] with a part left out.
#[doc(hidden)]
pub fn prove_in_trial(
    vault: &Vault,
    trial: &mut Trial<'_>,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Vec<Certificate>> {
    let mut certificates = Vec::new();
    loop {
        let pending = vault.read(store::pending)?;
        if pending.is_empty() {
            return Ok(certificates);
        }
        let erasures: Vec<Uuid> = pending.iter().map(|p| p.erasure).collect();
        let proven = pass(vault, &pending, trial, progress);
        let proven = proven.and_then(|figures| certify(vault, &pending, &figures));
        match proven {
            Ok(proven) => {
                for certificate in proven {
                    progress(&Progress::Proven {
                        certificate: certificate.clone(),
                    });
                    certificates.push(certificate);
                }
            }
            Err(error) => {
                let place = match &error {
                    Error::Residue(place) => place.clone(),
                    _ => String::new(),
                };
                for erasure in erasures {
                    progress(&Progress::Waiting {
                        erasure,
                        code: error.code(),
                        place: place.clone(),
                    });
                }
                return Err(error);
            }
        }
    }
}

/// Counts chunks, and tells everybody who waits.
pub(super) struct Steps<'a> {
    erasures: Vec<Uuid>,
    done: u32,
    of: u32,
    progress: &'a mut dyn FnMut(&Progress),
}

impl Steps<'_> {
    pub(super) fn step(&mut self) {
        self.done = (self.done + 1).min(self.of);
        for erasure in &self.erasures {
            (self.progress)(&Progress::Pending {
                erasure: *erasure,
                done: self.done,
                of: self.of,
            });
        }
    }
}

fn pass(
    vault: &Vault,
    pending: &[store::Pending],
    trial: &mut Trial<'_>,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Figures> {
    let kept: Vec<_> = pending
        .iter()
        .filter_map(|p| vault.kept_in_memory(p.erasure))
        .collect();
    let by_value = kept.len() == pending.len();
    let matcher = by_value.then(|| Matcher::new(kept.iter().map(|kept| kept.as_str())));
    let pages = vault.maintenance(store::page_count)?;
    let index_steps = vault.read(|tx| {
        store::INDEXES
            .iter()
            .map(|index| store::leaves(tx, index))
            .sum::<Result<u32>>()
    })? / u32::try_from(MERGE).unwrap_or(1);
    let mut steps = Steps {
        erasures: pending.iter().map(|p| p.erasure).collect(),
        done: 0,
        of: index_steps + 2 * pages.div_ceil(CHUNK) + 4,
        progress,
    };

    if trial.has(Protection::Merge) {
        merge(vault, &mut steps)?;
    }
    let writes = vault.read(store::writes)?;
    if trial.has(Protection::Scrub) {
        scrub_all(vault, &mut steps)?;
    }
    if trial.has(Protection::Truncate) {
        truncate(vault)?;
    }
    (trial.behind_its_back)();
    let figures = read_back::read_back(vault, pending, matcher.as_ref(), writes, &mut steps)?;
    // What others wrote since is moved out of the log once more: at this moment it is empty, and the file is all there is.
    if trial.has(Protection::Truncate) {
        truncate(vault)?;
    } else {
        read_back::wal_is_empty(vault)?;
    }
    Ok(figures)
}

/// Rewrites every index into one segment, so that no deleted term is left in an old one.
fn merge(vault: &Vault, steps: &mut Steps<'_>) -> Result<()> {
    for index in store::INDEXES {
        let mut pages = -MERGE;
        while vault.maintenance(|conn| store::merge(conn, index, pages))? >= 2 {
            pages = MERGE;
            steps.step();
        }
    }
    Ok(())
}

/// Zeroes what nothing owns, chunk by chunk; the freelist and the chains are read anew in each.
fn scrub_all(vault: &Vault, steps: &mut Steps<'_>) -> Result<()> {
    let mut next = 1;
    loop {
        let pages = vault.raw_pages(|conn| {
            let pages = store::page_count(conn)?;
            scrub_pages(conn, next..(next + CHUNK).min(pages + 1))?;
            Ok(pages)
        })?;
        steps.step();
        next += CHUNK;
        if next > pages {
            return Ok(());
        }
    }
}

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

fn truncate(vault: &Vault) -> Result<()> {
    for _ in 0..TRUNCATE_TRIES {
        if vault.truncate_wal()? {
            return Ok(());
        }
    }
    Err(Error::Residue("write-ahead log".to_owned()))
}

/// Writes the certificates, each in a transaction of its own.
fn certify(
    vault: &Vault,
    pending: &[store::Pending],
    figures: &Figures,
) -> Result<Vec<Certificate>> {
    let mut certificates = Vec::new();
    for entry in pending {
        let noted: Noted = serde_json::from_str(&entry.noted).map_err(|_| Code::Damaged)?;
        let written = vault.write(Op::ProveErasure, |tx| {
            let certificate = Certificate {
                erasure: entry.erasure,
                ground: entry.ground,
                accepted_at: entry.accepted_at,
                proven_at: tx.now(),
                erased: noted.erased,
                suppressed: noted.suppressed,
                checks: figures.checks.clone(),
                pages_read: figures.pages_read,
                wal_frames: figures.wal_frames,
                values_searched: figures.values_searched,
                residues: figures.residues,
                program_version: env!("CARGO_PKG_VERSION").to_owned(),
                cipher_version: store::cipher_version(tx)?,
                sqlite_version: rusqlite::version().to_owned(),
                journal_head: journal_head(tx)?,
            };
            let json = serde_json::to_string(&certificate).map_err(|_| Code::Internal)?;
            tx.refers_to(entry.erasure);
            tx.commits_to(Sha256::digest(json.as_bytes()).into());
            store::close_entry(tx, &certificate, &json)?;
            Ok(certificate)
        })?;
        vault.drop_from_memory(entry.erasure);
        certificates.push(written.value);
    }
    Ok(certificates)
}
