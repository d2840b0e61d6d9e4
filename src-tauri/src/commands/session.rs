//! Opening, creating and locking the vault.

use kartotek_core::policy::Language;
use kartotek_core::vault::session::{self, Controller, Found};
use kartotek_core::vault::settings::{self, Appearance};
use kartotek_core::vault::{self, Due, Op, locking};
use kartotek_core::{Code, activity};
use secrecy::SecretString;
use tauri::State;

use super::backups::Chosen;
use super::{short, within};
use crate::desk::{Desk, Open, OverLock, Wish, aside};
use crate::fault::Answer;
use crate::window;

/// A passphrase or code on its way to the core; never shown again.
#[derive(serde::Deserialize, specta::Type)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    pub(super) fn take(self) -> Answer<SecretString> {
        let secret = SecretString::from(self.0);
        short(secrecy::ExposeSecret::expose_secret(&secret), 4_096)?;
        Ok(secret)
    }
}

/// What the window shows first.
#[derive(serde::Serialize, specta::Type)]
#[allow(clippy::struct_excessive_bools)] // Each says something else.
pub(crate) struct Status {
    found: Found,
    unlocked: bool,
    /// The keyring opens the vault by itself: at the start of the program, and never after somebody has locked it.
    unattended: bool,
    language: Language,
    appearance: Appearance,
    /// IANA zone of the vault that was open last.
    zone: Option<String>,
    /// A throw-away vault full of invented people.
    demo: bool,
    /// How many vaults are known here; none are counted as long as there is only the usual one.
    vaults: usize,
    /// What the open vault has to say: its key file was changed outside the program.
    notice: Option<Code>,
    /// It had not been closed the last time: when the newest act that is there was done (milliseconds UTC).
    cut_off: Option<i64>,
    /// What it proposes.
    offer: Option<Offer>,
    /// A call that runs while the vault is locked.
    call: Option<OverLock>,
    /// Not all of it can be read.
    damaged: bool,
    /// What it was locked for.
    wish: Option<Wish>,
    /// The backup that it was locked to restore.
    restore: Option<Chosen>,
}

/// Proposed once after an unlock.
#[derive(serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Offer {
    /// It is open on this computer for the first time.
    Arrived,
    /// It was opened with the recovery code: time for a new root key.
    RootKey,
    /// A new root key was cut off: the old one still holds.
    RootKeyAgain,
    /// The keyring has no key that fits any more: time for a new one.
    Keyring,
    /// The keyring opened it, and nobody has typed the passphrase for long: time to type it once.
    Recall,
}

impl Offer {
    /// The most important one.
    pub(super) fn of(open: &Open, due: Option<Due>) -> Option<Self> {
        [
            (open.arrived, Self::Arrived),
            (due == Some(Due::RecoveryUsed), Self::RootKey),
            (due == Some(Due::CutOff), Self::RootKeyAgain),
            (open.keyring_lost, Self::Keyring),
            (open.recall, Self::Recall),
        ]
        .into_iter()
        .find_map(|(so, offer)| so.then_some(offer))
    }
}

/// What a new vault needs.
#[derive(serde::Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewVault {
    controller: Controller,
    language: Language,
    /// IANA zone that rules legal days.
    zone: String,
    passphrase: Secret,
    keyring: bool,
    confirm_assessments: bool,
}

/// How to open.
#[derive(serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unlock {
    Passphrase(Secret),
    Recovery(Secret),
    Keyring,
}

/// The same for the core.
pub(super) fn key(unlock: Unlock) -> Answer<session::Unlock> {
    Ok(match unlock {
        Unlock::Passphrase(secret) => session::Unlock::Passphrase(secret.take()?),
        Unlock::Recovery(secret) => session::Unlock::Recovery(secret.take()?),
        Unlock::Keyring => session::Unlock::Keyring,
    })
}

/// What lies in the vault's folder and whether it is open. Looking changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn status(desk: State<'_, Desk>) -> Answer<Status> {
    let desk = desk.inner().clone();
    aside(move || {
        let dir = desk.dir();
        let look = window::Look::read(&dir);
        let vault = desk.vault().ok();
        let due = vault.as_ref().map(|vault| vault.read(vault::new_key_due));
        let notice = vault.as_ref().and_then(|vault| vault.notice());
        let cut_off = vault.as_ref().and_then(|vault| vault.cut_off());
        let offer = Offer::of(&desk.open(), due.transpose()?.flatten());
        // Whoever locks does not wait for a folder that hangs.
        drop(vault);
        let (wish, restore) = desk.wish();
        let restore = restore.and_then(|file| Chosen::of(&file).ok());
        let damaged = desk.open().damaged;
        let mut found = session::look(&dir);
        // A stick that is not in must not look like a vault that never was.
        if found == Found::Nothing && desk.shelf().is_some_and(|shelf| shelf.misses(&dir)) {
            let code = Code::VaultFolderMissing;
            found = Found::Problem { code };
        }
        Ok(Status {
            unattended: matches!(found, Found::Vault { keyring: true }) && !desk.entered(),
            found,
            unlocked: desk.is_open(),
            language: look.language,
            appearance: look.appearance,
            zone: look.zone,
            demo: desk.demo(),
            vaults: desk.shelf().map_or(0, |shelf| shelf.list().len()),
            notice,
            cut_off,
            offer,
            damaged,
            wish,
            restore,
            call: (!desk.is_open()).then(|| desk.call_over_lock()).flatten(),
        })
    })
    .await
}

