//! The data policy: purposes, fields, bases, retention and words. Activating it compiles it into the database.

mod activate;
mod check;
mod codes;
mod document;
mod store;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};

use crate::vault::{ReadTx, hex};
use crate::{Code, Result};

pub(crate) use activate::settle;
pub use activate::{activate, confirm_assessment};
pub use check::load;
pub use codes::{Article9, Channel, FieldClass, FieldKind, Language, LawfulBasis, PersonType};
pub use document::{AllowedBasis, AssessmentDraft, Field, Policy, Purpose, Words};
pub(crate) use store::{field_keys, key_of_purpose, purpose_id};

/// The active policy and what has been confirmed of it.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ActivePolicy {
    pub policy: Policy,
    /// Hex SHA-256 of the document.
    pub sha256: String,
    /// Purposes whose legitimate-interest assessment was read and confirmed.
    pub confirmed_assessments: Vec<String>,
}

/// The policy that a new vault gets.
///
/// # Panics
/// Never: the document is part of the program, and a test loads it.
#[allow(clippy::expect_used)]
pub fn default_policy() -> Policy {
    load(include_str!("default.json")).expect("the default policy is part of the program")
}

/// Today's document, without what was confirmed of it: a card and a consent read it each time, and it changes hardly ever.
pub(crate) fn current(tx: &ReadTx<'_>) -> Result<Arc<Policy>> {
    static LAST: Mutex<Option<([u8; 32], Arc<Policy>)>> = Mutex::new(None);
    let sha256 = store::active_sha256(tx)?;
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, policy)) = &*last
        && *known == sha256
    {
        return Ok(Arc::clone(policy));
    }
    let (document, _) = store::active(tx)?;
    let policy: Policy = serde_json::from_str(&document).map_err(|_| Code::InvalidPolicy)?;
    let policy = Arc::new(policy);
    *last = Some((sha256, Arc::clone(&policy)));
    Ok(policy)
}

/// Today's policy.
pub fn active(tx: &ReadTx<'_>) -> Result<ActivePolicy> {
    let (document, sha256) = store::active(tx)?;
    let policy: Policy = serde_json::from_str(&document).map_err(|_| Code::InvalidPolicy)?;
    let mut confirmed_assessments = Vec::new();
    for purpose in &policy.purposes {
        if let Some(draft) = &purpose.assessment
            && store::confirmed(tx, &purpose.key, draft.sha256()?)?
        {
            confirmed_assessments.push(purpose.key.clone());
        }
    }
    let sha256 = hex(&sha256);
    Ok(ActivePolicy {
        policy,
        sha256,
        confirmed_assessments,
    })
}
