//! Making, finding and opening a vault: the start-up decision table (security.md 2.4), one outcome a row.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use secrecy::SecretString;
use uuid::Uuid;

use super::founding::{self, House};
use super::keyring::{self, Keyring};
use super::keys::{self, Key, RootKey};
use super::lock::FolderLock;
use super::passphrase::{self, Cost};
use super::slots::{self, Opened, Slots, Way};
use super::{Clock, DATABASE, SLOTS, Vault, connection, files, recovery};
use crate::policy::Language;
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

/// What comes from outside: time, the keyring, and how dear a passphrase is made to guess.
#[derive(Clone)]
pub struct Surroundings {
    pub clock: Arc<dyn Clock>,
    pub keyring: Arc<dyn Keyring>,
    /// How long the keyring may take to answer; somebody may have to type a password there first.
    pub patience: Duration,
    pub cost: Cost,
}

impl Surroundings {
    /// The computer's own.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            keyring: keyring::system(),
            patience: Duration::from_secs(30),
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
    match examine(dir) {
        Ok(None) => Found::Nothing,
        Ok(Some(slots)) => Found::Vault {
            keyring: slots.keyring().is_some(),
        },
        Err(error) => Found::Problem { code: error.code() },
    }
}

/// The rows of the table that need no key. `None`: neither slots file nor database.
fn examine(dir: &Path) -> Result<Option<Slots>> {
    let (slots, database) = (dir.join(SLOTS), dir.join(DATABASE));
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

fn read_slots(path: &Path) -> Result<Slots> {
    let meta = path.symlink_metadata()?;
    if !meta.is_file() || meta.len() > slots::MAX_BYTES {
        return Err(Code::KeyFileDamaged.into());
    }
    Slots::parse(&fs::read(path)?)
}

/// Creates folder, keys, slots, database and policy. Refuses to touch anything that exists.
pub fn create(dir: &Path, new: NewVault, clock: Arc<dyn Clock>) -> Result<(Vault, RecoveryCode)> {
    create_in(dir, new, &Surroundings::new(clock))
}

/// [`create`] with the surroundings named.
pub fn create_in(
    dir: &Path,
    new: NewVault,
    around: &Surroundings,
) -> Result<(Vault, RecoveryCode)> {
    passphrase::check_strength(&new.passphrase)?;
    if new.zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(Code::InvalidArgument.into());
    }
    if look(dir) != Found::Nothing {
        return Err(Code::VaultExists.into());
    }
    files::private_folder(dir)?;
    let dir = dir.canonicalize()?;
    let lock = FolderLock::take(&dir)?;
    if look(&dir) != Found::Nothing {
        return Err(Code::VaultExists.into());
    }
    // Built aside and moved in when complete: a failure half-way leaves no vault that cannot be opened.
    let aside = dir.join(format!(".new-{}", Uuid::new_v4().simple()));
    files::private_folder(&aside)?;
    let built = build(&aside, &new, around).and_then(|built| {
        fs::rename(aside.join(SLOTS), dir.join(SLOTS))?;
        fs::rename(aside.join(DATABASE), dir.join(DATABASE))?;
        files::sync_folder(&dir)?;
        Ok(built)
    });
    let _ = fs::remove_dir_all(&aside);
    let (keys, code) = built?;
    let vault = Vault::assemble(dir.join(DATABASE), keys, around.clock.clone(), lock)?.settled()?;
    Ok((vault, code))
}

/// Makes the two files of a new vault in `aside`.
fn build(aside: &Path, new: &NewVault, around: &Surroundings) -> Result<(Keys, RecoveryCode)> {
    let root = RootKey::new()?;
    let uid = Uuid::new_v4();
    let path = aside.join(DATABASE);
    connection::create(&path, &root.database())?;
    let mut conn = connection::writer(&path, &root.database())?;
    founding::found(
        &mut conn,
        &*around.clock,
        &House {
            uid,
            language: new.language,
            zone: &new.zone,
            controller: &new.controller,
            policy: Some(new.confirm_assessments),
        },
    )?;
    conn.close().map_err(|(_, error)| error)?;

    let mut slots = Slots::new(uid, &root, day(around.clock.now_ms()));
    let (kdf, key) = passphrase::new_key(&new.passphrase, around.cost)?;
    slots.add(&fresh_id("p"), Way::Passphrase { kdf }, &key, &root)?;
    let code = add_recovery(&mut slots, &root)?;
    let keys = Keys {
        database: root.database(),
        sealed: Some(Sealed {
            root,
            slots: slots.into(),
            changed: false,
            around: around.clone(),
        }),
    };
    if let Some(sealed) = &keys.sealed {
        let file = aside.join(SLOTS);
        sealed.save(&file)?;
        if new.keyring {
            sealed.add_keyring(&file)?;
        }
        // Read back before the vault exists: what is on disk opens with the passphrase.
        open_slots(
            &read_slots(&file)?,
            &Unlock::Passphrase(new.passphrase.clone()),
            around,
        )?;
    }
    Ok((keys, code))
}