/// Creates a vault and opens it; answers with the nine groups of the recovery code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_vault(desk: State<'_, Desk>, vault: NewVault) -> Answer<Vec<String>> {
    let desk = desk.inner().clone();
    let new = session::NewVault {
        controller: vault.controller,
        language: vault.language,
        zone: vault.zone,
        passphrase: vault.passphrase.take()?,
        keyring: vault.keyring,
        confirm_assessments: vault.confirm_assessments,
    };
    aside(move || {
        let (language, zone) = (new.language, new.zone.clone());
        let mut recovery = None;
        desk.enter(|| {
            let (vault, code) = session::create(&desk.dir(), new, Desk::clock())?;
            recovery = Some(code);
            Ok(vault)
        })?;
        window::Look::change(&desk.dir(), |look| {
            look.language = language;
            look.zone = Some(zone);
        });
        let groups = recovery.as_ref().map(|code| code.reveal().split('-'));
        let groups = groups.into_iter().flatten().map(str::to_owned).collect();
        desk.open().recovery = recovery;
        Ok(groups)
    })
    .await
}

/// Answers with the nine groups of a new recovery code. The present one opens until the new one was typed back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_recovery(desk: State<'_, Desk>, proof: Unlock) -> Answer<Vec<String>> {
    let (desk, proof) = (desk.inner().clone(), key(proof)?);
    aside(move || desk.new_recovery(&proof)).await
}

/// The groups typed back (counted from 1) fit the code that was shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_recovery(
    desk: State<'_, Desk>,
    groups: Vec<(u32, String)>,
) -> Answer<()> {
    within(groups.len(), 9)?;
    groups.iter().try_for_each(|(_, text)| short(text, 100))?;
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        let mut open = desk.open();
        let Some(code) = &open.recovery else {
            return Err(Code::NotFound.into());
        };
        let groups: Vec<_> = groups
            .into_iter()
            .map(|(group, text)| (group as usize, text))
            .collect();
        vault.confirm_recovery(code, &groups)?;
        open.recovery = None;
        drop((open, vault));
        desk.backup_after();
        Ok(())
    })
    .await
}

/// Opens the vault. After three refused keys each further try waits longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock(desk: State<'_, Desk>, unlock: Unlock) -> Answer<()> {
    let desk = desk.inner().clone();
    let by_recovery = matches!(unlock, Unlock::Recovery(_));
    let by_passphrase = matches!(unlock, Unlock::Passphrase(_));
    let key = key(unlock)?;
    aside(move || {
        let keyring = matches!(key, session::Unlock::Keyring);
        let opened = desk.enter(|| session::open(&desk.dir(), key, Desk::clock()));
        if keyring
            && opened
                .as_ref()
                .is_err_and(|fault| fault.code == Code::KeyringUnavailable)
        {
            desk.keyring_lost();
        }
        opened?;
        let vault = desk.vault()?;
        if by_passphrase {
            desk.recalled(&vault);
        } else if !by_recovery {
            desk.open().recall = vault.read(locking::recall_is_due)?;
        }
        drop(vault);
        if let Ok(today) = desk.vault()?.read(settings::settings) {
            window::Look::follow(&desk.dir(), today);
        }
        Ok(())
    })
    .await
}

/// How hard a passphrase is to guess, 0 to 4; from 3 on it may be a vault's.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passphrase_strength(typed: Secret) -> Answer<u8> {
    let typed = typed.take()?;
    aside(move || Ok(vault::passphrase_strength(&typed))).await
}

/// Puts a new passphrase in the place of the old one, for whoever gives that or the recovery code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_passphrase(
    desk: State<'_, Desk>,
    proof: Unlock,
    next: Secret,
) -> Answer<()> {
    let (desk, proof, next) = (desk.inner().clone(), key(proof)?, next.take()?);
    aside(move || desk.change_passphrase(&proof, &next)).await
}

/// What closes the vault for something else than a lock waits for the end of a call.
pub(super) async fn no_call_runs(desk: &Desk) -> Answer<()> {
    let call = desk.read(activity::running_call).await?;
    match call {
        Some(call) if call.stopped_at.is_none() => Err(Code::CallRunning.into()),
        _ => Ok(()),
    }
}

/// Gives the vault a new root key; a backup is taken first. It is closed meanwhile: a running call is ended before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rotate_key(desk: State<'_, Desk>) -> Answer<()> {
    no_call_runs(&desk).await?;
    let desk = desk.inner().clone();
    aside(move || {
        desk.rotate()?;
        // The backups so far have the old key: one that can mend a lost key file follows.
        let after = desk.clone();
        std::thread::spawn(move || after.backup_before());
        desk.changed(Op::RotateKey.topics().to_vec());
        Ok(())
    })
    .await
}

/// Closes the vault, wipes its keys and replaces the web view, which remembers what it showed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock(desk: State<'_, Desk>) -> Answer<()> {
    let desk = desk.inner().clone();
    aside(move || {
        desk.lock();
        Ok(())
    })
    .await
}
