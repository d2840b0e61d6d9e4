//! The certificate: figures of the read-back, no personal data, its commitment in the journal.

use sha2::{Digest, Sha256};

use super::read_back::Figures;
use super::{Certificate, Noted, store};
use crate::vault::{Op, Vault, journal_head};
use crate::{Code, Result};

/// Writes the certificates, each in a transaction of its own.
pub(super) fn certify(
    vault: &Vault,
    pending: &[store::Pending],
    figures: &Figures,
) -> Result<Vec<Certificate>> {
    let mut certificates = Vec::new();
    for entry in pending {
        let mut noted: Noted = serde_json::from_str(&entry.noted).map_err(|_| Code::Damaged)?;
        noted.row = None;
        let kept = serde_json::to_string(&noted).map_err(|_| Code::Internal)?;
        let written = vault.write(Op::ProveErasure, |tx| {
            let certificate = Certificate {
                erasure: entry.erasure,
                ground: entry.ground,
                accepted_at: entry.accepted_at,
                proven_at: tx.now(),
                erased: noted.erased,
                suppressed: noted.suppressed,
                checks: figures.checks.clone(),
                pages_read: figures.pages_read,
                wal_frames: figures.wal_frames,
                values_searched: figures.values_searched,
                residues: figures.residues,
                program_version: env!("CARGO_PKG_VERSION").to_owned(),
                cipher_version: store::cipher_version(tx)?,
                sqlite_version: rusqlite::version().to_owned(),
                journal_head: journal_head(tx)?,
            };
            let json = serde_json::to_string(&certificate).map_err(|_| Code::Internal)?;
            tx.refers_to(entry.erasure);
            tx.commits_to(Sha256::digest(json.as_bytes()).into());
            if !store::close_entry(tx, &certificate, &json, &kept)? {
                return Err(Code::NotFound.into());
            }
            Ok(certificate)
        });
        match written {
            Ok(written) => certificates.push(written.value),
            // Another pass was quicker: it is proven once.
            Err(error) if error.code() == Code::NotFound => {}
            Err(error) => return Err(error),
        }
        vault.drop_from_memory(entry.erasure);
    }
    Ok(certificates)
}
