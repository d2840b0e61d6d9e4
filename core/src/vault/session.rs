//! Making, finding and opening a vault: the start-up decision table (security.md 2.4), one outcome a row.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use chrono::DateTime;
use secrecy::SecretString;
use uuid::Uuid;

pub use super::create::{create, create_in};
use super::due::{self, Due};
use super::keyring::{self, Keyring};
use super::lock::FolderLock;
use super::moving_in::{self, MovingIn};
use super::passphrase::Cost;
use super::sealed::{Sealed, open_slots};
use super::slots::{self, Opened, Slots};
use super::{
    Clock, DATABASE, Op, SLOTS, Vault, before, closed, connection, copies, files, migrate, outward,
    wreck,
};
use crate::policy::Language;
use crate::{Code, Error, Result, held};

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
#[derive(Clone)]
pub struct RecoveryCode(pub(super) SecretString);

impl RecoveryCode {
    /// `7KQ2-M9XD-…`, nine groups.
    pub fn reveal(&self) -> &str {
        secrecy::ExposeSecret::expose_secret(&self.0)
    }
}

/// How to open.
#[derive(Clone)]
pub enum Unlock {
    Passphrase(SecretString),
    Recovery(SecretString),
    Keyring,
}

/// What comes from outside: time, the keyring, and how dear a passphrase is made to guess.
#[derive(Clone)]
pub struct Surroundings {
    pub clock: Arc<dyn Clock>,
    pub keyring: Arc<dyn Keyring>,
    /// How long the keyring may take to answer; somebody may have to type a password there first.
    pub patience: Duration,
    /// Set: whoever waits for the keyring to open a vault goes on without it.
    pub impatient: Arc<AtomicBool>,
    pub cost: Cost,
}

impl Surroundings {
    /// The same, for somebody who waits for the keyring from now on.
    pub(super) fn patient(&self) -> Self {
        Self {
            impatient: Arc::default(),
            ..self.clone()
        }
    }

    /// The computer's own.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            keyring: keyring::system(),
            patience: Duration::from_secs(30),
            impatient: Arc::default(),
            cost: Cost::Calibrated,
        }
    }
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
    match examine(dir).and_then(|found| outward::check(dir).map(|()| found)) {
        Ok(None) => Found::Nothing,
        Ok(Some(slots)) => Found::Vault {
            keyring: slots.keyring().is_some(),
        },
        Err(error) => Found::Problem { code: error.code() },
    }
}

/// The rows of the table that need no key. `None`: neither slots file nor database.
pub(super) fn examine(dir: &Path) -> Result<Option<Slots>> {
    let moving = MovingIn::found(dir);
    let place = |name| {
        let here = || dir.join(name);
        moving
            .as_ref()
            .map_or_else(here, |moving| moving.place(name))
    };
    let (slots, database) = (place(SLOTS), place(DATABASE));
    let there = |path: &Path| path.symlink_metadata().is_ok();
    match (there(&slots), there(&database)) {
        (false, false) if there(dir) && !dir.is_dir() => Err(Code::NotAVault.into()),
        (false, false) => Ok(None),
        (false, true) => {
            connection::inspect(&database)?;
            Err(Code::KeyFileMissing.into())
        }
        (true, false) => Err(Code::DatabaseMissing.into()),
        (true, true) => {
            connection::inspect(&database)?;
            Ok(Some(read_slots(&slots)?))
        }
    }
}

/// The id of the vault in `dir`, when a readable key file says so.
pub(super) fn vault_id(dir: &Path) -> Option<Uuid> {
    read_slots(&dir.join(SLOTS)).ok().map(|slots| slots.vault)
}

pub(super) fn read_slots(path: &Path) -> Result<Slots> {
    let meta = path.symlink_metadata()?;
    if !meta.is_file() || meta.len() > slots::MAX_BYTES {
        return Err(Code::KeyFileDamaged.into());
    }
    Slots::parse(&held::read(path)?)
}

/// Opens the vault in `dir`. On any failure no file is changed.
pub fn open(dir: &Path, unlock: Unlock, clock: Arc<dyn Clock>) -> Result<Vault> {
    open_in(dir, unlock, &Surroundings::new(clock))
}

