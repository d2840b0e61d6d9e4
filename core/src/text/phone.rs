//! Phone numbers: E.164 to compare and to dial, national spelling to read.

use phonenumber::country::Id;
use phonenumber::{Mode, PhoneNumber, Type};
use unicode_normalization::UnicodeNormalization;

use crate::{Code, Result};

/// What kind of line a number is, as far as the number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineType {
    Mobile,
    Fixed,
    FixedOrMobile,
    TollFree,
    Premium,
    Other,
}

impl LineType {
    /// The code that texts are looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Fixed => "fixed",
            Self::FixedOrMobile => "fixed_or_mobile",
            Self::TollFree => "toll_free",
            Self::Premium => "premium",
            Self::Other => "other",
        }
    }
}

/// E.164 (`+46701740605`), from national or international spelling. `region` is ISO 3166-1 (default `SE`).
///
/// # Errors
/// [`Code::InvalidPhone`].
pub fn phone(typed: &str, region: &str) -> Result<String> {
    if let Some((norm, _)) = plain(typed).and_then(|plain| swedish_mobile(&plain, region)) {
        return Ok(norm);
    }
    Ok(number(typed, region)?.format().mode(Mode::E164).to_string())
}

/// [`phone`] and [`phone_display`] at the price of one.
///
/// # Errors
/// [`Code::InvalidPhone`].
pub fn phone_both(typed: &str, region: &str) -> Result<(String, String)> {
    if let Some(both) = plain(typed).and_then(|plain| swedish_mobile(&plain, region)) {
        return Ok(both);
    }
    let number = number(typed, region)?;
    Ok((
        number.format().mode(Mode::E164).to_string(),
        spelling(&number, region),
    ))
}

/// The commonest number of all without the cost of a grammar; a test holds it against the grammar.
fn swedish_mobile(plain: &str, region: &str) -> Option<(String, String)> {
    let rest = plain
        .strip_prefix("+46")
        .or_else(|| plain.strip_prefix('0').filter(|_| region == "SE"))?;
    let digits = rest.as_bytes();
    let mobile = digits.len() == 9
        && digits[0] == b'7'
        && b"02369".contains(&digits[1])
        && digits.iter().all(u8::is_ascii_digit);
    if !mobile {
        return None;
    }
    let display = match region {
        "SE" => format!(
            "0{}-{} {} {}",
            &rest[..2],
            &rest[2..5],
            &rest[5..7],
            &rest[7..]
        ),
        _ => return None,
    };
    Some((format!("+46{rest}"), display))
}

fn number(typed: &str, region: &str) -> Result<PhoneNumber> {
    let plain = plain(typed).ok_or(Code::InvalidPhone)?;
    let number = phonenumber::parse(country(region), &plain).map_err(|_| Code::InvalidPhone)?;
    if number.extension().is_some() || !number.is_valid() {
        return Err(Code::InvalidPhone.into());
    }
    Ok(number)
}

/// The spelling that people read: national for the home country, international otherwise.
pub fn phone_display(e164: &str, region: &str) -> String {
    if let Some((_, display)) = swedish_mobile(e164, region) {
        return display;
    }
    parsed(e164).map_or_else(|| e164.to_owned(), |number| spelling(&number, region))
}

fn spelling(number: &PhoneNumber, region: &str) -> String {
    let home = number.country().id().is_some() && number.country().id() == country(region);
    number
        .format()
        .mode(if home {
            Mode::National
        } else {
            Mode::International
        })
        .to_string()
}

/// Country of an E.164 number (ISO 3166-1).
pub fn phone_country(e164: &str) -> Option<String> {
    Some(parsed(e164)?.country().id()?.as_ref().to_owned())
}

/// Line type of an E.164 number.
pub fn phone_line(e164: &str) -> Option<LineType> {
    Some(
        match parsed(e164)?.number_type(&phonenumber::metadata::DATABASE) {
            Type::Mobile => LineType::Mobile,
            Type::FixedLine => LineType::Fixed,
            Type::FixedLineOrMobile => LineType::FixedOrMobile,
            Type::TollFree => LineType::TollFree,
            Type::PremiumRate => LineType::Premium,
            Type::Unknown => return None,
            _ => LineType::Other,
        },
    )
}

/// The words under which a number is found: every end of at least four digits, of the international and of the national spelling.
pub fn phone_digits(e164: &str, national: &str) -> String {
    let all = digits(e164);
    let national = digits(national);
    let mut out = String::with_capacity(96);
    for start in 0..all.len().saturating_sub(3) {
        out.push_str(&all[start..]);
        out.push(' ');
    }
    if national.len() >= 4 && !all.ends_with(&national) {
        out.push_str(&national);
    }
    out.truncate(out.trim_end().len());
    out
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn parsed(e164: &str) -> Option<PhoneNumber> {
    e164.starts_with('+')
        .then(|| phonenumber::parse(None, e164).ok())?
}

fn country(region: &str) -> Option<Id> {
    region.parse().ok()
}

/// Digits with at most a leading plus; `None` when something else than digits and the usual separators stands there.
fn plain(typed: &str) -> Option<String> {
    if typed.len() > 100 {
        return None;
    }
    let mut out = String::with_capacity(typed.len());
    for c in typed.nfkc() {
        match c {
            '0'..='9' | '(' => out.push(c),
            '+' if out.is_empty() => out.push(c),
            ')' if out.ends_with("(0") => {
                // +46 (0)70: the zero is for callers at home only
                let international = out.starts_with('+') || out.starts_with("00");
                out.truncate(out.len() - 2);
                if !international {
                    out.push('0');
                }
            }
            ')' => out = out.replace('(', ""),
            '-' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    if out.contains('(') {
        return None;
    }
    if let Some(rest) = out.strip_prefix("00") {
        out = format!("+{rest}");
    }
    (out.len() >= 4).then_some(out)
}

/// A number the short and the long way.
#[cfg(test)]
#[allow(clippy::type_complexity)]
pub(super) fn both_ways(typed: &str) -> (Option<(String, String)>, Option<(String, String)>) {
    let long = number(typed, "SE").ok();
    (
        swedish_mobile(typed, "SE"),
        long.map(|n| (n.format().mode(Mode::E164).to_string(), spelling(&n, "SE"))),
    )
}
