//! The data policy: purposes, fields, bases, retention and words. Activating it compiles it into the database.

use crate::Result;
use crate::vault::{ReadTx, WriteTx};

/// Swedish and English of one text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub sv: String,
    pub en: String,
}

/// Language of a person, a letter or the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Sv,
    En,
}

/// What kind of person a contact is (law.md M-1: a sole trader is a natural person).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PersonType {
    Consumer,
    SoleTrader,
    Employee,
    RoleMailbox,
}

/// GDPR Art. 6(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub enum LawfulBasis {
    #[serde(rename = "6_1_a")]
    Consent,
    #[serde(rename = "6_1_b")]
    Contract,
    #[serde(rename = "6_1_c")]
    LegalObligation,
    #[serde(rename = "6_1_d")]
    VitalInterest,
    #[serde(rename = "6_1_e")]
    PublicInterest,
    #[serde(rename = "6_1_f")]
    LegitimateInterest,
}

/// Where a message or a call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
    Phone,
    Post,
    Any,
}

/// How a field is validated and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    Email,
    Phone,
    Address,
    Website,
    Language,
}

/// A field that may be stored.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable across versions: `name`, `organization`, `role`, `email`, `phone`, `address`, `website`, `relation`.
    pub key: String,
    pub id: i64,
    pub kind: FieldKind,
    pub label: Words,
    pub multiple: bool,
    pub max_chars: u32,
    /// The person types whose form shows it.
    pub person_types: Vec<PersonType>,
}

/// Why data may be held, and on which bases.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Stable across versions: `offer_and_order`, `prospecting`, `newsletter`, `service`.
    pub key: String,
    pub id: i64,
    pub label: Words,
    pub description: Words,
    pub direct_marketing: bool,
    pub channels: Vec<Channel>,
    pub bases: Vec<AllowedBasis>,
    /// ISO 8601 period after the last contact.
    pub retention: String,
    /// The words of the question when consent is asked, per channel-independent default.
    pub consent_wording: Option<Words>,
    /// The drafted assessment, where legitimate interest is allowed.
    pub assessment: Option<AssessmentDraft>,
}

/// Bases that a person type may have for a purpose; the first is the default.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct AllowedBasis {
    pub person_type: PersonType,
    pub bases: Vec<LawfulBasis>,
    /// Ticked when a new contact of this type is made.
    pub default: bool,
}

/// The three steps of EDPB 1/2024, drafted; inactive until read and confirmed.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct AssessmentDraft {
    pub interest: Words,
    pub necessity: Words,
    pub balancing: Words,
    pub safeguards: Words,
}

/// A policy document.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub version: u32,
    pub title: Words,
    pub fields: Vec<Field>,
    pub purposes: Vec<Purpose>,
}

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
pub fn default_policy() -> Policy {
    unimplemented!()
}

/// Today's policy.
pub fn active(_tx: &ReadTx<'_>) -> Result<ActivePolicy> {
    Err(crate::Code::Internal.into())
}

/// Stores `policy` as a new version and compiles it into the tables that the triggers read.
pub fn activate(_tx: &mut WriteTx<'_>, _policy: &Policy) -> Result<()> {
    Err(crate::Code::Internal.into())
}

/// Marks the drafted assessment of `purpose` as read and confirmed.
pub fn confirm_assessment(_tx: &mut WriteTx<'_>, _purpose: &str) -> Result<()> {
    Err(crate::Code::Internal.into())
}
