//! Consent: the panel, the events, and recording a yes or a no.

use kartotek_core::consent::{self, ConsentEvent, ConsentLine, No, Yes};
use kartotek_core::vault::Op;
use kartotek_core::{EventId, PersonId};
use tauri::State;

use super::{TEXT_MAX, short};
use crate::desk::Desk;
use crate::fault::Answer;

/// The state of every purpose and channel that the policy asks about.
#[tauri::command]
#[specta::specta]
pub(crate) async fn consents(desk: State<'_, Desk>, person: PersonId) -> Answer<Vec<ConsentLine>> {
    desk.read(move |tx| consent::panel(tx, person)).await
}

/// Every event of a person, oldest first, with its words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn consent_events(
    desk: State<'_, Desk>,
    person: PersonId,
) -> Answer<Vec<ConsentEvent>> {
    desk.read(move |tx| consent::events(tx, person)).await
}

/// Records a yes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_consent(desk: State<'_, Desk>, yes: Yes) -> Answer<EventId> {
    [&yes.purpose, &yes.product, &yes.wording, &yes.evidence]
        .into_iter()
        .try_for_each(|text| short(text, TEXT_MAX))?;
    desk.write(Op::GiveConsent, move |tx| consent::give(tx, &yes))
        .await
}

/// Records that the person said no when asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refuse_consent(desk: State<'_, Desk>, no: No) -> Answer<EventId> {
    short(&no.evidence, TEXT_MAX)?;
    desk.write(Op::RefuseConsent, move |tx| consent::refuse(tx, &no))
        .await
}

/// Records that the person objects to a purpose, or to all direct marketing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn object_to(
    desk: State<'_, Desk>,
    person: PersonId,
    purpose: Option<String>,
) -> Answer<u32> {
    desk.write(Op::RefuseConsent, move |tx| {
        consent::object(tx, person, purpose.as_deref())
    })
    .await
}

/// Records that the person took a yes back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn withdraw_consent(desk: State<'_, Desk>, no: No) -> Answer<EventId> {
    short(&no.evidence, TEXT_MAX)?;
    desk.write(Op::WithdrawConsent, move |tx| consent::withdraw(tx, &no))
        .await
}
