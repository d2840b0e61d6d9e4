//! A typed value in the form it is stored: tidied, and normalised for comparing as its kind demands.

use super::{Address, Content, card};
use crate::policy::{Field, FieldKind, Language};
use crate::{Code, Result, text};

/// A value in the form it is stored.
#[derive(Clone)]
pub(super) struct PreparedValue {
    pub(super) field_id: i64,
    pub(super) key: String,
    pub(super) kind: FieldKind,
    pub(super) content: String,
    pub(super) norm: Option<String>,
    pub(super) display: String,
    pub(super) as_typed: bool,
}

/// Whether a field lets a person be recognised: "mannen vid grinden" has a relation and no name.
pub(super) fn names_somebody(key: &str) -> bool {
    matches!(
        key,
        "name" | "organization" | "email" | "phone" | "relation"
    )
}

/// Tags in one spelling, each once.
pub(super) fn tags(typed: &[String]) -> Result<Vec<String>> {
    let mut out: Vec<String> = Vec::with_capacity(typed.len());
    for tag in typed {
        let tag = text::tidy(tag);
        if tag.chars().count() > 60 {
            return Err(Code::PolicyTooLong.into());
        }
        if !tag.is_empty() && !out.contains(&tag) {
            out.push(tag);
        }
    }
    Ok(out)
}

/// What was typed, in the form it is stored; `None` when nothing was typed.
pub(super) fn shape(
    field: &Field,
    content: &Content,
    as_typed: bool,
) -> Result<Option<PreparedValue>> {
    let ready =
        |content: String, norm: Option<String>, display: Option<String>, odd: bool| PreparedValue {
            field_id: field.id,
            key: field.key.clone(),
            kind: field.kind,
            display: display.unwrap_or_else(|| content.clone()),
            content,
            norm,
            as_typed: odd,
        };
    // Before anything costs time: a text of a megabyte is refused by its length alone.
    let limit = 16 * field.max_chars as usize;
    let typed =
        match (field.kind, content) {
            (FieldKind::Address, Content::Address(address)) => {
                return Ok(postal(address, limit)?
                    .map(|(json, line)| ready(json, None, Some(line), false)));
            }
            (FieldKind::Address, Content::Text(line)) => {
                let address = Address {
                    street: line.clone(),
                    ..Address::default()
                };
                return Ok(postal(&address, limit)?
                    .map(|(json, line)| ready(json, None, Some(line), false)));
            }
            (_, Content::Address(_)) => return Err(Code::InvalidArgument.into()),
            (_, Content::Text(text)) => text,
        };
    if typed.len() > limit {
        return Err(Code::PolicyTooLong.into());
    }
    let tidy = text::tidy(typed);
    if tidy.is_empty() {
        return Ok(None);
    }
    let norm = match field.kind {
        FieldKind::Text | FieldKind::Address => return Ok(Some(ready(tidy, None, None, false))),
        FieldKind::Language => {
            let language =
                Language::from_code(&tidy.to_lowercase()).ok_or(Code::InvalidArgument)?;
            return Ok(Some(ready(language.code().to_owned(), None, None, false)));
        }
        FieldKind::Email => text::email(&tidy),
        FieldKind::Website => text::website(&tidy),
        FieldKind::Phone => match text::phone_both(&tidy, text::HOME_REGION) {
            Ok((norm, display)) => return Ok(Some(ready(tidy, Some(norm), Some(display), false))),
            Err(error) => Err(error),
        },
    };
    match norm {
        Ok(norm) => Ok(Some(ready(tidy, Some(norm), None, false))),
        Err(_) if as_typed => Ok(Some(ready(tidy, None, None, true))),
        Err(error) => Err(error),
    }
}

/// An address as it is stored and as one line.
fn postal(address: &Address, limit: usize) -> Result<Option<(String, String)>> {
    let parts = [
        &address.street,
        &address.postal_code,
        &address.town,
        &address.country,
    ];
    if parts.iter().map(|part| part.len()).sum::<usize>() > limit {
        return Err(Code::PolicyTooLong.into());
    }
    let tidy = Address {
        street: text::tidy(&address.street),
        postal_code: text::tidy(&address.postal_code),
        town: text::tidy(&address.town),
        country: text::tidy(&address.country).to_uppercase(),
    };
    if tidy == Address::default() {
        return Ok(None);
    }
    let json = serde_json::to_string(&tidy).map_err(|_| Code::Internal)?;
    Ok(Some((json, card::address_line(&tidy))))
}
