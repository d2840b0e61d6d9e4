//! The person's rights: one-click export (Art. 15 and 20).

use std::path::Path;

use crate::vault::{Committed, Vault};
use crate::{PersonId, Result};

/// What an export wrote.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Exported {
    pub path: String,
    pub bytes: u64,
    pub files: Vec<String>,
}

/// Writes one ZIP about one person, 0600, where the user chose, and remembers it as a disclosure to `recipient` (empty: the person).
pub fn export(
    vault: &Vault,
    person: PersonId,
    out: &Path,
    recipient: &str,
) -> Result<Committed<Exported>> {
    let _ = (vault, person, out, recipient);
    Err(crate::Code::Internal.into())
}
