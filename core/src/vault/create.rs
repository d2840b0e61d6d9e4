//! Making a vault: aside, read back, and moved in when it is whole.

use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;

use super::copies::Aside;
use super::founding::{self, House};
use super::keys::RootKey;
use super::lock::FolderLock;
use super::passphrase;
use super::sealed::{Keys, Sealed, add_recovery, fresh_id, open_slots};
use super::session::{NewVault, RecoveryCode, Surroundings, Unlock, day, examine, read_slots};
use super::slots::{Slots, Way};
use super::{Clock, DATABASE, SLOTS, Vault, connection, files, outward, recovery, settings};
use crate::{Code, Error, Result};

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
    if !settings::is_zone(&new.zone) {
        return Err(Code::InvalidArgument.into());
    }
    nothing_in(dir)?;
    outward::check(dir)?;
    files::private_folder(dir)?;
    let dir = dir.canonicalize()?;
    let lock = FolderLock::take(&dir)?;
    nothing_in(&dir)?;
    // Built aside and moved in when complete: a failure half-way leaves no vault that cannot be opened.
    let mut aside = Aside::for_copies(&dir)?;
    let (keys, code) = build(aside.path(), &new, around).map_err(of_a_new_file)?;
    aside.move_in(&dir, around.clock.now_ms())?;
    let vault = Vault::assemble(dir.join(DATABASE), keys, around.clock.clone(), lock)
        .and_then(Vault::settled)
        .map_err(of_a_new_file)?;
    Ok((vault, code))
}

/// What was made a moment ago is not damaged: the disk did not do what it was asked to.
fn of_a_new_file(error: Error) -> Error {
    match error.code() {
        Code::Damaged => Code::DiskFailed.into(),
        _ => error,
    }
}

/// Nothing is created over anything.
fn nothing_in(dir: &Path) -> Result<()> {
    match examine(dir) {
        Ok(None) => Ok(()),
        _ => Err(Code::VaultExists.into()),
    }
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

    let today = day(around.clock.now_ms());
    let mut slots = Slots::new(uid, &root, today.clone());
    let (kdf, key) = passphrase::new_key(&new.passphrase, around.cost)?;
    let way = Way::Passphrase { kdf };
    slots.add(&fresh_id("p"), way, today.clone(), &key, &root)?;
    let code = recovery::new()?;
    add_recovery(&mut slots, &root, &code, today)?;
    let sealed = Sealed {
        root,
        slots: slots.into(),
        changed: false,
        around: around.patient(),
    };
    let file = aside.join(SLOTS);
    sealed.save(&file)?;
    if new.keyring {
        sealed.add_keyring(&file, &around.impatient)?;
    }
    // Read back before the vault exists: what is on disk opens with the passphrase.
    open_slots(
        &read_slots(&file)?,
        &Unlock::Passphrase(new.passphrase.clone()),
        around,
    )?;
    Ok((sealed.into(), code))
}