/// Opens the vault in `dir`. On any failure no file is changed.
pub fn open(dir: &Path, unlock: Unlock, clock: Arc<dyn Clock>) -> Result<Vault> {
    open_in(dir, unlock, &Surroundings::new(clock))
}

/// [`open`] with the surroundings named.
pub fn open_in(dir: &Path, unlock: Unlock, around: &Surroundings) -> Result<Vault> {
    if examine(dir)?.is_none() {
        return Err(Code::NoVault.into());
    }
    let dir = dir.canonicalize()?;
    let lock = FolderLock::take(&dir)?;
    let slots = examine(&dir)?.ok_or(Code::NoVault)?;
    let opened = open_slots(&slots, &unlock, around)?;
    // An edited file and an unattended key: somebody should look. The passphrase or the code still opens.
    if !opened.genuine && matches!(unlock, Unlock::Keyring) {
        return Err(Code::KeyFileChanged.into());
    }
    let keys = Keys {
        database: opened.root.database(),
        sealed: Some(Sealed {
            root: opened.root,
            slots: slots.into(),
            changed: !opened.genuine,
            around: around.clone(),
        }),
    };
    let vault = Vault::assemble(dir.join(DATABASE), keys, around.clock.clone(), lock)?.settled()?;
    for name in [SLOTS, DATABASE] {
        files::restrict(&dir.join(name), 0o600)?;
    }
    if !opened.genuine {
        vault.sealed()?.save(&vault.slots_path())?;
    }
    Ok(vault)
}

/// Finds the slot that `unlock` fits.
fn open_slots(slots: &Slots, unlock: &Unlock, around: &Surroundings) -> Result<Opened> {
    let typed = match unlock {
        Unlock::Recovery(code) => Some(recovery::secret(code)?),
        _ => None,
    };
    let mut asked = false;
    for slot in &slots.all {
        let candidates: Vec<Key> = match (&slot.way, unlock) {
            (Way::Passphrase { kdf }, Unlock::Passphrase(text)) => {
                vec![passphrase::slot_key(text, kdf)?]
            }
            (Way::Recovery { salt }, Unlock::Recovery(_)) => typed
                .iter()
                .map(|secret| Ok(recovery::slot_key(secret, &slots::bytes(salt)?)))
                .collect::<Result<_>>()?,
            (Way::Keyring { account }, Unlock::Keyring) => keyring_keys(account, around)?,
            _ => continue,
        };
        asked = true;
        for key in candidates {
            if let Some(opened) = slots.open(slot, &key)? {
                return Ok(opened);
            }
        }
    }
    Err(match unlock {
        Unlock::Keyring => Code::KeyringUnavailable,
        _ if asked => Code::WrongPassphrase,
        _ => Code::KeyFileDamaged,
    }
    .into())
}

/// Every key that the keyring holds under `account`; texts that are no keys are left alone.
fn keyring_keys(account: &str, around: &Surroundings) -> Result<Vec<Key>> {
    let account = account.to_owned();
    let texts = keyring::ask(&around.keyring, around.patience, move |k| k.read(&account))?;
    Ok(texts
        .iter()
        .filter_map(|text| slots::bytes(text).ok().map(Key::new))
        .collect())
}

fn add_recovery(slots: &mut Slots, root: &RootKey) -> Result<RecoveryCode> {
    let code = recovery::new()?;
    let salt = keys::random::<16>()?;
    let key = recovery::slot_key(&*recovery::secret(&code.0)?, &salt);
    let way = Way::Recovery {
        salt: slots::text(&*salt),
    };
    slots.add(&fresh_id("r"), way, &key, root)?;
    Ok(code)
}

fn fresh_id(kind: &str) -> String {
    format!("{kind}-{}", Uuid::new_v4().simple())
}

fn day(now: i64) -> String {
    DateTime::from_timestamp_millis(now)
        .unwrap_or_default()
        .format("%Y-%m-%d")
        .to_string()
}

/// What an open vault knows of its keys.
pub(super) struct Keys {
    pub(super) database: Key,
    /// Absent when a raw key was given.
    pub(super) sealed: Option<Sealed>,
}

/// The root key and the file that seals it.
pub(super) struct Sealed {
    root: RootKey,
    slots: std::sync::Mutex<Slots>,
    changed: bool,
    around: Surroundings,
}

impl Sealed {
    fn save(&self, file: &Path) -> Result<()> {
        let bytes = super::lock(&self.slots).seal(&self.root);
        Ok(files::replace(file, &bytes)?)
    }

    /// Changes a copy of the slots, writes it, and only then believes it.
    fn change<T>(&self, file: &Path, f: impl FnOnce(&mut Slots) -> Result<T>) -> Result<T> {
        let mut slots = super::lock(&self.slots);
        let mut next = slots.clone();
        let out = f(&mut next)?;
        files::replace(file, &next.seal(&self.root))?;
        *slots = next;
        Ok(out)
    }

