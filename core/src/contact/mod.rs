//! A contact: a small fixed row plus values, each with its origin and date. Every contact has a source and a basis per purpose.

use crate::policy::{FieldKind, Language, LawfulBasis, PersonType};
use crate::vault::{ReadTx, WriteTx};
use crate::{PersonId, Result, ValueId};

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

macro_rules! unfinished { ($($(#[$m:meta])* fn $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty;)*) => { $($(#[$m])* pub fn $name($($arg: $ty),*) -> Result<$ret> { $(let _ = $arg;)* Err(crate::Code::Internal.into()) })* } }

unfinished! {
    /// Creates a contact; everything about it is checked against today's policy.
    fn create(tx: &mut WriteTx<'_>, draft: &ContactDraft) -> PersonId;
    /// Edits a contact.
    fn edit(tx: &mut WriteTx<'_>, id: PersonId, edit: &ContactEdit) -> ();
    /// Marks a value as verified now.
    fn verify(tx: &mut WriteTx<'_>, id: ValueId) -> ();
    /// Puts people in the bin: out of every list and the search, kept 30 days.
    fn bin(tx: &mut WriteTx<'_>, ids: &[PersonId]) -> u32;
    /// Takes people out of the bin.
    fn restore(tx: &mut WriteTx<'_>, ids: &[PersonId]) -> u32;
    /// Adds and removes tags of several people.
    fn tag(tx: &mut WriteTx<'_>, ids: &[PersonId], add: &[String], remove: &[String]) -> u32;
    /// Everything the card shows.
    fn get(tx: &ReadTx<'_>, id: PersonId) -> Contact;
    /// A stretch of a list, anywhere in it.
    fn list(tx: &ReadTx<'_>, order: Order, filter: &Filter, start: u32, count: u32) -> ContactPage;
    /// Counts.
    fn counts(tx: &ReadTx<'_>) -> Counts;
    /// All tags in use.
    fn tags(tx: &ReadTx<'_>) -> Vec<TagCount>;
}
