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
const ACTIVE: &str = "active";
const PENDING: &str = "pending";

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

/// One root key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Epoch {
    check: String,
    pub(super) n: u32,
    since: String,
    state: String,
}

impl Epoch {
    fn new(n: u32, state: &str, root: &RootKey, since: String) -> Self {
        Self {
            check: text(&root.check()),
            n,
            since,
            state: state.into(),
        }
    }

    /// Whether `root` is this epoch's.
    fn fits(&self, root: &RootKey) -> Result<bool> {
        Ok(root.check().ct_eq(&bytes::<16>(&self.check)?).into())
    }
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

/// What the root key told us about the file that it came from.
pub(super) struct Opened {
    pub(super) root: RootKey,
    /// The root key that was to follow, when that was cut off.
    pub(super) pending: Option<RootKey>,
    /// The MAC fits: nobody else wrote the file.
    pub(super) genuine: bool,
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
        if self.cipher != CIPHER || self.epochs.len() > 2 || self.all.len() > 16 {
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
            if self.all[..at].iter().any(|s| s.id == slot.id) {
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

    /// The epoch whose root key opens the database today.
    fn active(&self) -> Result<&Epoch> {
        let mut active = self.epochs.iter().filter(|e| e.state == ACTIVE);
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
    pub(super) fn add(
        &mut self,
        id: &str,
        way: Way,
        since: String,
        key: &Key,
        root: &RootKey,
    ) -> Result<()> {
        let epoch = self.active()?.n;
        let (private, public) = X25519HkdfSha256::gen_keypair();
        let private = zeroize::Zeroizing::new(private.to_bytes().to_vec());
        let mut slot = Slot {
            id: id.into(),
            way,
            private: Wrapped {
                ct: String::new(),
                nonce: String::new(),
            },
            public: text(&public.to_bytes()),
            roots: Vec::new(),
            since,
        };
        let (nonce, ct) = keys::wrap(key, &private, &self.binding(&slot, None)?)?;
        slot.private = Wrapped {
            ct: text(&ct),
            nonce: text(&nonce),
        };
        slot.roots.push(self.sealed(&slot, epoch, root)?);
        self.all.retain(|s| s.id != id);
        self.all.push(slot);
        Ok(())
    }

    /// `root` for whoever has the slot's private half.
    fn sealed(&self, slot: &Slot, epoch: u32, root: &RootKey) -> Result<Sealed> {
        let damaged = |_| Code::KeyFileDamaged;
        let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&bytes::<32>(&slot.public)?)
            .map_err(damaged)?;
        let (enc, ct) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public,
            SEAL.as_bytes(),
            root.bytes(),
            &self.binding(slot, Some(epoch))?,
        )
        .map_err(|_| Code::Internal)?;
        Ok(Sealed {
            ct: text(&ct),
            enc: text(&enc.to_bytes()),
            epoch,
        })
    }

    /// Opens `slot` with its key. `None`: it does not fit.
    pub(super) fn open(&self, slot: &Slot, key: &Key) -> Result<Option<Opened>> {
        let nonce = bytes(&slot.private.nonce)?;
        let wrapped = bytes::<48>(&slot.private.ct)?;
        let Some(private) = keys::unwrap(key, nonce, &wrapped, &self.binding(slot, None)?) else {
            return Ok(None);
        };
        let private = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&private)
            .map_err(|_| Code::KeyFileDamaged)?;
        let (mut active, mut pending) = (None, None);
        for (sealed, epoch) in slot.roots.iter().zip(&self.epochs) {
            let root = self.unsealed(slot, sealed, &private)?;
            if !epoch.fits(&root)? {
                return Err(Code::KeyFileDamaged.into());
            }
            let place = if epoch.state == ACTIVE {
                &mut active
            } else {
                &mut pending
            };
            *place = Some(root);
        }
        let root = active.ok_or(Code::KeyFileDamaged)?;
        let genuine = bytes::<32>(&self.mac)
            .is_ok_and(|mac| bool::from(mac.ct_eq(&root.slots_mac(&self.canonical()))));
        Ok(Some(Opened {
            root,
            pending,
            genuine,
        }))
    }

    fn unsealed(
        &self,
        slot: &Slot,
        sealed: &Sealed,
        private: &<X25519HkdfSha256 as Kem>::PrivateKey,
    ) -> Result<RootKey> {
        let damaged = |_| Code::KeyFileDamaged;
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&bytes::<32>(&sealed.enc)?)
            .map_err(damaged)?;
        let root = zeroize::Zeroizing::new(
            hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeR::Base,
                private,
                &enc,
                SEAL.as_bytes(),
                &bytes::<48>(&sealed.ct)?,
                &self.binding(slot, Some(sealed.epoch))?,
            )
            .map_err(damaged)?,
        );
        RootKey::from_bytes(&root).ok_or(Code::KeyFileDamaged.into())
    }

    /// A root key that is to follow, sealed to every slot beside today's: nobody has to be asked for anything.
    pub(super) fn begin_epoch(&mut self, next: &RootKey, today: String) -> Result<()> {
        let n = self.active()?.n.checked_add(1);
        let n = n.ok_or(Code::KeyFileDamaged)?;
        self.drop_pending();
        for at in 0..self.all.len() {
            let sealed = self.sealed(&self.all[at], n, next)?;
            self.all[at].roots.push(sealed);
        }
        self.epochs.push(Epoch::new(n, PENDING, next, today));
        Ok(())
    }

    /// The database has the new key: the old one is dropped.
    pub(super) fn promote(&mut self) {
        self.keep(PENDING);
        for epoch in &mut self.epochs {
            epoch.state = ACTIVE.into();
        }
    }

    /// The database has the old key still: the new one is dropped.
    pub(super) fn drop_pending(&mut self) {
        self.keep(ACTIVE);
    }

    fn keep(&mut self, state: &str) {
        self.epochs.retain(|epoch| epoch.state == state);
        let left: Vec<u32> = self.epochs.iter().map(|epoch| epoch.n).collect();
        for slot in &mut self.all {
            slot.roots.retain(|root| left.contains(&root.epoch));
        }
    }

    /// Whether `root` is today's root key of this file.
    pub(super) fn is_under(&self, root: &RootKey) -> bool {
        let fits = |epoch: &Epoch| epoch.fits(root).unwrap_or(false);
        self.epochs
            .iter()
            .any(|epoch| epoch.state == ACTIVE && fits(epoch))
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

    /// All public fields of a slot and the vault, and the epoch of a root key: a slot moved or edited does not open.
    fn binding(&self, slot: &Slot, epoch: Option<u32>) -> Result<Vec<u8>> {
        serde_json::to_vec(&(
            self.vault,
            epoch,
            &slot.id,
            &slot.way,
            &slot.public,
            &slot.since,
        ))
        .map_err(|_| Code::Internal.into())
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
