//! `slots.json`: the root key, sealed once for every way of opening the vault.
//!
//! A slot is a key pair. Its private half is wrapped by the slot's own key (from the passphrase, the recovery code or
//! the keyring); the root key is sealed to its public half (HPKE, RFC 9180), so a new root key can be sealed to every
//! slot without asking for anything. Nothing personal stands in the file.

mod epoch;
mod seal;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use epoch::{ACTIVE, Epoch, PENDING};
pub(super) use seal::Opened;

use super::keys::{Key, RootKey};
use super::passphrase::Kdf;
use crate::{Code, Result};

/// The name of the slots file in a vault's folder.
pub const SLOTS: &str = "slots.json";
/// Largest slots file that is read.
pub(super) const MAX_BYTES: u64 = 64 * 1024;
const FORMAT: &str = "kartotek-slots";
const VERSION: u32 = 1;
const CIPHER: &str = "xchacha20poly1305";

/// The file. Fields stand in alphabetical order: that is the canonical form that the MAC covers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slots {
    cipher: String,
    pub(super) epochs: Vec<Epoch>,
    format: String,
    /// Counts the times the file was written.
    pub(super) r#gen: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    mac: String,
    #[serde(rename = "slots")]
    pub(super) all: Vec<Slot>,
    v: u32,
    #[serde(deserialize_with = "as_written")]
    pub(super) vault: Uuid,
}

/// One spelling only, so that not a single bit of the file can change unseen.
fn as_written<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Uuid, D::Error> {
    let text = String::deserialize(from)?;
    let id: Uuid = text.parse().map_err(serde::de::Error::custom)?;
    if id.to_string() == text {
        return Ok(id);
    }
    Err(serde::de::Error::custom("another spelling"))
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    pub(super) id: String,
    #[serde(rename = "key")]
    pub(super) way: Way,
    private: Wrapped,
    public: String,
    /// The root key of every epoch.
    roots: Vec<Sealed>,
    /// The day it was made, UTC: `2026-11-26`.
    pub(super) since: String,
    /// Whoever has the root key has seen it: where the file's MAC does not fit, a slot of somebody else's is told by this.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    tag: String,
}

/// Where the slot's own key comes from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Way {
    Keyring { account: String },
    Passphrase { kdf: Kdf },
    Recovery { salt: String },
}

/// XChaCha20-Poly1305 under the slot's key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapped {
    ct: String,
    nonce: String,
}

/// HPKE base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    ct: String,
    enc: String,
    epoch: u32,
}

impl Slots {
    /// A file without slots for a new vault.
    pub(super) fn new(vault: Uuid, root: &RootKey, today: String) -> Self {
        Self {
            cipher: CIPHER.into(),
            epochs: vec![Epoch::new(1, ACTIVE, root, today)],
            format: FORMAT.into(),
            r#gen: 0,
            mac: String::new(),
            all: Vec::new(),
            v: VERSION,
            vault,
        }
    }

