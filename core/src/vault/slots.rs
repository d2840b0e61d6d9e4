//! `slots.json`: the root key, sealed once for every way of opening the vault.
//!
//! A slot is a key pair. Its private half is wrapped by the slot's own key (from the passphrase, the recovery code or
//! the keyring); the root key is sealed to its public half (HPKE, RFC 9180), so a new root key can be sealed to every
//! slot without asking for anything. Nothing personal stands in the file.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::keys::{self, Key, RootKey};
use super::passphrase::Kdf;
use crate::{Code, Result};

/// The name of the slots file in a vault's folder.
pub const SLOTS: &str = "slots.json";
/// Largest slots file that is read.
pub(super) const MAX_BYTES: u64 = 64 * 1024;
const FORMAT: &str = "kartotek-slots";
const VERSION: u32 = 1;
const CIPHER: &str = "xchacha20poly1305";
const SEAL: &str = "kartotek/seal/v1";

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
    pub(super) vault: Uuid,
}

/// One root key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Epoch {
    check: String,
    pub(super) n: u32,
    since: String,
    state: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    epoch: u32,
    pub(super) id: String,
    #[serde(rename = "key")]
    pub(super) way: Way,
    private: Wrapped,
    public: String,
    root: Sealed,
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
}

/// What the root key told us about the file that it came from.
pub(super) struct Opened {
    pub(super) root: RootKey,
    /// The MAC fits: nobody else wrote the file.
    pub(super) genuine: bool,
}

impl Slots {
    /// A file without slots for a new vault.
    pub(super) fn new(vault: Uuid, root: &RootKey, today: String) -> Self {
        Self {
            cipher: CIPHER.into(),
            epochs: vec![Epoch {
                check: text(&root.check()),
                n: 1,
                since: today,
                state: "active".into(),
            }],
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
        if self.cipher != CIPHER || self.epochs.len() > 2 || self.all.len() > 16 {
            return Err(damaged());
        }
        self.active()?;
        for epoch in &self.epochs {
            bytes::<16>(&epoch.check)?;
        }
        for (at, slot) in self.all.iter().enumerate() {
            if self.all[..at].iter().any(|s| s.id == slot.id) {
                return Err(damaged());
            }
            bytes::<24>(&slot.private.nonce)?;
            bytes::<48>(&slot.private.ct)?;
            bytes::<32>(&slot.public)?;
            bytes::<32>(&slot.root.enc)?;
            bytes::<48>(&slot.root.ct)?;
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

    /// The epoch whose root key opens the database today.
    fn active(&self) -> Result<&Epoch> {
        let mut active = self.epochs.iter().filter(|e| e.state == "active");
        match (active.next(), active.next()) {
            (Some(epoch), None) => Ok(epoch),
            _ => Err(Code::KeyFileDamaged.into()),
        }
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

    /// Adds a slot: a new key pair, its private half under `key`, the root key sealed to its public half.
    pub(super) fn add(&mut self, id: &str, way: Way, key: &Key, root: &RootKey) -> Result<()> {
        let epoch = self.active()?.n;
        let (private, public) = X25519HkdfSha256::gen_keypair();
        let private = zeroize::Zeroizing::new(private.to_bytes().to_vec());
        let public_text = text(&public.to_bytes());
        let bound = self.bound_to(id, epoch, &way, &public_text)?;
        let (nonce, ct) = keys::wrap(key, &private, &bound)?;
        let (enc, root_ct) =
            hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &public,
                SEAL.as_bytes(),
                root.bytes(),
                &bound,
            )
            .map_err(|_| Code::Internal)?;
        self.all.retain(|s| s.id != id);
        self.all.push(Slot {
            epoch,
            id: id.into(),
            way,
            private: Wrapped {
                ct: text(&ct),
                nonce: text(&nonce),
            },
            public: public_text,
            root: Sealed {
                ct: text(&root_ct),
                enc: text(&enc.to_bytes()),
            },
        });
        Ok(())
    }

    /// Opens `slot` with its key. `None`: it does not fit.
    pub(super) fn open(&self, slot: &Slot, key: &Key) -> Result<Option<Opened>> {
        let bound = self.bound_to(&slot.id, slot.epoch, &slot.way, &slot.public)?;
        let nonce = bytes(&slot.private.nonce)?;
        let Some(private) = keys::unwrap(key, nonce, &bytes::<48>(&slot.private.ct)?, &bound)
        else {
            return Ok(None);
        };
        let damaged = |_| Code::KeyFileDamaged;
        let private =
            <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&private).map_err(damaged)?;
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&bytes::<32>(&slot.root.enc)?)
            .map_err(damaged)?;
        let root = zeroize::Zeroizing::new(
            hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeR::Base,
                &private,
                &enc,
                SEAL.as_bytes(),
                &bytes::<48>(&slot.root.ct)?,
                &bound,
            )
            .map_err(damaged)?,
        );
        let root = RootKey::from_bytes(&root).ok_or(Code::KeyFileDamaged)?;
        let check = bytes::<16>(&self.active()?.check)?;
        if !bool::from(root.check().ct_eq(&check)) {
            return Err(Code::KeyFileDamaged.into());
        }
        let genuine = bytes::<32>(&self.mac)
            .is_ok_and(|mac| bool::from(mac.ct_eq(&root.slots_mac(&self.canonical()))));
        Ok(Some(Opened { root, genuine }))
    }

    /// The file's bytes, one generation on, with its MAC.
    pub(super) fn seal(&mut self, root: &RootKey) -> Vec<u8> {
        self.r#gen += 1;
        self.mac = text(&root.slots_mac(&self.canonical()));
        serde_json::to_vec(self).expect("strings and numbers only")
    }

    fn canonical(&self) -> Vec<u8> {
        let bare = Self {
            mac: String::new(),
            ..self.clone()
        };
        serde_json::to_vec(&bare).expect("strings and numbers only")
    }

    /// All public fields of a slot, the vault and the epoch: a slot moved or edited does not open.
    fn bound_to(&self, id: &str, epoch: u32, way: &Way, public: &str) -> Result<Vec<u8>> {
        serde_json::to_vec(&(self.vault, epoch, id, way, public)).map_err(|_| Code::Internal.into())
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
