//! A policy document: fields, purposes, bases, retention and words.

use sha2::{Digest, Sha256};

use super::{Article9, Channel, FieldClass, FieldKind, LawfulBasis, PersonType};
use crate::{Code, Result};

/// Swedish and English of one text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub sv: String,
    pub en: String,
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
    pub(super) fn document(&self) -> Result<(String, [u8; 32])> {
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
    pub(super) fn sha256(&self) -> Result<[u8; 32]> {
        let text = serde_json::to_string(self).map_err(|_| Code::InvalidPolicy)?;
        Ok(Sha256::digest(text.as_bytes()).into())
    }
}
