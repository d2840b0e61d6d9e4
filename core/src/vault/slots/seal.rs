//! A root key sealed to a slot, and opened again.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::epoch::ACTIVE;
use super::{Sealed, Slot, Slots, Way, Wrapped, bytes, text};
use crate::vault::keys::{self, Key, RootKey};
use crate::{Code, Result};

const SEAL: &str = "kartotek/seal/v1";

/// What the root key told us about the file that it came from.
pub(in crate::vault) struct Opened {
    pub(in crate::vault) root: RootKey,
    /// The root key that was to follow, when that was cut off.
    pub(in crate::vault) pending: Option<RootKey>,
    /// The MAC fits: nobody else wrote the file.
    pub(in crate::vault) genuine: bool,
    /// The slot that it came from.
    pub(in crate::vault) slot: String,
}

impl Slots {
    /// Adds a slot: a new key pair, its private half under `key`, the root key sealed to its public half.
    pub(in crate::vault) fn add(
        &mut self,
        id: &str,
        way: Way,
        since: String,
        key: &Key,
        root: &RootKey,
    ) -> Result<()> {
        let epoch = self.active()?.n;
        let (private, public) = keys::apart(|| {
            let (private, public) = X25519HkdfSha256::gen_keypair();
            (Zeroizing::new(private.to_bytes().to_vec()), public)
        });
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
            tag: String::new(),
        };
        let (nonce, ct) = keys::wrap(key, &private, &self.binding(&slot, None))?;
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
    pub(super) fn sealed(&self, slot: &Slot, epoch: u32, root: &RootKey) -> Result<Sealed> {
        let damaged = |_| Code::KeyFileDamaged;
        let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&bytes::<32>(&slot.public)?)
            .map_err(damaged)?;
        let bound_to = self.binding(slot, Some(epoch));
        let (enc, ct) = keys::apart(|| {
            hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &public,
                SEAL.as_bytes(),
                root.bytes(),
                &bound_to,
            )
        })
        .map_err(|_| Code::Internal)?;
        Ok(Sealed {
            ct: text(&ct),
            enc: text(&enc.to_bytes()),
            epoch,
        })
    }

    /// Opens `slot` with its key. `None`: it does not fit.
    pub(in crate::vault) fn open(&self, slot: &Slot, key: &Key) -> Result<Option<Opened>> {
        let nonce = bytes(&slot.private.nonce)?;
        let wrapped = bytes::<48>(&slot.private.ct)?;
        let Some(private) = keys::decrypt(key, nonce, &wrapped, &self.binding(slot, None)) else {
            return Ok(None);
        };
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
            slot: slot.id.clone(),
        }))
    }

    fn unsealed(&self, slot: &Slot, sealed: &Sealed, private: &[u8]) -> Result<RootKey> {
        let damaged = |_| Code::KeyFileDamaged;
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&bytes::<32>(&sealed.enc)?)
            .map_err(damaged)?;
        let (ct, bound_to) = (
            bytes::<48>(&sealed.ct)?,
            self.binding(slot, Some(sealed.epoch)),
        );
        let root = keys::apart(|| {
            let private = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(private)?;
            hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeR::Base,
                &private,
                &enc,
                SEAL.as_bytes(),
                &ct,
                &bound_to,
            )
        });
        let root = Zeroizing::new(root.map_err(damaged)?);
        RootKey::from_bytes(&root).ok_or(Code::KeyFileDamaged.into())
    }

    /// All public fields of a slot and the vault, and the epoch of a root key: a slot moved or edited does not open.
    pub(super) fn binding(&self, slot: &Slot, epoch: Option<u32>) -> Vec<u8> {
        serde_json::to_vec(&(
            self.vault,
            epoch,
            &slot.id,
            &slot.way,
            &slot.public,
            &slot.since,
        ))
        .expect("strings and numbers only")
    }
}
