//! The chain of one person's events: each carries a keyed hash over itself and the one before. The key dies with the person.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::store::Row;
use crate::{Code, Result};

/// Stands before the first event.
pub(super) const START: [u8; 32] = [0; 32];

/// HMAC-SHA-256 over `prev` and the fields in this order, each with its length (u32, big-endian) before it; integers
/// are 64-bit big-endian, an absent field is empty, lifted events stand last in the order of their ids.
pub(super) fn mac(key: &[u8], prev: &[u8; 32], event: &Row) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Code::Internal)?;
    let mut field = |bytes: &[u8]| {
        mac.update(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        mac.update(bytes);
    };
    field(prev);
    field(event.id.0.as_bytes());
    field(&event.purpose_id.to_be_bytes());
    field(event.product.as_bytes());
    field(event.channel.as_bytes());
    field(event.value.as_ref().map_or(&[], |v| v.0.as_bytes()));
    field(event.state.as_bytes());
    field(&event.polarity.to_be_bytes());
    field(event.wording_sha256.as_ref().map_or(&[], |w| w));
    field(event.method.as_bytes());
    field(event.evidence.as_bytes());
    field(&event.happened_at.to_be_bytes());
    field(
        event
            .valid_until_on
            .as_deref()
            .unwrap_or_default()
            .as_bytes(),
    );
    field(&event.recorded_at.to_be_bytes());
    field(&event.recorded_by.to_be_bytes());
    field(&event.policy_sha256);
    let mut lifts: Vec<_> = event.lifts.iter().map(|id| *id.0.as_bytes()).collect();
    lifts.sort_unstable();
    for lift in &lifts {
        field(lift);
    }
    Ok(mac.finalize().into_bytes().into())
}

/// The stored words are the ones that were hashed.
pub(super) fn words_fit(event: &Row) -> bool {
    event
        .wording_sha256
        .is_none_or(|hash| <[u8; 32]>::from(Sha256::digest(&event.wording)) == hash)
}