    /// A new item under a new account name; read back before the slot is written.
    fn add_keyring(&self, file: &Path) -> Result<()> {
        let key: Key = keys::random()?;
        let id = fresh_id("k");
        let account = format!("{}/{id}", super::lock(&self.slots).vault);
        let (name, text) = (account.clone(), slots::text(&*key));
        keyring::ask(&self.around.keyring, self.around.patience, move |k| {
            k.write(&name, &text)
        })?;
        let written = keyring_keys(&account, &self.around)
            .is_ok_and(|found| found.iter().any(|k| **k == *key));
        let added = if written {
            self.change(file, |slots| {
                slots.add(
                    &id,
                    Way::Keyring {
                        account: account.clone(),
                    },
                    &key,
                    &self.root,
                )
            })
        } else {
            Err(Code::KeyringUnavailable.into())
        };
        if added.is_err() {
            self.forget_item(account);
        }
        added
    }

    /// The slot goes first: an item without a slot opens nothing.
    fn remove_keyring(&self, file: &Path) -> Result<()> {
        let account = self.change(file, |slots| {
            let account = slots.keyring().map(str::to_owned);
            slots.all.retain(|s| !matches!(s.way, Way::Keyring { .. }));
            Ok(account)
        })?;
        if let Some(account) = account {
            self.forget_item(account);
        }
        Ok(())
    }

    /// As far as the keyring answers: the item is useless by now.
    fn forget_item(&self, account: String) {
        let _ = keyring::ask(&self.around.keyring, self.around.patience, move |k| {
            k.remove(&account)
        });
    }
}

impl Vault {
    fn sealed(&self) -> Result<&Sealed> {
        self.keys
            .sealed
            .as_ref()
            .ok_or(Code::InvalidArgument.into())
    }

    fn slots_path(&self) -> PathBuf {
        self.path.with_file_name(SLOTS)
    }

    /// Something to tell the user at the first screen: the slots file had been changed outside the program.
    pub fn notice(&self) -> Option<Code> {
        self.keys
            .sealed
            .as_ref()
            .is_some_and(|s| s.changed)
            .then_some(Code::KeyFileChanged)
    }

    /// A keyring slot exists.
    pub fn has_keyring(&self) -> bool {
        self.keys
            .sealed
            .as_ref()
            .is_some_and(|s| super::lock(&s.slots).keyring().is_some())
    }

    /// Adds or removes the keyring slot.
    pub fn set_keyring(&self, on: bool) -> Result<()> {
        let sealed = self.sealed()?;
        match (on, self.has_keyring()) {
            (true, false) => sealed.add_keyring(&self.slots_path()),
            (false, true) => sealed.remove_keyring(&self.slots_path()),
            _ => Ok(()),
        }
    }

    /// Puts a new passphrase in the place of the old one, which must be given.
    pub fn change_passphrase(&self, old: SecretString, new: SecretString) -> Result<()> {
        let sealed = self.sealed()?;
        passphrase::check_strength(&new)?;
        let slots = super::lock(&sealed.slots).clone();
        open_slots(&slots, &Unlock::Passphrase(old), &sealed.around)?;
        let (kdf, key) = passphrase::new_key(&new, sealed.around.cost)?;
        sealed.change(&self.slots_path(), |slots| {
            slots
                .all
                .retain(|s| !matches!(s.way, Way::Passphrase { .. }));
            slots.add(&fresh_id("p"), Way::Passphrase { kdf }, &key, &sealed.root)
        })
    }

    /// A new recovery code; the old one opens nothing any more.
    pub fn renew_recovery(&self) -> Result<RecoveryCode> {
        let sealed = self.sealed()?;
        let code = sealed.change(&self.slots_path(), |slots| {
            slots.all.retain(|s| !matches!(s.way, Way::Recovery { .. }));
            add_recovery(slots, &sealed.root)
        })?;
        self.write(super::Op::ChangeSettings, |tx| {
            tx.execute("UPDATE vault SET recovery_confirmed_at = NULL", [])
        })?;
        Ok(code)
    }

    /// The two groups typed back fit the code that was shown (groups counted from 1).
    pub fn confirm_recovery(&self, code: &RecoveryCode, groups: &[(usize, String)]) -> Result<()> {
        let shown: Vec<&str> = code.reveal().split('-').collect();
        let fits = |(number, typed): &(usize, String)| {
            let wanted = number.checked_sub(1).and_then(|at| shown.get(at));
            wanted.is_some() && recovery::group(typed).as_deref() == wanted.copied()
        };
        let two = groups.len() >= 2 && groups[1..].iter().all(|g| g.0 != groups[0].0);
        if !two || !groups.iter().all(fits) {
            return Err(Code::RecoveryMismatch.into());
        }
        self.write(super::Op::ChangeSettings, |tx| {
            let now = tx.now();
            tx.execute("UPDATE vault SET recovery_confirmed_at = ?1", [now])
        })?;
        Ok(())
    }

    /// Closes the database in order (write-ahead log, readers, writer) and wipes the keys.
    pub fn close(self) -> Result<()> {
        let emptied = self.truncate_wal();
        drop(self.readers);
        let writer = self
            .writer
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        writer.close().map_err(|(_, error)| error)?;
        emptied.map(|_| ())
    }
}
