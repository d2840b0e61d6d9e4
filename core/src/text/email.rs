//! E-mail addresses in the form that is compared (RFC 5321, 6531): what a real address looks like, not every oddity the
//! grammar allows. An oddity is stored as typed.

use unicode_normalization::UnicodeNormalization;

use crate::{Code, Result};

/// Octets of a whole address, of its local part (RFC 5321 4.5.3.1).
const MAX_ADDRESS: usize = 254;
const MAX_LOCAL: usize = 64;

/// Providers whose domain says nothing about where somebody works.
const PUBLIC_PROVIDERS: &[&str] = &[
    "aol.com",
    "bahnhof.se",
    "bredband.net",
    "bredband2.com",
    "comhem.se",
    "fastmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "home.se",
    "hotmail.com",
    "hotmail.se",
    "icloud.com",
    "live.com",
    "live.se",
    "mac.com",
    "mail.com",
    "me.com",
    "msn.com",
    "outlook.com",
    "outlook.se",
    "passagen.se",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "spray.se",
    "swipnet.se",
    "tele2.se",
    "telia.com",
    "tutanota.com",
    "web.de",
    "yahoo.com",
    "yahoo.se",
    "ymail.com",
];

/// Validated e-mail in the form that is compared: trimmed, NFKC, lower case, domain as A-label; plus-tags are kept.
///
/// # Errors
/// [`Code::InvalidEmail`].
pub fn email(typed: &str) -> Result<String> {
    if typed.len() > 4 * MAX_ADDRESS {
        return Err(Code::InvalidEmail.into());
    }
    let lower = if typed.is_ascii() {
        typed.trim().to_ascii_lowercase()
    } else {
        let folded: String = typed.nfkc().collect::<String>().to_lowercase();
        folded.nfkc().collect::<String>().trim().to_owned()
    };
    let (local, domain) = lower.rsplit_once('@').ok_or(Code::InvalidEmail)?;
    if !local_part(local) {
        return Err(Code::InvalidEmail.into());
    }
    let domain = domain_label(domain).ok_or(Code::InvalidEmail)?;
    if local.len() + 1 + domain.len() > MAX_ADDRESS {
        return Err(Code::InvalidEmail.into());
    }
    Ok(format!("{local}@{domain}"))
}

/// The domain of a normalised address.
pub fn mail_domain(norm: &str) -> Option<&str> {
    norm.rsplit_once('@').map(|(_, domain)| domain)
}

/// Whether anybody can get an address at `domain`.
pub fn is_public_mail_provider(domain: &str) -> bool {
    PUBLIC_PROVIDERS.binary_search(&domain).is_ok()
}

fn local_part(local: &str) -> bool {
    let sane = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c) || is_mark(c);
    !local.is_empty()
        && local.len() <= MAX_LOCAL
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(sane)
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// A host name with at least one dot as A-labels.
pub(super) fn domain_label(domain: &str) -> Option<String> {
    let plain = domain.is_ascii()
        && domain.len() <= 253
        && !domain.contains("xn--")
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        });
    let ascii = if plain {
        domain.to_owned()
    } else {
        idna::domain_to_ascii_strict(domain).ok()?
    };
    let (_, top) = ascii.rsplit_once('.')?;
    (top.len() >= 2 && top.bytes().any(|b| b.is_ascii_alphabetic())).then_some(ascii)
}
