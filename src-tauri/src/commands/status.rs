//! What the window shows first, and what the open vault has to say.

use kartotek_core::Code;
use kartotek_core::policy::Language;
use kartotek_core::vault::session::{self, Found};
use kartotek_core::vault::settings::Appearance;
use kartotek_core::vault::{self, Due};
use tauri::State;

use super::restore::Chosen;
use crate::desk::{Desk, Open, OverLock, Wish, aside};
use crate::fault::Answer;
use crate::window;

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
