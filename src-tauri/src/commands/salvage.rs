//! A vault that does not open: what is left of it is rescued, reported, saved as open files, or adopted.

use std::path::PathBuf;

use kartotek_core::contact::{self, ContactRow, Filter, Order};
use kartotek_core::policy::{self, Policy};
use kartotek_core::rights::{self, PersonSheet};
use kartotek_core::salvage::Report;
use kartotek_core::search::{self, Hits, PersonHit};
use kartotek_core::{Code, PersonId};
use tauri::State;

use super::restore::{self, Chosen};
use super::session::{self, Unlock};
use super::short;
use crate::copies::Work;
use crate::desk::{Desk, aside};
use crate::dialogs;
use crate::fault::Answer;

/// What was rescued, and the newest backup that opens, which is chosen to be restored.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct Rescued {
    report: Report,
    backup: Option<Chosen>,
}

/// Rescues what can be read; the damaged vault is left as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn salvage(desk: State<'_, Desk>, unlock: Unlock) -> Answer<Rescued> {
    let desk = desk.inner().clone();
    let key = session::key(unlock)?;
    aside(move || {
        desk.salvage(&key)?;
        let rescue = desk.open().rescue.take()?;
        // Whoever locks does not wait for the backups.
        let locked = || desk.locks() || !desk.open().rescue.is_on();
        let good = desk
            .copies()
            .along(&desk, Work::Salvage, &locked, |course| {
                rescue.newest_good_backup(None, course)
            });
        let report = rescue.report().clone();
        desk.open().rescue.put(rescue)?;
        let backup = match good {
            Ok(Some(backup)) => Some(restore::choose(&desk, backup.file)?),
            Err(error) if error.code() == Code::Cancelled => return Err(error.into()),
            Ok(None) | Err(_) => None,
        };
        Ok(Rescued { report, backup })
    })
    .await
}

/// Somebody who was rescued, whole.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct RescuedPerson {
    sheet: PersonSheet,
    policy: Policy,
}

/// At most 50 of those who were rescued: by name, or those whom a search finds, by what was noted, too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rescued_people(desk: State<'_, Desk>, query: String) -> Answer<Vec<PersonHit>> {
    const MOST: u32 = 50;
    short(&query, 1_000)?;
    let desk = desk.inner().clone();
    aside(move || {
        desk.look_into_rescue(|tx| {
            if query.trim().is_empty() {
                let all = contact::list(tx, Order::Name, &Filter::All, 0, MOST)?;
                let named = |row: ContactRow| PersonHit {
                    id: row.id,
                    display_name: row.display_name,
                    subtitle: row.subtitle,
                    matched: String::new(),
                };
                return Ok(all.rows.into_iter().map(named).collect());
            }
            let Hits { mut people, notes } = search::search(tx, &query, MOST)?;
            for note in notes {
                if people.iter().all(|hit| hit.id != note.person) {
                    people.push(PersonHit {
                        id: note.person,
                        display_name: note.display_name,
                        subtitle: String::new(),
                        matched: String::new(),
                    });
                }
            }
            people.truncate(MOST as usize);
            Ok(people)
        })
    })
    .await
}

/// Everything that was rescued of somebody.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rescued_person(
    desk: State<'_, Desk>,
    person: PersonId,
) -> Answer<RescuedPerson> {
    let desk = desk.inner().clone();
    aside(move || {
        desk.look_into_rescue(|tx| {
            Ok(RescuedPerson {
                sheet: rights::person_sheet(tx, person)?,
                policy: policy::active(tx)?.policy,
            })
        })
    })
    .await
}

/// Saves what was rescued as open files where the user chooses; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_salvage(desk: State<'_, Desk>) -> Answer<Option<String>> {
    let desk = desk.inner().clone();
    aside(move || {
        let Some(file) = dialogs::save(desk.app(), "kartotek-rescued.zip") else {
            return Ok(None);
        };
        let rescue = desk.open().rescue.take()?;
        let saved = rescue.export(&file);
        desk.open().rescue.put(rescue)?;
        saved?;
        Ok(Some(file.display().to_string()))
    })
    .await
}

/// What was rescued takes the damaged vault's place, whose files are kept; answers where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn adopt_salvage(desk: State<'_, Desk>) -> Answer<Option<PathBuf>> {
    let desk = desk.inner().clone();
    aside(move || {
        let mut rescue = desk.open().rescue.take()?;
        if let Err(error) = rescue.take_hold() {
            // It can still be saved as open files.
            desk.open().rescue.put(rescue)?;
            return Err(error.into());
        }
        let kept = rescue.adopt();
        desk.drop_rescue();
        let kept = kept?;
        desk.no_call();
        Ok(kept)
    })
    .await
}

/// What was rescued is let go.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_salvage(desk: State<'_, Desk>) -> Answer<()> {
    desk.drop_rescue();
    Ok(())
}
