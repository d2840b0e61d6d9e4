//! Calls: the stopwatch, calls of the past, and handing a number to the system.

use kartotek_core::activity::{self, CallEnd, Direction, PastCall, RunningCall};
use kartotek_core::vault::Op;
use kartotek_core::{ActivityId, Code, PersonId, ValueId};
use tauri::State;

use super::links::{self, Kind};
use super::{TEXT_MAX, short};
use crate::desk::{Desk, aside};
use crate::fault::Answer;

/// Starts the clock.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_call(
    desk: State<'_, Desk>,
    person: PersonId,
    direction: Direction,
) -> Answer<ActivityId> {
    desk.write(Op::StartCall, move |tx| {
        activity::start_call(tx, person, direction)
    })
    .await
}

/// Ends the running call.
#[tauri::command]
#[specta::specta]
pub(crate) async fn end_call(desk: State<'_, Desk>, call: ActivityId, end: CallEnd) -> Answer<()> {
    short(&end.text, TEXT_MAX)?;
    desk.write(Op::EndCall, move |tx| activity::end_call(tx, call, &end))
        .await
}

/// The call goes on although the vault was closed meanwhile.
#[tauri::command]
#[specta::specta]
pub(crate) async fn continue_call(desk: State<'_, Desk>, call: ActivityId) -> Answer<()> {
    desk.write(Op::ContinueCall, move |tx| {
        activity::continue_call(tx, call)
    })
    .await
}

/// Stops the call that runs while the vault is locked; the next unlock takes it in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_call(desk: State<'_, Desk>) -> Answer<()> {
    let desk = desk.inner().clone();
    aside(move || desk.stop_call()).await
}

/// Throws a call away that was started by mistake.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_call(desk: State<'_, Desk>, call: ActivityId) -> Answer<()> {
    desk.write(Op::EndCall, move |tx| activity::drop_call(tx, call))
        .await
}

/// The call that runs, if any.
#[tauri::command]
#[specta::specta]
pub(crate) async fn running_call(desk: State<'_, Desk>) -> Answer<Option<RunningCall>> {
    desk.read(activity::running_call).await
}

/// Records a call of the past.
#[tauri::command]
#[specta::specta]
pub(crate) async fn log_call(desk: State<'_, Desk>, call: PastCall) -> Answer<ActivityId> {
    short(&call.text, TEXT_MAX)?;
    desk.write(Op::LogCall, move |tx| activity::log_call(tx, &call))
        .await
}

/// Hands a phone number of the person to the system's telephone, if it has one; the number is on screen either way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dial(desk: State<'_, Desk>, person: PersonId, value: ValueId) -> Answer<()> {
    match links::open(&desk, person, value, Some(Kind::Phone)).await {
        Err(fault) if fault.code == Code::NotFound => Ok(()),
        answer => answer,
    }
}
