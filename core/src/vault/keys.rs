//! The root key and what is derived from it (HKDF-SHA256, RFC 5869). Keys neither print nor serialise.

use std::ops::{Deref, DerefMut};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

use crate::{Code, Result};

/// Secret bytes, wiped when dropped. They never lie on the stack, where every move would leave a copy behind.
#[derive(Clone)]
pub(super) struct Secret<const N: usize>(Box<[u8; N]>);

pub(super) type Key = Secret<32>;

impl<const N: usize> Secret<N> {
    /// All zero, to be filled in place.
    pub(super) fn blank() -> Self {
        Self(Box::new([0; N]))
    }

    /// `None`: not so many bytes.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let mut secret = Self::blank();
        (bytes.len() == N).then(|| secret.copy_from_slice(bytes))?;
        Some(secret)
    }
}

impl<const N: usize> Deref for Secret<N> {
    type Target = [u8; N];

    fn deref(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> DerefMut for Secret<N> {
    fn deref_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Does something with a key and then overwrites the part of the stack it ran on: ciphers and hashes keep the key in
/// their state, and move it before they wipe it.
pub(super) fn apart<T>(work: impl FnOnce() -> T) -> T {
    #[inline(never)]
    fn below<T>(work: impl FnOnce() -> T) -> T {
        work()
    }
    #[inline(never)]
    #[expect(clippy::large_stack_arrays, reason = "the stack is what it is about")]
    fn overwrite() {
        let mut stack = [0u64; 8 * 1024];
        stack.zeroize();
        std::hint::black_box(&mut stack);
    }
    let out = below(work);
    overwrite();
    out
}

/// Random bytes from the operating system.
pub(super) fn random<const N: usize>() -> Result<Secret<N>> {
    let mut bytes = Secret::blank();
    getrandom::fill(&mut *bytes).map_err(std::io::Error::other)?;
    Ok(bytes)
}

/// `kartotek/<use>/v1`: the labels are part of the file format, for ever.
pub(super) fn derive<const N: usize>(secret: &[u8], salt: Option<&[u8]>, usage: &str) -> Secret<N> {
    let mut out = Secret::blank();
    let label = format!("kartotek/{usage}/v1");
    apart(|| Hkdf::<Sha256>::new(salt, secret).expand(label.as_bytes(), &mut *out))
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
        Key::of(bytes).map(Self)
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
        derive(&self.0[..], None, "db")
    }

    /// Tells a wrong key from a damaged file; stored in the open.
    pub(super) fn check(&self) -> [u8; 16] {
        *derive(&self.0[..], None, "check")
    }

    /// The key of one backup.
    pub(super) fn backup(&self, id: uuid::Uuid) -> Key {
        derive(&self.0[..], Some(id.as_bytes()), "backup")
    }

    /// HMAC-SHA256 over the slots file.
    pub(super) fn slots_mac(&self, canonical: &[u8]) -> [u8; 32] {
        mac(&derive::<32>(&self.0[..], None, "slots-mac"), canonical)
    }
}

/// HMAC-SHA256.
pub(super) fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    apart(|| {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key)
            .expect("HMAC takes any key length");
        mac.update(message);
        mac.finalize().into_bytes().into()
    })
}

/// XChaCha20-Poly1305 under a random nonce.
pub(super) fn wrap(key: &Key, secret: &[u8], bound_to: &[u8]) -> Result<([u8; 24], Vec<u8>)> {
    let nonce = *random()?;
    Ok((nonce, encrypt(key, nonce, secret, bound_to)?))
}

/// XChaCha20-Poly1305; `nonce` is never used again with this key.
pub(super) fn encrypt(
    key: &Key,
    nonce: [u8; 24],
    clear: &[u8],
    bound_to: &[u8],
) -> Result<Vec<u8>> {
    let payload = Payload {
        msg: clear,
        aad: bound_to,
    };
    apart(|| cipher(key).encrypt(&nonce.into(), payload)).map_err(|_| Code::Internal.into())
}

/// `None`: another key, or something it is bound to was changed.
pub(super) fn decrypt(
    key: &Key,
    nonce: [u8; 24],
    sealed: &[u8],
    bound_to: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let payload = Payload {
        msg: sealed,
        aad: bound_to,
    };
    let clear = apart(|| cipher(key).decrypt(&nonce.into(), payload));
    clear.ok().map(Zeroizing::new)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&**key).into())
}
