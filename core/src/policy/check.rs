//! What a policy document must fulfil before it loads.

use std::collections::HashSet;
use std::hash::Hash;

use super::{Field, FieldClass, LawfulBasis, Policy, Purpose, Words};
use crate::text::fold;
use crate::{Code, Result};

/// Stems that name a special category of GDPR Art. 9(1), folded.
const SPECIAL: &[&str] = &[
    "halsa",
    "health",
    "sjukdom",
    "sjuk",
    "illness",
    "diagnos",
    "allerg",
    "medicin",
    "disabilit",
    "handikapp",
    "religi",
    "trosuppfattning",
    "politi",
    "parti",
    "fackf",
    "fackl",
    "union",
    "sexual",
    "sexuell",
    "etnisk",
    "ethnic",
    "ras",
    "race",
    "racial",
    "genetisk",
    "genetic",
    "biometri",
    "dna",
];

/// Reads and checks a document. Unknown keys are refused: a policy never says more than the program understands.
///
/// # Errors
/// [`Code::InvalidPolicy`].
pub fn load(document: &str) -> Result<Policy> {
    let policy = serde_json::from_str(document).map_err(|_| Code::InvalidPolicy)?;
    check(&policy)?;
    Ok(policy)
}

/// The rules that the shape alone does not give.
pub(super) fn check(policy: &Policy) -> Result<()> {
    let sound = policy.version > 0
        && unique(policy.fields.iter().map(|f| &f.key))
        && unique(policy.fields.iter().map(|f| f.id))
        && unique(policy.purposes.iter().map(|p| &p.key))
        && unique(policy.purposes.iter().map(|p| p.id))
        && filled(&policy.title)
        && policy.fields.iter().all(field)
        && policy.purposes.iter().all(purpose);
    if sound {
        Ok(())
    } else {
        Err(Code::InvalidPolicy.into())
    }
}

fn field(field: &Field) -> bool {
    let special = field.class == FieldClass::Sensitive
        || [&field.key, &field.label.sv, &field.label.en]
            .into_iter()
            .any(|name| names_special_category(name));
    key(&field.key)
        && field.id > 0
        && field.max_chars > 0
        && filled(&field.label)
        && (!special || field.article_9.is_some())
}

/// Whether a word of the name begins like a special category.
fn names_special_category(name: &str) -> bool {
    fold(name)
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| {
            SPECIAL.iter().any(|stem| {
                if stem.len() <= 5 && matches!(*stem, "ras" | "race" | "dna" | "union") {
                    word == *stem
                } else {
                    word.starts_with(stem)
                }
            })
        })
}

fn purpose(purpose: &Purpose) -> bool {
    let may = |basis| {
        purpose
            .bases
            .iter()
            .any(|allowed| allowed.bases.contains(&basis))
    };
    let words = purpose.consent_wording.as_ref();
    key(&purpose.key)
        && purpose.id > 0
        && filled(&purpose.label)
        && filled(&purpose.description)
        && period(&purpose.retention)
        && !purpose.channels.is_empty()
        && unique(purpose.bases.iter().map(|allowed| allowed.person_type))
        && purpose.bases.iter().all(|allowed| !allowed.bases.is_empty() && unique(allowed.bases.iter()))
        && words.is_none_or(filled)
        // P-6: all three steps; a basis of consent needs words to ask with.
        && (!may(LawfulBasis::LegitimateInterest) || purpose.assessment.as_ref().is_some_and(|a| [&a.interest, &a.necessity, &a.balancing, &a.safeguards].into_iter().all(filled)))
        && (!may(LawfulBasis::Consent) || words.is_some())
}

fn key(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 40
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn filled(words: &Words) -> bool {
    !words.sv.trim().is_empty() && !words.en.trim().is_empty()
}

/// `P12M`, `P3Y`, `P90D`.
fn period(period: &str) -> bool {
    let number = period
        .strip_prefix('P')
        .and_then(|rest| rest.strip_suffix(['D', 'M', 'Y']));
    number.is_some_and(|n| n.parse::<u16>().is_ok_and(|n| n > 0))
}

fn unique<T: Hash + Eq>(mut items: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    items.all(|item| seen.insert(item))
}
