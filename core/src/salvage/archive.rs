//! What is left as open files: one ZIP, no name of a person among the names of its files.

use std::path::Path;

use serde_json::json;

use super::Report;
use crate::vault::{Vault, journal_head};
use crate::{Code, Result, rights};

/// Writes the ZIP; returns its bytes. The rescued vault remembers it for everybody who is in it: adopted, it names the file
/// when one of them is forgotten.
pub(super) fn write(
    vault: &Vault,
    report: &Report,
    loose: &[serde_json::Value],
    out: &Path,
) -> Result<u64> {
    let (people, files) = vault.read(|tx| {
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
        let people = crate::vault::verify::everybody(tx)?;
        for (number, person) in (1..).zip(&people) {
            let (json, card) = rights::open_files(tx, *person, &head)?;
            files.push((format!("people/{number:05}.json"), json));
            cards.extend_from_slice(&card);
            files.push((format!("people/{number:05}.vcf"), card));
        }
        files.push(("contacts.vcf".to_owned(), cards));
        Ok((people, files))
    })?;
    rights::put_zip(vault, &people, &files, out)
}

fn pretty(value: &serde_json::Value) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(|_| Code::Internal.into())
}
