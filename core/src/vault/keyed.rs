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
    /// The list of the forgotten beside the backups.
    Ledger,
}

impl Use {
    pub(crate) const ALL: [Self; 3] = [Self::Suppression, Self::Fingerprint, Self::Ledger];

    /// As the database calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Suppression => "suppression",
            Self::Fingerprint => "fingerprint",
            Self::Ledger => "ledger",
        }
    }
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

    /// The token of an address that said no: `email:` or `tel:` before its normalised form.
    pub(crate) fn address(&self, channel: &str, norm: &str) -> [u8; 32] {
        let scheme = if channel == "phone" { "tel" } else { channel };
        self.mark(&[&format!("{scheme}:{norm}")])
    }

    fn new(key_id: i64, key: &[u8]) -> Result<Self> {
        let mac = Hmac::new_from_slice(key).map_err(|_| Code::Internal)?;
        Ok(Self { key_id, mac })
    }
}

impl ReadTx<'_> {
    /// The newest key for a use.
    pub(crate) fn keyed(&self, usage: Use) -> Result<Keyed> {
        let newest = self.all_keyed(usage)?.into_iter().next();
        newest.ok_or(Code::Damaged.into())
    }

    /// Every key for a use, the newest first: what was made with an earlier one still counts.
    pub(crate) fn all_keyed(&self, usage: Use) -> Result<Vec<Keyed>> {
        let sql = "SELECT key_id, key FROM secret WHERE use = ?1 ORDER BY key_id DESC";
        let keys = self.rows(sql, [usage.name()], |r| {
            Ok((r.get(0)?, Zeroizing::new(r.get::<_, Vec<u8>>(1)?)))
        })?;
        let keyed = |(key_id, key): (_, Zeroizing<Vec<u8>>)| Keyed::new(key_id, &key);
        keys.into_iter().map(keyed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Keyed;

    #[test]
    fn tokens_are_those_that_another_program_would_compute() {
        let key: Vec<u8> = (0..32).collect();
        let keyed = Keyed::new(1, &key).unwrap();
        let hex = |token: [u8; 32]| crate::vault::hex(&token);
        assert_eq!(
            hex(keyed.address("email", "anna.berg@example.com")),
            "576938362c9d84903ffe167da86d6f597af5aa9ff02113103b943b9475bba00b"
        );
        assert_eq!(
            hex(keyed.address("phone", "+46701740615")),
            "f85af200c031d5c0cfd962bafa0220b79c80ea9e0e97f952056cc0d27a77333f"
        );
    }
}
