//! Names, e-mail, phone, folding and sorting: pure functions, no storage.

use crate::Result;

/// Validated e-mail in the form that is compared: trimmed, NFKC, lower case, domain as A-label; plus-tags are kept.
pub fn email(_typed: &str) -> Result<String> {
    Err(crate::Code::Internal.into())
}

/// E.164 (`+46701740605`), from national or international spelling. `region` is ISO 3166-1 (default `SE`).
pub fn phone(_typed: &str, _region: &str) -> Result<String> {
    Err(crate::Code::Internal.into())
}

/// The spelling that people read: national for the home country, international otherwise.
pub fn phone_display(e164: &str, _region: &str) -> String {
    e164.to_owned()
}

/// ICU sort key, Swedish tailoring (å ä ö last). Compare bytewise.
pub fn sort_key(_text: &str) -> Vec<u8> {
    Vec::new()
}

/// The version of [`sort_key`]; stored beside each key.
pub const SORT_KEY_VERSION: i64 = 1;
