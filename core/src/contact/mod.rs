//! A contact: a small fixed row plus values, each with its origin and date. Every contact has a source and a basis per purpose.

mod bin;
mod card;
mod create;
mod edit;
mod enriched;
mod intake;
mod list;
mod shape;
mod show;
mod store;
mod tag;
mod verify;

#[cfg(test)]
mod tests;

use crate::policy::{FieldKind, Language, LawfulBasis, PersonType};
use crate::{PersonId, ValueId};

/// A postal address.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields, default)]
pub struct Address {
    pub street: String,
    pub postal_code: String,
    pub town: String,
    /// ISO 3166-1, empty for the home country.
    pub country: String,
}

/// What a value holds.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(untagged)]
pub enum Content {
    Text(String),
    Address(Address),
}

/// How the seller came to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SourceHow {
    Met,
    Call,
    Email,
    WebForm,
    Card,
    Referral,
    List,
    Register,
    Web,
    Import,
    Other,
}

impl SourceHow {
    const ALL: [Self; 11] = [
        Self::Met,
        Self::Call,
        Self::Email,
        Self::WebForm,
        Self::Card,
        Self::Referral,
        Self::List,
        Self::Register,
        Self::Web,
        Self::Import,
        Self::Other,
    ];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Call => "call",
            Self::Email => "email",
            Self::WebForm => "web_form",
            Self::Card => "card",
            Self::Referral => "referral",
            Self::List => "list",
            Self::Register => "register",
            Self::Web => "web",
            Self::Import => "import",
            Self::Other => "other",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.code() == code)
    }

    /// Whether the data came from the person (GDPR Art. 13); otherwise the source has to be named (Art. 14(2)(f)).
    pub fn from_the_person(self) -> bool {
        matches!(
            self,
            Self::Met | Self::Call | Self::Email | Self::WebForm | Self::Card
        )
    }
}

/// How, when and where a contact came in (by whom: the actor).
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub how: SourceHow,
    /// `YYYY-MM-DD`; empty means today.
    #[serde(default)]
    pub on: String,
    #[serde(default)]
    pub place: String,
}

/// A basis for a purpose.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct BasisChoice {
    pub purpose: String,
    pub basis: LawfulBasis,
}

/// A value as it is typed.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct ValueDraft {
    pub field: String,
    pub content: Content,
    /// Store it as typed although it does not validate (a real-life oddity).
    #[serde(default)]
    pub as_typed: bool,
}

/// A new contact.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct ContactDraft {
    pub person_type: PersonType,
    #[serde(default)]
    pub language: Option<Language>,
    pub source: Source,
    /// Empty: the policy's defaults for the person type.
    #[serde(default)]
    pub bases: Vec<BasisChoice>,
    pub values: Vec<ValueDraft>,
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A change of one value: the old one is deleted, or hidden while a consent refers to it.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct ValueChange {
    pub id: ValueId,
    pub content: Content,
    #[serde(default)]
    pub as_typed: bool,
}

/// Changes to a contact.
#[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields, default)]
pub struct ContactEdit {
    pub person_type: Option<PersonType>,
    pub language: Option<Language>,
    pub add: Vec<ValueDraft>,
    pub change: Vec<ValueChange>,
    pub remove: Vec<ValueId>,
    /// The whole set of tags, when given.
    pub tags: Option<Vec<String>>,
    /// The whole set of bases, when given.
    pub bases: Option<Vec<BasisChoice>>,
}

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Typed,
    Imported,
    Enriched,
}

impl Origin {
    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Imported => "imported",
            Self::Enriched => "enriched",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Typed, Self::Imported, Self::Enriched]
            .into_iter()
            .find(|o| o.code() == code)
    }
}

/// A stored value.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Value {
    pub id: ValueId,
    pub field: String,
    pub kind: FieldKind,
    pub content: Content,
    /// What people read (a phone in national spelling).
    pub display: String,
    /// Normalised: E.164, lower-case e-mail; absent when stored as typed.
    pub norm: Option<String>,
    pub origin: Origin,
    /// Why enrichment proposed it.
    pub reason: String,
    pub recorded_at: i64,
    pub verified_at: Option<i64>,
}

/// A basis that holds today.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Basis {
    pub purpose: String,
    pub basis: LawfulBasis,
    pub valid_from: i64,
}

/// Everything the card of a person shows besides timeline and consents.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Contact {
    pub id: PersonId,
    pub person_type: PersonType,
    pub display_name: String,
    pub subtitle: String,
    pub language: Language,
    pub source: Source,
    pub recorded_at: i64,
    pub policy_version: u32,
    pub values: Vec<Value>,
    pub tags: Vec<String>,
    pub bases: Vec<Basis>,
    /// The contact's own switch; absent: as the whole vault.
    pub enrichment: Option<bool>,
    pub binned_at: Option<i64>,
    pub follow_up_on: Option<String>,
}

/// A row of a list.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ContactRow {
    pub id: PersonId,
    pub display_name: String,
    pub subtitle: String,
    pub town: String,
    /// 0: never.
    pub last_contact_at: i64,
    pub follow_up_on: Option<String>,
}

/// How a list is sorted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    #[default]
    Name,
    LastContact,
    Town,
}

/// What a list holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    #[default]
    All,
    /// With a follow-up date that is not done, by date.
    FollowUp,
    Tag(String),
    PersonType(PersonType),
    Bin,
}

/// A stretch of a list.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ContactPage {
    pub rows: Vec<ContactRow>,
    pub start: u32,
    pub total: u32,
}

/// Where somebody can be reached, in the form that is compared (E.164, lower case) where there is one.
#[derive(Clone, Default)]
pub struct Addresses {
    pub emails: Vec<String>,
    pub phones: Vec<String>,
}

/// Counts for the sidebar and the filters.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Counts {
    pub contacts: u32,
    pub follow_ups: u32,
    /// Follow-ups due today or earlier.
    pub due: u32,
    pub binned: u32,
}

/// A tag and how many people carry it.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct TagCount {
    pub name: String,
    pub count: u32,
}

/// What must be known to take an edit back, exactly. Held by the door in memory only, and dropped with the lock.
pub use edit::UndoEdit;
/// What must be known to take a change of tags back.
pub(crate) use store::delete_unused_tags;
pub use tag::UndoTags;

pub use bin::{bin, restore};
pub use create::create;
pub use edit::{edit, undo_edit};
pub use intake::{Intake, Prepared};
pub use list::{addresses, counts, list};
pub use show::{get, tags};
pub use tag::{tag, undo_tags};
pub use verify::verify;

pub(crate) use card::{display, project};
pub(crate) use enriched::{add_enriched, remove_enriched};
pub(crate) use store::refresh_activity;
