//! What the law and the policy name, each with the code that is stored; the codes are for ever.

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
