//! An independent reader of a backup: key file, HPKE, HKDF and STREAM from their documentation, no code of ours.

#![allow(clippy::unwrap_used)] // a backup that it cannot read is no figure

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use hkdf::Hkdf;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::clear::Clear;

const CHUNK: usize = 64 * 1024 + 16;

/// The root key of a vault.
pub(crate) struct Root(Vec<u8>);

impl Root {
    /// By the key file and what the keyring keeps.
    pub(crate) fn read(slots: &Path, keyring: &str) -> Self {
        let file = std::fs::read(slots).unwrap();
        let file: Value = serde_json::from_slice(&file).unwrap();
        let all = file["slots"].as_array().unwrap();
        let slot = all.iter().find(|slot| slot["key"]["type"] == "keyring");
        let slot = slot.expect("a slot of the keyring");
        let sealed = &slot["roots"][0];
        let way = format!(
            "{{\"type\":\"keyring\",\"account\":{}}}",
            slot["key"]["account"]
        );
        let bound = |epoch: &Value| {
            let (vault, id) = (&file["vault"], &slot["id"]);
            let (public, since) = (&slot["public"], &slot["since"]);
            format!("[{vault},{epoch},{id},{way},{public},{since}]")
        };
        let private = opened(
            &bytes(&Value::from(keyring)),
            &bytes(&slot["private"]["nonce"]),
            &bytes(&slot["private"]["ct"]),
            bound(&Value::Null).as_bytes(),
        );
        let private = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&private).unwrap();
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&bytes(&sealed["enc"]));
        let root = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &private,
            &enc.unwrap(),
            b"kartotek/seal/v1",
            &bytes(&sealed["ct"]),
            bound(&sealed["epoch"]).as_bytes(),
        );
        Self(root.unwrap())
    }

    fn derived(&self, salt: Option<&[u8]>, usage: &str) -> [u8; 32] {
        let mut key = [0; 32];
        let label = format!("kartotek/{usage}/v1");
        let from = Hkdf::<Sha256>::new(salt, &self.0);
        from.expand(label.as_bytes(), &mut key).unwrap();
        key
    }

    /// Every page of the database in `backup`, in clear.
    pub(crate) fn pages(&self, backup: &Path) -> Clear {
        let file = std::fs::read(backup).unwrap();
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', &file).take(2).collect();
        let (lines, body) = file.split_at(ends[1] + 1);
        let head: Value = serde_json::from_slice(&lines[..ends[0]]).unwrap();
        let id: Uuid = head["backup"].as_str().unwrap().parse().unwrap();
        let key = self.derived(Some(id.as_bytes()), "backup");
        let (random, bound) = (bytes(&head["nonce"]), Sha256::digest(lines));
        let chunks: Vec<&[u8]> = body.chunks(CHUNK).collect();
        let mut database = Vec::new();
        for (number, chunk) in (0_u32..).zip(&chunks) {
            let last = number as usize + 1 == chunks.len();
            let nonce = [&random[..], &number.to_be_bytes(), &[u8::from(last)]].concat();
            database.extend(opened(&key, &nonce, chunk, &bound));
        }
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("öppnad.db");
        std::fs::write(&place, database).unwrap();
        Clear::read(&place, &self.derived(None, "db"))
    }
}

fn bytes(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

/// XChaCha20-Poly1305.
fn opened(key: &[u8], nonce: &[u8], sealed: &[u8], bound: &[u8]) -> Vec<u8> {
    let payload = Payload {
        msg: sealed,
        aad: bound,
    };
    let cipher = XChaCha20Poly1305::new(key.try_into().unwrap());
    cipher.decrypt(nonce.try_into().unwrap(), payload).unwrap()
}
