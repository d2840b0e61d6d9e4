//! The passphrase: how strong it must be, and the slow hash that makes guessing dear (Argon2id, RFC 9106).

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::keys::{self, Key};
use crate::{Code, Result};

/// Argon2id parameters, stored in the slot.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kdf {
    pub(super) alg: String,
    /// KiB.
    pub(super) m_kib: u32,
    pub(super) p: u32,
    /// base64url, 16 bytes.
    pub(super) salt: String,
    pub(super) t: u32,
    pub(super) v: u32,
}

/// 64 MiB, three passes, four lanes: RFC 9106's second choice.
const FLOOR: (u32, u32, u32) = (64 * 1024, 3, 4);
const CAP_PASSES: u32 = 12;
const TARGET: Duration = Duration::from_millis(500);

/// How dear a new slot is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Passes are added until one hash takes half a second on this computer.
    Calibrated,
    /// The floor, for tests.
    Floor,
}

/// What a new passphrase needs at least.
const GOOD: u8 = 3;

/// How hard a passphrase is to guess. 0: fewer than 12 characters and fewer than four words; then how it fares against
/// somebody who tries common passwords, words, names, years and rows of keys first (Wheeler 2016): 3 takes them a hundred
/// million guesses, 4 ten milliard.
pub fn strength(passphrase: &SecretString) -> u8 {
    let text: Zeroizing<String> = Zeroizing::new(passphrase.expose_secret().nfkc().collect());
    let text = text.trim();
    let words = text
        .split_whitespace()
        .filter(|w| w.chars().count() >= 2)
        .count();
    if text.chars().count() < 12 && words < 4 {
        return 0;
    }
    u8::from(zxcvbn::zxcvbn(text, &[]).score()).max(1)
}

pub(super) fn check_strength(passphrase: &SecretString) -> Result<()> {
    if strength(passphrase) < GOOD {
        return Err(Code::WeakPassphrase.into());
    }
    Ok(())
}

/// A new slot's parameters and key.
pub(super) fn new_key(passphrase: &SecretString, cost: Cost) -> Result<(Kdf, Key)> {
    let (m_kib, t, p) = FLOOR;
    let mut kdf = Kdf {
        alg: "argon2id".into(),
        m_kib,
        p,
        salt: super::slots::text(&*keys::random::<16>()?),
        t,
        v: 19,
    };
    let start = Instant::now();
    let key = slot_key(passphrase, &kdf)?;
    let one_pass = start.elapsed() / t;
    if cost == Cost::Floor || one_pass * t >= TARGET {
        return Ok((kdf, key));
    }
    let passes = TARGET.as_micros().div_ceil(one_pass.as_micros().max(1));
    kdf.t = u32::try_from(passes)
        .unwrap_or(CAP_PASSES)
        .clamp(t, CAP_PASSES);
    let key = slot_key(passphrase, &kdf)?;
    Ok((kdf, key))
}

/// The slot's key. Parameters from a file are checked first: a hostile one must not take the computer's memory.
pub(super) fn slot_key(passphrase: &SecretString, kdf: &Kdf) -> Result<Key> {
    kdf.check()?;
    let salt: [u8; 16] = super::slots::bytes(&kdf.salt)?;
    let params =
        Params::new(kdf.m_kib, kdf.t, kdf.p, Some(32)).map_err(|_| Code::KeyFileDamaged)?;
    let text: Zeroizing<String> = Zeroizing::new(passphrase.expose_secret().nfkc().collect());
    let mut key = Key::blank();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    keys::apart(|| argon2.hash_password_into(text.as_bytes(), &salt, &mut *key))
        .map_err(|_| Code::Internal)?;
    Ok(key)
}

impl Kdf {
    /// Less memory or fewer passes than a new slot has at least.
    pub(super) fn is_cheap(&self) -> bool {
        self.m_kib < FLOOR.0 || self.t < FLOOR.1
    }

    /// 19 MiB to 1 GiB, 1 to 24 passes, 1 to 8 lanes.
    pub(super) fn check(&self) -> Result<()> {
        let sane = self.alg == "argon2id"
            && self.v == 19
            && (19 * 1024..=1024 * 1024).contains(&self.m_kib)
            && (1..=24).contains(&self.t)
            && (1..=8).contains(&self.p);
        if sane {
            Ok(())
        } else {
            Err(Code::KeyFileDamaged.into())
        }
    }
}