/// [`open`] with the surroundings named. A folder that is a symbolic link is followed once, here; the files in it never.
pub fn open_in(dir: &Path, unlock: Unlock, around: &Surroundings) -> Result<Vault> {
    examine(dir)?;
    outward::check(dir)?;
    let vault = open_here(dir, unlock.clone(), around)?;
    // Neither is worth keeping somebody out whose disk is full.
    let _ = match unlock {
        Unlock::Recovery(_) => vault
            .write(Op::NewKeyDue, |tx| {
                due::new_key_is_due(tx, Due::RecoveryUsed)
            })
            .map(drop),
        Unlock::Passphrase(typed) => vault.raise_cost(&typed),
        Unlock::Keyring => Ok(()),
    };
    Ok(vault)
}

/// [`open_in`], wherever the folder lies.
pub(crate) fn open_here(dir: &Path, unlock: Unlock, around: &Surroundings) -> Result<Vault> {
    if examine(dir)?.is_none() {
        return Err(Code::NoVault.into());
    }
    let dir = dir.canonicalize()?;
    let lock = FolderLock::take(&dir)?;
    moving_in::finish(&dir)?;
    let mut slots = examine(&dir)?.ok_or(Code::NoVault)?;
    // The last connection that closes takes the log away.
    let log_left = connection::has_log(&dir.join(DATABASE));
    copies::sweep(&dir);
    let opened = open_slots(&slots, &unlock, around)?;
    // An edited file and an unattended key: somebody should look. The passphrase or the code still opens.
    if !opened.genuine && matches!(unlock, Unlock::Keyring) {
        return Err(Code::KeyFileChanged.into());
    }
    if !opened.genuine {
        slots.keep_own(&opened.root, &opened.slot);
    }
    let vault = open_sealed(&dir, slots, opened, lock, around)?.left_open(log_left)?;
    for name in [SLOTS, DATABASE] {
        files::restrict(&dir.join(name), 0o600)?;
    }
    if vault.notice().is_some() {
        vault.sealed()?.save(&vault.slots_path()?)?;
    }
    Ok(vault)
}

/// The database with its root key. When a new one was to follow ([`super::rotate`]), the database says which of the two
/// it has; the other is dropped.
fn open_sealed(
    dir: &Path,
    mut slots: Slots,
    opened: Opened,
    lock: FolderLock,
    around: &Surroundings,
) -> Result<Vault> {
    let path = dir.join(DATABASE);
    let mut root = opened.root;
    if let Some(next) = opened.pending {
        if closed::has_key(&path, &next.database()) {
            root = next;
            slots.promote();
        } else if closed::has_key(&path, &root.database()) {
            slots.drop_pending();
        } else {
            // Neither may be dropped while nobody knows which one the database has.
            let damaged = [&root, &next].map(|root| wreck::has_page_under(&path, &root.database()));
            return Err(damaged_or_foreign(damaged.contains(&true)));
        }
        files::replace(&dir.join(SLOTS), &slots.seal(&root))?;
    }
    before::bring(dir, (&slots, &root), around.clock.now_ms(), migrate::STEPS)?;
    let sealed = Sealed {
        root,
        slots: slots.into(),
        changed: !opened.genuine,
        around: around.patient(),
    };
    let (database, key) = (path.clone(), sealed.root.database());
    Vault::assemble(path, sealed.into(), Arc::clone(&around.clock), lock)
        .and_then(Vault::settled)
        .map_err(|error| match error.code() {
            Code::Damaged => damaged_or_foreign(wreck::has_page_under(&database, &key)),
            _ => error,
        })
}

/// A database whose first page does not open with the right key: is any other page `under_key`? Otherwise the key file is
/// of another day.
fn damaged_or_foreign(under_key: bool) -> Error {
    if under_key {
        Code::Damaged.into()
    } else {
        Code::KeysDoNotFit.into()
    }
}

/// The day of an instant, UTC: `2026-11-26`.
pub(super) fn day(now: i64) -> String {
    DateTime::from_timestamp_millis(now)
        .unwrap_or_default()
        .format("%Y-%m-%d")
        .to_string()
}
