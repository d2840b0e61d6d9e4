//! The root key and what is derived from it (HKDF-SHA256, RFC 5869). Keys neither print nor serialise.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Code, Result};

/// 32 secret bytes, wiped when dropped.
pub(super) type Key = Zeroizing<[u8; 32]>;

/// Random bytes from the operating system.
pub(super) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0u8; N]);
    getrandom::fill(bytes.as_mut()).map_err(std::io::Error::other)?;
    Ok(bytes)
}

/// `kartotek/<use>/v1`: the labels are part of the file format, for ever.
pub(super) fn derive<const N: usize>(
    secret: &[u8],
    salt: Option<&[u8]>,
    usage: &str,
) -> Zeroizing<[u8; N]> {
    let mut out = Zeroizing::new([0u8; N]);
    let label = format!("kartotek/{usage}/v1");
    Hkdf::<Sha256>::new(salt, secret)
        .expand(label.as_bytes(), out.as_mut())
        .expect("32 bytes are fewer than HKDF's limit of 8160");
    out
}

/// The one key of a vault that everything else follows from; lives in memory only.
pub(super) struct RootKey(Key);

impl RootKey {
    pub(super) fn new() -> Result<Self> {
        Ok(Self(random()?))
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The same key once more.
    pub(super) fn again(&self) -> Self {
        Self(self.0.clone())
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The raw SQLCipher key.
    pub(super) fn database(&self) -> Key {
        derive(&*self.0, None, "db")
    }

    /// Tells a wrong key from a damaged file; stored in the open.
    pub(super) fn check(&self) -> [u8; 16] {
        *derive(&*self.0, None, "check")
    }

    /// The key of one backup.
    pub(super) fn backup(&self, id: uuid::Uuid) -> Key {
        derive(&*self.0, Some(id.as_bytes()), "backup")
    }

    /// HMAC-SHA256 over the slots file.
    pub(super) fn slots_mac(&self, canonical: &[u8]) -> [u8; 32] {
        mac(&derive::<32>(&*self.0, None, "slots-mac"), canonical)
    }
}

/// HMAC-SHA256.
pub(super) fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes any key length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// XChaCha20-Poly1305 with a random nonce: nonce, then ciphertext.
pub(super) fn wrap(key: &Key, secret: &[u8], bound_to: &[u8]) -> Result<([u8; 24], Vec<u8>)> {
    let nonce: [u8; 24] = *random()?;
    let sealed = XChaCha20Poly1305::new((&**key).into())
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: secret,
                aad: bound_to,
            },
        )
        .map_err(|_| Code::Internal)?;
    Ok((nonce, sealed))
}

/// `None`: another key, or something it is bound to was changed.
pub(super) fn unwrap(
    key: &Key,
    nonce: [u8; 24],
    sealed: &[u8],
    bound_to: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    XChaCha20Poly1305::new((&**key).into())
        .decrypt(
            &XNonce::from(nonce),
            Payload {
                msg: sealed,
                aad: bound_to,
            },
        )
        .ok()
        .map(Zeroizing::new)
}
