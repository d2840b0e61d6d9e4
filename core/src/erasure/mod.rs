//! Forgetting a person: the plan, the one transaction, the physical pass, the read-back and the certificate.

use crate::vault::Vault;
use crate::{ActivityId, PersonId, Result};
use uuid::Uuid;

/// GDPR Art. 17(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// No longer needed.
    A,
    /// Consent withdrawn.
    B,
    /// Objection.
    C,
    /// Unlawful processing.
    D,
    /// The law requires it.
    E,
    /// A child's online-service data.
    F,
}

/// A kind of data and how many.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Count {
    /// The inventory entry: `values`, `activities`, `consents` …
    pub kind: String,
    pub count: u32,
}

/// A text that stays, because it is about somebody else too, and names this person.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Mention {
    pub activity: ActivityId,
    /// Whose timeline it stands in.
    pub person: PersonId,
    pub display_name: String,
    pub at: i64,
    pub text: String,
}

/// What forgetting will do.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ErasurePlan {
    pub person: PersonId,
    pub display_name: String,
    pub counts: Vec<Count>,
    pub mentions: Vec<Mention>,
    /// Files that were handed out and lie outside the vault.
    pub exports: Vec<String>,
    /// A no exists: suppression is not optional.
    pub suppression_required: bool,
}

/// Accepted at commit: the person is gone from every view.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Accepted {
    pub erasure: Uuid,
}

/// The read-back, in figures of this very pass; no personal data.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Certificate {
    pub erasure: Uuid,
    pub ground: Ground,
    pub accepted_at: i64,
    pub proven_at: i64,
    pub erased: Vec<Count>,
    pub suppressed: bool,
    /// Checks that ran: `structural`, `by_value`, `references`.
    pub checks: Vec<String>,
    pub pages_read: u32,
    pub wal_frames: u32,
    /// Values that a query before the commit proved to be this person's alone.
    pub values_searched: u32,
    pub residues: u32,
    pub program_version: String,
    pub cipher_version: String,
    pub sqlite_version: String,
    /// The journal's head at that moment: `writer:n:hash`.
    pub journal_head: String,
}

/// How far a forget is.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Progress {
    /// The physical pass runs; `done` of `of` steps.
    Pending { erasure: Uuid, done: u32, of: u32 },
    /// Proven, with the certificate.
    Proven { certificate: Certificate },
    /// Not yet, and why.
    Waiting { erasure: Uuid, code: crate::Code },
}

macro_rules! unfinished { ($($(#[$m:meta])* fn $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty;)*) => { $($(#[$m])* pub fn $name($($arg: $ty),*) -> Result<$ret> { $(let _ = $arg;)* Err(crate::Code::Internal.into()) })* } }

unfinished! {
    /// What forgetting would do: the same plan that [`forget`] carries out.
    fn preview(vault: &Vault, person: PersonId) -> ErasurePlan;
    /// One transaction: gone from every view. Call [`prove_pending`] next, off the user's way.
    fn forget(vault: &Vault, person: PersonId, ground: Ground, suppress: bool) -> crate::vault::Committed<Accepted>;
    /// The ledger: every erasure, newest first.
    fn ledger(vault: &Vault) -> Vec<Progress>;
}

/// Finishes every pending erasure: FTS merge, gap scrub, WAL truncate, read-back, certificate; in chunks, so that others read and write meanwhile.
pub fn prove_pending(
    vault: &Vault,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Vec<Certificate>> {
    let _ = (vault, progress);
    Err(crate::Code::Internal.into())
}
