//! Enrichment: off by default; local facts only, as suggestions with their reason. A typed value is never overwritten.

use crate::contact::Content;
use crate::vault::{ReadTx, WriteTx};
use crate::{PersonId, Result};

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

macro_rules! unfinished { ($($(#[$m:meta])* fn $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty;)*) => { $($(#[$m])* pub fn $name($($arg: $ty),*) -> Result<$ret> { $(let _ = $arg;)* Err(crate::Code::Internal.into()) })* } }

unfinished! {
    /// Suggestions for a person; none while the switch is off.
    fn suggestions(tx: &ReadTx<'_>, person: PersonId) -> Vec<Suggestion>;
    /// Accepts the suggestion for `field`; recomputed, never taken from the caller.
    fn accept(tx: &mut WriteTx<'_>, person: PersonId, field: &str) -> ();
    /// Deletes every enriched value of the person; returns how many.
    fn undo_all(tx: &mut WriteTx<'_>, person: PersonId) -> u32;
    /// The switch of the whole vault.
    fn set_global(tx: &mut WriteTx<'_>, on: bool) -> ();
    /// The switch of one contact; absent: as the whole vault.
    fn set_for(tx: &mut WriteTx<'_>, person: PersonId, on: Option<bool>) -> ();
}
