//! Enrichment: off by default; local facts only, as suggestions with their reason. A typed value is never overwritten.

mod facts;
mod store;

#[cfg(test)]
mod tests;

use crate::contact::{self, Content};
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, PersonId, Result};

/// Why a suggestion is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The phone's country code.
    PhoneCountry,
    /// The phone's line type.
    PhoneLineType,
    /// Somebody else in the vault at the same mail domain works there.
    EmailDomainOrganization,
    /// The mail domain is no public mail provider.
    EmailDomainWebsite,
}

impl Reason {
    /// As it is stored beside the value.
    pub fn code(self) -> &'static str {
        match self {
            Self::PhoneCountry => "phone_country",
            Self::PhoneLineType => "phone_line_type",
            Self::EmailDomainOrganization => "email_domain_organization",
            Self::EmailDomainWebsite => "email_domain_website",
        }
    }
}

/// A fact proposed. Accepting it stores a value of origin `enriched`; a suggestion without a field only informs.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Suggestion {
    /// The field it would fill; empty: shown beside the value only.
    pub field: String,
    pub content: Content,
    pub reason: Reason,
    /// What it was derived from, as people read it.
    pub from: String,
}

/// Suggestions for a person; none while the switch is off, none for a field that holds something.
///
/// # Errors
/// [`Code::NoSuchPerson`].
pub fn suggestions(tx: &ReadTx<'_>, person: PersonId) -> Result<Vec<Suggestion>> {
    let number = tx.person(person)?;
    if !store::is_on(tx, number)? {
        return Ok(Vec::new());
    }
    facts::of(tx, number, &contact::get(tx, person)?)
}

/// Accepts the suggestion for `field`; recomputed, never taken from the caller.
///
/// # Errors
/// [`Code::EnrichmentOff`]; [`Code::NotFound`] when nothing is suggested for the field.
pub fn accept(tx: &mut WriteTx<'_>, person: PersonId, field: &str) -> Result<()> {
    let number = tx.person(person)?;
    tx.about(number)?;
    if !store::is_on(tx, number)? {
        return Err(Code::EnrichmentOff.into());
    }
    let found = suggestions(tx, person)?
        .into_iter()
        .find(|s| !s.field.is_empty() && s.field == field);
    let found = found.ok_or(Code::NotFound)?;
    contact::add_enriched(tx, number, field, found.content, found.reason.code())
}

/// Deletes every enriched value of the person; returns how many.
///
/// # Errors
/// [`Code::NoSuchPerson`].
pub fn undo_all(tx: &mut WriteTx<'_>, person: PersonId) -> Result<u32> {
    let number = tx.person(person)?;
    tx.about(number)?;
    contact::remove_enriched(tx, number)
}

/// The switch of the whole vault.
pub fn set_global(tx: &mut WriteTx<'_>, on: bool) -> Result<()> {
    store::set_global(tx, on)
}

/// The switch of one contact; absent: as the whole vault.
///
/// # Errors
/// [`Code::NoSuchPerson`].
pub fn set_for(tx: &mut WriteTx<'_>, person: PersonId, on: Option<bool>) -> Result<()> {
    let number = tx.person(person)?;
    tx.about(number)?;
    store::set_for(tx, number, on)
}
