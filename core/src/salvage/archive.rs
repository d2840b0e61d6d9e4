//! What is left as open files: one ZIP, no name of a person among the names of its files.

use std::path::Path;

use serde_json::json;

use super::Report;
use crate::vault::{Vault, journal_head};
use crate::{Code, Result, rights};

/// Writes the ZIP; returns its bytes.
pub(super) fn write(
    vault: &Vault,
    report: &Report,
    loose: &[serde_json::Value],
    out: &Path,
) -> Result<u64> {
    let files = vault.read(|tx| {
        let head = journal_head(tx)?;
        let mut files = vec![
            ("report.json".to_owned(), pretty(&json!(report))?),
            ("loose.json".to_owned(), pretty(&json!(loose))?),
            (
                "export.schema.json".to_owned(),
                rights::SCHEMA.as_bytes().to_vec(),
            ),
        ];
        let mut cards = Vec::new();
        for (number, person) in (1..).zip(crate::vault::verify::everybody(tx)?) {
            let (json, card) = rights::open_files(tx, person, &head)?;
            files.push((format!("people/{number:05}.json"), json));
            cards.extend_from_slice(&card);
            files.push((format!("people/{number:05}.vcf"), card));
        }
        files.push(("contacts.vcf".to_owned(), cards));
        Ok(files)
    })?;
    let at = vault.read(|tx| Ok(tx.today()?.and_hms_opt(0, 0, 0).ok_or(Code::Internal)?))?;
    rights::put_zip(at, &files, out)
}

fn pretty(value: &serde_json::Value) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(|_| Code::Internal.into())
}
