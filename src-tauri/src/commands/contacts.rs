//! Contacts: create, edit, bin, tag, list, and taking the last acts back.

use kartotek_core::contact::{
    self, Contact, ContactDraft, ContactEdit, ContactPage, Content, Counts, Filter, Order, TagCount,
};
use kartotek_core::vault::Op;
use kartotek_core::{PersonId, ValueId};
use tauri::State;
use uuid::Uuid;

use super::{PEOPLE_MAX, TEXT_MAX, short, within};
use crate::desk::Desk;
use crate::fault::Answer;
use crate::undo::Undo;

/// How many people an act changed, and the token that takes it back.
#[derive(serde::Serialize, specta::Type)]
pub(crate) struct Done {
    count: u32,
    undo: Uuid,
}

fn content_short(content: &Content) -> Answer<()> {
    match content {
        Content::Text(text) => short(text, TEXT_MAX),
        Content::Address(address) => {
            let parts = [
                &address.street,
                &address.postal_code,
                &address.town,
                &address.country,
            ];
            parts.into_iter().try_for_each(|part| short(part, TEXT_MAX))
        }
    }
}

/// Creates a contact.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_contact(desk: State<'_, Desk>, draft: ContactDraft) -> Answer<PersonId> {
    within(draft.values.len() + draft.tags.len(), 1_000)?;
    short(&draft.source.place, TEXT_MAX)?;
    draft
        .values
        .iter()
        .try_for_each(|value| content_short(&value.content))?;
    desk.write(Op::CreateContact, move |tx| contact::create(tx, &draft))
        .await
}

/// Edits a contact.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_contact(
    desk: State<'_, Desk>,
    id: PersonId,
    edit: ContactEdit,
) -> Answer<Done> {
    within(
        edit.add.len() + edit.change.len() + edit.remove.len(),
        1_000,
    )?;
    edit.add
        .iter()
        .try_for_each(|value| content_short(&value.content))?;
    edit.change
        .iter()
        .try_for_each(|value| content_short(&value.content))?;
    let back = desk
        .write(Op::EditContact, move |tx| contact::edit(tx, id, &edit))
        .await?;
    let undo = desk.can_undo(Undo::Edit(back));
    Ok(Done { count: 1, undo })
}

/// Marks a value as verified now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_value(desk: State<'_, Desk>, id: ValueId) -> Answer<()> {
    desk.write(Op::EditContact, move |tx| contact::verify(tx, id))
        .await
}

/// Puts people in the bin.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bin_contacts(desk: State<'_, Desk>, ids: Vec<PersonId>) -> Answer<Done> {
    within(ids.len(), PEOPLE_MAX)?;
    let people = ids.clone();
    let count = desk
        .write(Op::BinContact, move |tx| contact::bin(tx, &people))
        .await?;
    let undo = desk.can_undo(Undo::Restore(ids));
    Ok(Done { count, undo })
}

/// Takes people out of the bin.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_contacts(desk: State<'_, Desk>, ids: Vec<PersonId>) -> Answer<u32> {
    within(ids.len(), PEOPLE_MAX)?;
    desk.write(Op::RestoreContact, move |tx| contact::restore(tx, &ids))
        .await
}

/// Adds and removes tags of several people.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tag_contacts(
    desk: State<'_, Desk>,
    ids: Vec<PersonId>,
    add: Vec<String>,
    remove: Vec<String>,
) -> Answer<Done> {
    within(ids.len(), PEOPLE_MAX)?;
    within(add.len() + remove.len(), 100)?;
    add.iter()
        .chain(&remove)
        .try_for_each(|tag| short(tag, TEXT_MAX))?;
    let (count, back) = desk
        .write(Op::TagContacts, move |tx| {
            contact::tag(tx, &ids, &add, &remove)
        })
        .await?;
    let undo = desk.can_undo(Undo::Tags(back));
    Ok(Done { count, undo })
}

/// Everything the card of a person shows besides timeline and consents.
#[tauri::command]
#[specta::specta]
pub(crate) async fn contact(desk: State<'_, Desk>, id: PersonId) -> Answer<Contact> {
    desk.read(move |tx| contact::get(tx, id)).await
}

/// A stretch of a list; at most 500 rows at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn contacts(
    desk: State<'_, Desk>,
    order: Order,
    filter: Filter,
    start: u32,
    count: u32,
) -> Answer<ContactPage> {
    desk.read(move |tx| contact::list(tx, order, &filter, start, count.min(500)))
        .await
}

/// Counts for the sidebar and the filters.
#[tauri::command]
#[specta::specta]
pub(crate) async fn counts(desk: State<'_, Desk>) -> Answer<Counts> {
    desk.read(contact::counts).await
}

/// All tags in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tags(desk: State<'_, Desk>) -> Answer<Vec<TagCount>> {
    desk.read(contact::tags).await
}

/// Takes an act back, once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo(desk: State<'_, Desk>, token: Uuid) -> Answer<()> {
    let undo = desk.open().undos.take(token)?;
    desk.write(undo.op(), move |tx| undo.run(tx)).await
}
