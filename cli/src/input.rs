//! What comes in: JSON and text from a file or from stdin, ids and times from the command line.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate};
use kartotek_core::Code;
use kartotek_core::policy::LawfulBasis;
use serde::de::DeserializeOwned;

use crate::console::Failure;

/// More than anybody writes about one contact, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The text of a file; of stdin without a file or with `-`.
pub(crate) fn text(file: Option<&PathBuf>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    match file {
        Some(path) if path != Path::new("-") => {
            std::fs::File::open(path)?
                .take(LARGEST + 1)
                .read_to_end(&mut bytes)?;
        }
        _ => {
            io::stdin()
                .lock()
                .take(LARGEST + 1)
                .read_to_end(&mut bytes)?;
        }
    }
    if bytes.len() as u64 > LARGEST {
        return Err(Code::FileTooLarge.into());
    }
    String::from_utf8(bytes).map_err(|_| Code::InvalidArgument.into())
}

/// JSON of the shape asked for.
pub(crate) fn json<T: DeserializeOwned>(file: Option<&PathBuf>) -> Result<T, Failure> {
    Ok(serde_json::from_str(&text(file)?)?)
}

/// An instant with its offset (RFC 3339), in milliseconds UTC.
pub(crate) fn instant(typed: &str) -> Result<i64, String> {
    let parsed = DateTime::parse_from_rfc3339(typed);
    parsed
        .map(|at| at.timestamp_millis())
        .map_err(|_| "an instant looks like 2026-03-31T14:05:00+02:00".to_owned())
}

/// A calendar day, `YYYY-MM-DD`.
pub(crate) fn day(typed: &str) -> Result<String, String> {
    let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d").map(|day| day.to_string());
    day.ok()
        .filter(|day| day == typed)
        .ok_or_else(|| "a day looks like 2026-03-31".to_owned())
}

/// A letter of Art. 6(1) GDPR, as people and papers write it: `6_1_f`, `f`, `6.1 f`, `legitimate_interest`.
pub(crate) fn basis(typed: &str) -> Result<LawfulBasis, String> {
    let bare: String = typed
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let letter = match bare.as_str() {
        "consent" => "a",
        "contract" => "b",
        "legalobligation" => "c",
        "vitalinterest" => "d",
        "publicinterest" => "e",
        "legitimateinterest" => "f",
        other => other.strip_prefix("61").unwrap_or(other),
    };
    let found = LawfulBasis::ALL
        .into_iter()
        .find(|basis| basis.code() == format!("6_1_{letter}"));
    found
        .ok_or_else(|| "a basis is one of 6_1_a to 6_1_f, the letters of Art. 6(1) GDPR".to_owned())
}

/// One of the words that the core knows, as it stands in JSON.
pub(crate) fn word<T: DeserializeOwned>(typed: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(typed.replace('-', "_")))
        .map_err(|_| "not one of the words for it".to_owned())
}
