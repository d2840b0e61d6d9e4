//! Paper: what a sheet holds, and printing it. What was printed is remembered; what was cancelled is not.

use kartotek_core::PersonId;
use kartotek_core::contact::{Filter, Order};
use kartotek_core::rights::{self, ListSheet, Paper, PersonSheet};
use kartotek_core::vault::Op;
use tauri::State;

use super::within;
use crate::desk::{Desk, aside, asked};
use crate::fault::Answer;
use crate::paper;

/// Everything that goes on paper about a person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn person_sheet(desk: State<'_, Desk>, person: PersonId) -> Answer<PersonSheet> {
    desk.read(move |tx| rights::person_sheet(tx, person)).await
}

/// The rows of a list, as it is filtered and sorted, that go on paper.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_sheet(
    desk: State<'_, Desk>,
    order: Order,
    filter: Filter,
) -> Answer<ListSheet> {
    desk.read(move |tx| rights::list_sheet(tx, order, &filter))
        .await
}

/// Prints the sheet that the page shows, and remembers it; false when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_sheet(desk: State<'_, Desk>, paper: Paper) -> Answer<bool> {
    if let Paper::List(people) = &paper {
        within(people.len(), rights::MOST_ROWS as usize)?;
    }
    let (desk, vault) = (desk.inner().clone(), desk.vault()?);
    aside(move || {
        vault.read(|tx| rights::may_print(tx, &paper))?;
        let ask = || paper::ask(desk.app()).transpose();
        let Some((vault, printing)) = asked(vault, ask)? else {
            return Ok(false);
        };
        printing?.finish()?;
        desk.tell(vault.write(Op::Print, |tx| rights::printed(tx, &paper))?);
        Ok(true)
    })
    .await
}
