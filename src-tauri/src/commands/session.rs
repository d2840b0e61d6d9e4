//! Opening, creating and locking the vault.

use kartotek_core::policy::Language;
use kartotek_core::vault::session::{self, Controller, Surroundings};
use kartotek_core::vault::{self, Op, locking, settings};
use kartotek_core::{Code, activity};
use secrecy::SecretString;
use tauri::State;

use super::{short, within};
use crate::desk::{Desk, aside};
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
        desk.enter(|_| {
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
        let code = desk.open().recovery.clone().ok_or(Code::NotFound)?;
        let groups: Vec<_> = groups
            .into_iter()
            .map(|(group, text)| (group as usize, text))
            .collect();
        vault.confirm_recovery(&code, &groups)?;
        desk.open().recovery = None;
        drop(vault);
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
        let mut tried = false;
        let opened = desk.enter(|impatient| {
            tried = true;
            let around = Surroundings {
                impatient,
                ..Surroundings::new(Desk::clock())
            };
            session::open_in(&desk.dir(), key, &around)
        });
        if keyring
            && opened
                .as_ref()
                .is_err_and(|fault| fault.code == Code::KeyringUnavailable)
        {
            desk.keyring_lost();
        }
        opened?;
        let vault = desk.vault()?;
        if by_passphrase && tried {
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

/// The keyring is not waited for any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_asking(desk: State<'_, Desk>) -> Answer<()> {
    desk.hurry();
    Ok(())
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

/// What closes the vault for something else than a lock waits for the end of a call, where that can be read.
pub(super) async fn no_call_runs(desk: &Desk) -> Answer<()> {
    match desk.read(activity::running_call).await {
        Ok(Some(call)) if call.stopped_at.is_none() => Err(Code::CallRunning.into()),
        Err(fault) if fault.code != Code::Damaged => Err(fault),
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