    /// Strict: an unknown version is refused, never repaired; so are unknown and duplicate keys and hostile costs.
    pub(super) fn parse(json: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            v: u32,
        }
        if json.len() as u64 > MAX_BYTES {
            return Err(Code::KeyFileDamaged.into());
        }
        let head: Head = serde_json::from_slice(json).map_err(|_| Code::KeyFileDamaged)?;
        if head.format != FORMAT {
            return Err(Code::KeyFileDamaged.into());
        }
        if head.v != VERSION {
            return Err(Code::TooNew.into());
        }
        let slots: Self = serde_json::from_slice(json).map_err(|_| Code::KeyFileDamaged)?;
        slots.validate()?;
        Ok(slots)
    }

    fn validate(&self) -> Result<()> {
        let damaged = || crate::Error::from(Code::KeyFileDamaged);
        if self.cipher != CIPHER || self.epochs.len() > 2 {
            return Err(damaged());
        }
        let active = self.active()?.n;
        if self
            .epochs
            .iter()
            .any(|e| e.n != active && (e.state != PENDING || Some(e.n) != active.checked_add(1)))
        {
            return Err(damaged());
        }
        for epoch in &self.epochs {
            bytes::<16>(&epoch.check)?;
        }
        for (at, slot) in self.all.iter().enumerate() {
            // One of each kind: a second passphrase would be one that nobody changes, and a hash more for who opens.
            let kind = std::mem::discriminant(&slot.way);
            let like = |s: &Slot| s.id == slot.id || std::mem::discriminant(&s.way) == kind;
            if self.all[..at].iter().any(like) {
                return Err(damaged());
            }
            bytes::<24>(&slot.private.nonce)?;
            bytes::<48>(&slot.private.ct)?;
            bytes::<32>(&slot.public)?;
            slot.since
                .parse::<chrono::NaiveDate>()
                .map_err(|_| damaged())?;
            if slot.roots.len() != self.epochs.len() {
                return Err(damaged());
            }
            for (root, epoch) in slot.roots.iter().zip(&self.epochs) {
                if root.epoch != epoch.n {
                    return Err(damaged());
                }
                bytes::<32>(&root.enc)?;
                bytes::<48>(&root.ct)?;
            }
            match &slot.way {
                Way::Keyring { .. } => {}
                Way::Passphrase { kdf } => {
                    kdf.check()?;
                    bytes::<16>(&kdf.salt)?;
                }
                Way::Recovery { salt } => {
                    bytes::<16>(salt)?;
                }
            }
        }
        Ok(())
    }

    /// The keyring account of the keyring slot, if there is one.
    pub(super) fn keyring(&self) -> Option<&str> {
        self.all.iter().find_map(|slot| match &slot.way {
            Way::Keyring { account } => Some(account.as_str()),
            _ => None,
        })
    }

    /// The ways in that work on any machine.
    pub(super) fn without_keyring(&self) -> Self {
        let mut portable = self.clone();
        portable
            .all
            .retain(|slot| !matches!(slot.way, Way::Keyring { .. }));
        portable
    }

    /// The file's bytes, one generation on, with its MAC.
    pub(super) fn seal(&mut self, root: &RootKey) -> Vec<u8> {
        self.r#gen += 1;
        for at in 0..self.all.len() {
            self.all[at].tag = text(&self.tag(&self.all[at], root));
        }
        self.mac = text(&root.slots_mac(&self.canonical()));
        serde_json::to_vec(self).expect("strings and numbers only")
    }

    /// Lets go of slots that nobody with the root key has put there, but for `opened`, which knew it. To every slot that
    /// stays the next root key is sealed, without a question.
    pub(super) fn keep_own(&mut self, root: &RootKey, opened: &str) {
        let own = |slot: &Slot| {
            let tag = bytes::<32>(&slot.tag);
            slot.id == opened || tag.is_ok_and(|tag| tag.ct_eq(&self.tag(slot, root)).into())
        };
        let own: Vec<bool> = self.all.iter().map(own).collect();
        let mut own = own.into_iter();
        self.all.retain(|_| own.next().unwrap_or(false));
    }

    fn tag(&self, slot: &Slot, root: &RootKey) -> [u8; 32] {
        let mut text = b"slot ".to_vec();
        text.extend(self.binding(slot, None));
        root.slots_mac(&text)
    }

    fn canonical(&self) -> Vec<u8> {
        let bare = Self {
            mac: String::new(),
            ..self.clone()
        };
        serde_json::to_vec(&bare).expect("strings and numbers only")
    }
}

/// base64url without padding.
pub(super) fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Exactly `N` bytes.
pub(super) fn bytes<const N: usize>(text: &str) -> Result<[u8; N]> {
    URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(Code::KeyFileDamaged.into())
}

/// A key as [`text`] writes it.
pub(super) fn key(text: &str) -> Option<Key> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map(Zeroizing::new).ok()?;
    Key::of(&bytes)
}
