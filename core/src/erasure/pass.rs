//! The physical pass: merge the indexes, zero what nothing owns, empty the write-ahead log, read back, certify. In
//! chunks, so that others read and write meanwhile; finished at the next start when it was cut off.

use uuid::Uuid;

use super::certify::certify;
use super::layout::scrub_pages;
use super::pace::Pace;
use super::probes::Matcher;
use super::read_back::{self, Figures};
use super::structure::Structure;
use super::{Accepted, Certificate, Ground, Progress, forget, store};
use crate::vault::{Committed, ReadTx, Vault};
use crate::{Code, Error, PersonId, Result};

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
/// found something (the erasure stays pending; `progress` hears where); [`Code::FileHeld`] while another program holds
/// the write-ahead log; [`Code::Cancelled`] after [`Vault::stop_proving`].
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

/// Counts pages, and tells everybody who waits.
pub(super) struct Steps<'a> {
    vault: &'a Vault,
    erasures: Vec<Uuid>,
    done: u32,
    of: u32,
    progress: &'a mut dyn FnMut(&Progress),
}

impl Steps<'_> {
    /// A chunk of so many pages is done. An error: the vault is about to close, and the rest waits for its next opening.
    pub(super) fn step(&mut self, pages: u32) -> Result<()> {
        self.vault.still_proving()?;
        self.done = (self.done + pages).min(self.of);
        for erasure in &self.erasures {
            (self.progress)(&Progress::Pending {
                erasure: *erasure,
                done: self.done,
                of: self.of,
            });
        }
        Ok(())
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
    let leaves = vault.read(index_leaves)?;
    let mut steps = Steps {
        vault,
        erasures: pending.iter().map(|p| p.erasure).collect(),
        done: 0,
        of: leaves + 2 * pages,
        progress,
    };

    let before = vault.commits();
    if trial.has(Protection::Merge) {
        merge(vault, &mut steps)?;
    }
    let commits = vault.commits();
    if trial.has(Protection::Scrub) {
        scrub_all(vault, &mut steps)?;
    }
    if trial.has(Protection::Truncate) {
        vault.empty_log()?;
    }
    (trial.behind_its_back)();
    read_back::indexes(vault, before)?;
    let figures = read_back::read_back(vault, pending, matcher.as_ref(), commits, &mut steps)?;
    // What others wrote since is moved out of the log once more: at this moment it is empty, and the file is all there is.
    if trial.has(Protection::Truncate) {
        vault.empty_log()?;
    } else {
        read_back::wal_is_empty(vault)?;
    }
    Ok(figures)
}

/// Pages that the merging rewrites.
fn index_leaves(tx: &ReadTx<'_>) -> Result<u32> {
    let mut leaves = 0;
    for index in store::INDEXES {
        let structure = Structure::read(&store::structure(tx, index)?);
        leaves += structure.ok_or(Code::Damaged)?.leaves;
    }
    Ok(u32::try_from(leaves).unwrap_or(u32::MAX / 4))
}

/// Rewrites every index into one segment, so that no deleted term is left in an old one.
fn merge(vault: &Vault, steps: &mut Steps<'_>) -> Result<()> {
    for index in store::INDEXES {
        merge_one(vault, index, steps)?;
        for mend in [store::stir, store::rebuild] {
            let merged = vault.read(|tx| store::structure(tx, index))?;
            if Structure::read(&merged).ok_or(Code::Damaged)?.marks_kept {
                vault.maintenance(|conn| mend(conn, index))?;
                merge_one(vault, index, steps)?;
            }
        }
    }
    Ok(())
}

fn merge_one(vault: &Vault, index: &str, steps: &mut Steps<'_>) -> Result<()> {
    let mut pace = Pace::new();
    // The first step, by its sign, lets segments of all levels take part (FTS5, 6.8 "merge").
    let mut sign = -1;
    loop {
        let (written, pages) = vault.maintenance(|conn| {
            pace.run(|pages| store::merge(conn, index, sign * i64::from(pages)).map(|n| (n, pages)))
        })?;
        if written < 2 {
            return Ok(());
        }
        sign = 1;
        steps.step(pages)?;
    }
}

/// Zeroes what nothing owns, chunk by chunk; the freelist and the chains are read anew in each.
fn scrub_all(vault: &Vault, steps: &mut Steps<'_>) -> Result<()> {
    let mut pace = Pace::new();
    let mut next = 1;
    loop {
        let stretch = vault.raw_pages(|conn| {
            let last = store::page_count(conn)?;
            pace.stretch(next, last, |pages| scrub_pages(conn, pages))
        })?;
        steps.step(stretch.end - next)?;
        next = stretch.end;
        if stretch.done {
            return Ok(());
        }
    }
}
