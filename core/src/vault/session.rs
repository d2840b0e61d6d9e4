//! Making, finding and opening a vault: the start-up decision table (security.md 2.4), one outcome a row.

use std::path::Path;
use std::sync::Arc;

use secrecy::SecretString;

use super::{Clock, Vault};
use crate::policy::{Language, PersonType};
use crate::{Code, Result};

/// Who is responsible: letters, texts and receipts need it.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields, default)]
pub struct Controller {
    pub name: String,
    pub address: String,
    pub email: String,
    pub phone: String,
    /// Empty for a sole trader: it would be a personal identity number.
    pub organization_number: String,
    pub sole_trader: bool,
}

/// What a new vault needs.
pub struct NewVault {
    pub controller: Controller,
    pub language: Language,
    /// IANA zone that rules legal days, e.g. `Europe/Stockholm`.
    pub zone: String,
    pub passphrase: SecretString,
    /// Also keep a slot in the system keyring (a convenience, off at first).
    pub keyring: bool,
    /// The drafted legitimate-interest assessments were read and confirmed.
    pub confirm_assessments: bool,
}

/// 32 Crockford characters in eight groups of four and a ninth checksum group. Shown once.
pub struct RecoveryCode(pub(super) SecretString);

impl RecoveryCode {
    /// `7KQ2-M9XD-…`, nine groups.
    pub fn reveal(&self) -> &str {
        secrecy::ExposeSecret::expose_secret(&self.0)
    }
}

/// How to open.
pub enum Unlock {
    Passphrase(SecretString),
    Recovery(SecretString),
    Keyring,
}

/// What lies in a vault's folder, before any key is used. Looking changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Found {
    /// Nothing: first run.
    Nothing,
    /// A vault; `keyring`: a keyring slot exists.
    Vault { keyring: bool },
    /// Something that must not be opened or replaced.
    Problem { code: Code },
}

/// Looks into `dir`.
pub fn look(dir: &Path) -> Found {
    let _ = dir;
    Found::Nothing
}

/// Creates folder, keys, slots, database and policy. Refuses to touch anything that exists.
pub fn create(dir: &Path, new: NewVault, clock: Arc<dyn Clock>) -> Result<(Vault, RecoveryCode)> {
    let _ = (dir, new, clock, PersonType::Consumer);
    Err(Code::Internal.into())
}

/// Opens the vault in `dir`. On any failure no file is changed.
pub fn open(dir: &Path, unlock: Unlock, clock: Arc<dyn Clock>) -> Result<Vault> {
    let _ = (dir, unlock, clock);
    Err(Code::Internal.into())
}

impl Vault {
    /// Adds or removes the keyring slot.
    pub fn set_keyring(&self, on: bool) -> Result<()> {
        let _ = on;
        Err(Code::Internal.into())
    }

    /// The two groups typed back fit the code that was shown (groups counted from 1).
    pub fn confirm_recovery(&self, code: &RecoveryCode, groups: &[(usize, String)]) -> Result<()> {
        let _ = (code, groups);
        Err(Code::Internal.into())
    }

    /// Closes the database in order (checkpoint, readers, writer) and wipes the keys.
    pub fn close(self) -> Result<()> {
        Ok(())
    }
}
