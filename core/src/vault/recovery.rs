//! The recovery code: 160 random bits as 32 Crockford base-32 characters in eight groups, and a ninth that catches
//! typing errors. It opens the vault when the passphrase is lost; shown once.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::keys::{self, Key, Secret};
use super::session::RecoveryCode;
use crate::{Code, Result};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SECRET: usize = 20;
const LETTERS: usize = 32;
const GROUP: usize = 4;

/// A new code.
pub(super) fn new() -> Result<RecoveryCode> {
    let secret = keys::random::<SECRET>()?;
    let mut letters = Zeroizing::new(encode(&*secret));
    letters.push_str(&checksum(&*secret));
    let grouped = letters
        .as_bytes()
        .chunks(GROUP)
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("-");
    Ok(RecoveryCode(SecretString::from(grouped)))
}

/// Reads a code as a person types it: any case, o for 0, i and l for 1, spaces and dashes anywhere.
pub(super) fn secret(typed: &SecretString) -> Result<Secret<SECRET>> {
    let letters = plain(typed.expose_secret()).ok_or(Code::RecoveryCodeTypo)?;
    if letters.len() != LETTERS + GROUP {
        return Err(Code::RecoveryCodeTypo.into());
    }
    let mut secret = Secret::blank();
    let (mut bits, mut held, mut at) = (0u32, 0, 0);
    for value in &letters[..LETTERS] {
        bits = bits << 5 | u32::from(*value);
        held += 5;
        if held >= 8 {
            held -= 8;
            secret[at] = u8::try_from(bits >> held & 0xff).unwrap_or_default();
            at += 1;
        }
        bits &= (1 << held) - 1;
    }
    bits.zeroize();
    let typed_sum: String = letters[LETTERS..]
        .iter()
        .map(|v| char::from(ALPHABET[usize::from(*v)]))
        .collect();
    if typed_sum != checksum(&*secret) {
        return Err(Code::RecoveryCodeTypo.into());
    }
    Ok(secret)
}

/// The slot's key. 160 random bits need no slow hash.
pub(super) fn slot_key(secret: &[u8; SECRET], salt: &[u8; 16]) -> Key {
    keys::derive(secret, Some(salt), "recovery")
}

/// One group as typed, in the letters of the code.
pub(super) fn group(typed: &str) -> Option<String> {
    Some(
        plain(typed)?
            .iter()
            .map(|v| char::from(ALPHABET[usize::from(*v)]))
            .collect(),
    )
}

fn plain(typed: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut values = Zeroizing::new(Vec::with_capacity(LETTERS + GROUP));
    for letter in typed.chars() {
        let letter = match letter.to_ascii_uppercase() {
            ' ' | '-' | '\u{a0}' | '–' | '—' | '\t' | '\r' | '\n' | '.' => continue,
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let value = ALPHABET.iter().position(|a| char::from(*a) == letter)?;
        values.push(u8::try_from(value).ok()?);
    }
    Some(values)
}

fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(LETTERS + GROUP);
    let (mut bits, mut held) = (0u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            out.push(char::from(ALPHABET[(bits >> held & 31) as usize]));
        }
        bits &= (1 << held) - 1;
    }
    out
}

/// The first 20 bits of SHA-256 over a label and the secret.
fn checksum(secret: &[u8]) -> String {
    let mut sha = Sha256::new();
    sha.update(b"kartotek/recovery-checksum/v1");
    sha.update(secret);
    let mut sum = encode(&sha.finalize()[..5]);
    sum.truncate(GROUP);
    sum
}
