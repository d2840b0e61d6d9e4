//! The data policy: purposes, fields, bases, retention and words. Activating it compiles it into the database.

mod activate;
mod check;
mod store;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::vault::ReadTx;
use crate::{Code, Result};

pub use activate::{activate, confirm_assessment};
pub use check::load;
pub(crate) use store::{field_keys, key_of_purpose, purpose_id};

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
#[serde(rename = "ContactChannel", rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
    Phone,
    Post,
    Any,
}

impl Language {
    /// As it is stored (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Sv, Self::En].into_iter().find(|l| l.code() == code)
    }
}

impl PersonType {
    /// Every type.
    pub const ALL: [Self; 4] = [
        Self::Consumer,
        Self::SoleTrader,
        Self::Employee,
        Self::RoleMailbox,
    ];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::SoleTrader => "sole_trader",
            Self::Employee => "employee",
            Self::RoleMailbox => "role_mailbox",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.code() == code)
    }
}

impl LawfulBasis {
    /// Every basis.
    pub const ALL: [Self; 6] = [
        Self::Consent,
        Self::Contract,
        Self::LegalObligation,
        Self::VitalInterest,
        Self::PublicInterest,
        Self::LegitimateInterest,
    ];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Consent => "6_1_a",
            Self::Contract => "6_1_b",
            Self::LegalObligation => "6_1_c",
            Self::VitalInterest => "6_1_d",
            Self::PublicInterest => "6_1_e",
            Self::LegitimateInterest => "6_1_f",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.code() == code)
    }
}

impl FieldKind {
    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Website => "website",
            Self::Language => "language",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::Text,
            Self::Email,
            Self::Phone,
            Self::Address,
            Self::Website,
            Self::Language,
        ]
        .into_iter()
        .find(|k| k.code() == code)
    }
}

/// How much care a field needs (GDPR Art. 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum FieldClass {
    #[default]
    Basic,
    /// A special category: needs a ground of Art. 9(2).
    Sensitive,
}

/// GDPR Art. 9(2), as far as a seller could ever lean on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub enum Article9 {
    #[serde(rename = "9_2_a")]
    ExplicitConsent,
    #[serde(rename = "9_2_e")]
    MadePublic,
    #[serde(rename = "9_2_f")]
    LegalClaims,
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
    #[serde(default)]
    pub class: FieldClass,
    /// The ground of Art. 9(2); a sensitive field without one does not load.
    #[serde(default)]
    pub article_9: Option<Article9>,
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

impl Policy {
    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.key == key)
    }

    /// The purpose with this key.
    pub fn purpose(&self, key: &str) -> Option<&Purpose> {
        self.purposes.iter().find(|p| p.key == key)
    }

    /// The document as it is stored, and its SHA-256.
    fn document(&self) -> Result<(String, [u8; 32])> {
        let document = serde_json::to_string(self).map_err(|_| Code::InvalidPolicy)?;
        let sha256 = Sha256::digest(document.as_bytes()).into();
        Ok((document, sha256))
    }
}

impl Purpose {
    /// The bases allowed for a person type, and whether the purpose is ticked at first.
    pub fn allowed(&self, person_type: PersonType) -> Option<&AllowedBasis> {
        self.bases.iter().find(|b| b.person_type == person_type)
    }
}

impl AssessmentDraft {
    /// SHA-256 of the text that is confirmed: a changed text must be read again.
    fn sha256(&self) -> Result<[u8; 32]> {
        let text = serde_json::to_string(self).map_err(|_| Code::InvalidPolicy)?;
        Ok(Sha256::digest(text.as_bytes()).into())
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
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
