//! Keyed marks: what can be compared and counted without being kept in the clear. Each use has its own random key.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::ReadTx;
use crate::{Code, Result};

/// What a key is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Addresses that said no.
    Suppression,
    /// Rows that were imported.
    Fingerprint,
}

/// A key at work.
pub(crate) struct Keyed {
    pub(crate) key_id: i64,
    mac: Hmac<Sha256>,
}

impl Keyed {
    /// HMAC-SHA-256 over `parts`, each followed by a zero byte except the last.
    pub(crate) fn mark(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac = self.mac.clone();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                mac.update(&[0]);
            }
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// The token of an address: `channel` is `email` or `phone`, `norm` its normalised form.
    pub(crate) fn address(&self, channel: &str, norm: &str) -> [u8; 32] {
        self.mark(&[channel, norm])
    }
}

impl ReadTx<'_> {
    /// The newest key for a use.
    pub(crate) fn keyed(&self, usage: Use) -> Result<Keyed> {
        let name = match usage {
            Use::Suppression => "suppression",
            Use::Fingerprint => "fingerprint",
        };
        let sql = "SELECT key_id, key FROM secret WHERE use = ?1 ORDER BY key_id DESC LIMIT 1";
        let (key_id, key) = self.row(sql, [name], |r| {
            Ok((r.get(0)?, Zeroizing::new(r.get::<_, [u8; 32]>(1)?)))
        })?;
        let mac = Hmac::new_from_slice(&key[..]).map_err(|_| Code::Internal)?;
        Ok(Keyed { key_id, mac })
    }
}
