//! Forgetting a person: the plan, the one transaction, the physical pass, the read-back and the certificate.

use uuid::Uuid;

use crate::draft::Spot;
use crate::vault::{ReadTx, Vault};
use crate::{ActivityId, Code, PersonId, Result};

mod again;
mod certify;
mod drafts;
mod forget;
mod layout;
mod pace;
mod pass;
mod plan;
mod probes;
mod read_back;
mod scrub;
mod store;
mod structure;
mod suppress;
#[cfg(test)]
mod tests;

pub use again::{Forgotten, forget_again, forgotten};
pub(crate) use again::{Noes, left_in};
pub use forget::forget;
pub use pass::prove_pending;
#[doc(hidden)]
pub use pass::{Protection, Trial, forget_unprotected, prove_in_trial};
pub use plan::preview;

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

impl Ground {
    const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F];

    /// The letter of Art. 17(1).
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
            Self::D => "d",
            Self::E => "e",
            Self::F => "f",
        }
    }

    fn from_letter(letter: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|ground| ground.letter() == letter)
            .unwrap_or(Self::A)
    }
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

/// Something typed at another spot and not saved that names this person, or in which the person takes part.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct DraftMention {
    pub spot: Spot,
    /// Whose form it is; empty for a new contact.
    pub display_name: String,
    /// Milliseconds UTC.
    pub kept_at: i64,
    /// What names the person, otherwise the words.
    pub text: String,
    /// It names the person and is erased; otherwise it stays without the person.
    pub goes: bool,
}

/// A sheet of paper that lies outside the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Printed {
    /// Milliseconds UTC.
    pub at: i64,
    /// The person stood on a list; otherwise it was the person's own sheet.
    pub list: bool,
}

/// What forgetting will do.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ErasurePlan {
    pub person: PersonId,
    pub display_name: String,
    pub counts: Vec<Count>,
    pub mentions: Vec<Mention>,
    pub drafts: Vec<DraftMention>,
    /// Files that were handed out and lie outside the vault.
    pub exports: Vec<String>,
    /// Sheets that were printed, newest first.
    pub prints: Vec<Printed>,
    /// When vaults were put aside that may hold the person as well: milliseconds UTC, newest first.
    pub put_aside: Vec<i64>,
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
    /// The physical pass runs; `done` of `of` pages.
    Pending { erasure: Uuid, done: u32, of: u32 },
    /// Proven, with the certificate.
    Proven { certificate: Certificate },
    /// Not yet, and why; `place` says where a residue lies (`page 17, byte 2048`).
    Waiting {
        erasure: Uuid,
        code: Code,
        place: String,
    },
}

/// What the ledger notes at commit, and no personal data: it must do after a crash, too.
#[derive(serde::Serialize, serde::Deserialize)]
struct Noted {
    erased: Vec<Count>,
    suppressed: bool,
    /// The person's row number, which never returns; dropped with the proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<i64>,
}

/// The ledger: every erasure, newest first.
pub fn ledger(vault: &Vault) -> Result<Vec<Progress>> {
    vault.read(|tx: &ReadTx<'_>| {
        store::entries(tx)?
            .into_iter()
            .map(|(erasure, certificate)| match certificate {
                Some(json) => Ok(Progress::Proven {
                    certificate: serde_json::from_str(&json).map_err(|_| Code::Damaged)?,
                }),
                None => Ok(Progress::Pending {
                    erasure,
                    done: 0,
                    of: 0,
                }),
            })
            .collect()
    })
}
