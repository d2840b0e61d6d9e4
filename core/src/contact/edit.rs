//! Editing a contact: values are inserted and deleted, never changed; and taking an edit back, exactly.

use super::intake::Intake;
use super::shape::{self, PreparedValue};
use super::{ContactEdit, Origin, ValueChange, ValueDraft, card, store};
use crate::policy::{FieldKind, Language, LawfulBasis, PersonType};
use crate::vault::WriteTx;
use crate::{Code, PersonId, Result, ValueId};

/// What an edit took away and put there. Rows come back with their own ids, origin and dates.
pub struct UndoEdit {
    person: PersonId,
    person_type: PersonType,
    language: Language,
    removed: Vec<store::Removed>,
    added: Vec<ValueId>,
    tags: Option<Vec<String>>,
    closed: Vec<store::BasisRow>,
    opened: Vec<uuid::Uuid>,
}

/// Edits a contact.
///
/// # Errors
/// Those of [`Intake::prepare`]; [`Code::NotFound`] for a value that is gone; [`Code::BasisSwapAfterWithdrawal`].
pub fn edit(tx: &mut WriteTx<'_>, id: PersonId, edit: &ContactEdit) -> Result<UndoEdit> {
    let person = tx.person(id)?;
    tx.about(person)?;
    let intake = Intake::open_for(tx, person)?;
    let before = store::person_row(tx, person)?;
    let mut undo = UndoEdit {
        person: id,
        person_type: before.person_type,
        language: before.language,
        removed: Vec::new(),
        added: Vec::new(),
        tags: None,
        closed: Vec::new(),
        opened: Vec::new(),
    };
    let person_type = edit.person_type.unwrap_or(before.person_type);
    let mut language = edit.language.unwrap_or(before.language);
    for value in &edit.remove {
        undo.removed.push(take_away(tx, person, *value)?);
    }
    for change in &edit.change {
        replace(tx, &intake, person, change, &mut undo)?;
    }
    for draft in &edit.add {
        let Some(ready) = intake.value(tx, draft)? else {
            continue;
        };
        if ready.kind == FieldKind::Language {
            language = Language::from_code(&ready.content).unwrap_or(language);
            continue;
        }
        let position = room_for(tx, &intake, person, &ready)?;
        undo.added.push(store::insert_value(
            tx,
            person,
            &ready,
            Origin::Typed,
            "",
            position,
            intake.policy_id(),
            None,
        )?);
    }
    if (person_type, language) != (before.person_type, before.language) {
        store::set_person(tx, person, person_type, language)?;
    }
    if let Some(wanted) = &edit.tags {
        undo.tags = Some(set_tags(tx, person, &shape::tags(wanted)?)?);
    }
    if edit.bases.is_some() || person_type != before.person_type {
        let open = store::bases(tx, person)?;
        let chosen: Vec<(&str, LawfulBasis)> = match &edit.bases {
            Some(chosen) if chosen.is_empty() => return Err(Code::BasisRequired.into()),
            Some(chosen) => chosen.iter().map(|b| (&*b.purpose, b.basis)).collect(),
            None => open.iter().map(|b| (&*b.purpose, b.basis)).collect(),
        };
        let wanted = intake.bases(person_type, chosen.into_iter())?;
        set_bases(tx, person, open, &wanted, &mut undo)?;
    }
    finish(tx, person)?;
    Ok(undo)
}

/// Takes an edit back: the same rows with the same ids, origins and dates.
///
/// # Errors
/// [`Code::UndoExpired`] when something else happened to the same rows since; [`Code::NoSuchPerson`].
pub fn undo_edit(tx: &mut WriteTx<'_>, undo: &UndoEdit) -> Result<()> {
    let person = tx.person(undo.person)?;
    tx.about(person)?;
    for value in &undo.added {
        let stored = store::value_of(tx, person, *value)?.ok_or(Code::UndoExpired)?;
        if store::is_referred_to(tx, stored)? {
            return Err(Code::UndoExpired.into());
        }
        store::delete_value(tx, stored)?;
    }
    store::set_person(tx, person, undo.person_type, undo.language)?;
    for removed in &undo.removed {
        store::put_back(tx, person, removed)?;
    }
    if let Some(tags) = &undo.tags {
        set_tags(tx, person, tags)?;
    }
    for opened in &undo.opened {
        store::delete_basis(tx, person, *opened)?;
    }
    for closed in &undo.closed {
        store::reopen_basis(tx, person, closed)?;
    }
    finish(tx, person)
}

/// Somebody must remain to be recognised; then card and index follow.
fn finish(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    let fields = crate::policy::field_keys(tx)?;
    let recognised = store::values(tx, person)?.iter().any(|v| {
        fields
            .get(&v.field_id)
            .is_some_and(|f| shape::names_somebody(&f.0))
    });
    if !recognised {
        return Err(Code::Nameless.into());
    }
    card::project(tx, person)
}

/// Deletes a value, or hides it while a consent refers to it.
pub(super) fn take_away(tx: &mut WriteTx<'_>, person: i64, id: ValueId) -> Result<store::Removed> {
    let value = store::value_of(tx, person, id)?.ok_or(Code::NotFound)?;
    if store::is_referred_to(tx, value)? {
        store::hide_value(tx, person, value)?;
        return Ok(store::Removed::Hidden(id));
    }
    let row = store::take_value(tx, value)?;
    store::delete_value(tx, value)?;
    Ok(row)
}

fn replace(
    tx: &mut WriteTx<'_>,
    intake: &Intake,
    person: i64,
    change: &ValueChange,
    undo: &mut UndoEdit,
) -> Result<()> {
    let old = store::value_of(tx, person, change.id)?.ok_or(Code::NotFound)?;
    let (field, content, position) = store::slot(tx, old)?;
    let draft = ValueDraft {
        field,
        content: change.content.clone(),
        as_typed: change.as_typed,
    };
    let ready = intake.value(tx, &draft)?;
    if ready.as_ref().is_some_and(|ready| ready.content == content) {
        return Ok(());
    }
    undo.removed.push(take_away(tx, person, change.id)?);
    if let Some(ready) = ready {
        undo.added.push(store::insert_value(
            tx,
            person,
            &ready,
            Origin::Typed,
            "",
            position,
            intake.policy_id(),
            Some(change.id),
        )?);
    }
    Ok(())
}

/// The position of one more value; a field that holds one value has no room beside it.
fn room_for(tx: &WriteTx<'_>, intake: &Intake, person: i64, ready: &PreparedValue) -> Result<i64> {
    let same: Vec<_> = store::values(tx, person)?
        .into_iter()
        .filter(|v| v.field_id == ready.field_id)
        .collect();
    if same.iter().any(|v| v.content == ready.content)
        || (!same.is_empty() && !intake.multiple(&ready.key))
    {
        return Err(Code::InvalidArgument.into());
    }
    Ok(same
        .iter()
        .map(|v| v.position + 1)
        .max()
        .unwrap_or_default())
}

/// Makes the tags of a person exactly `wanted`; returns those before.
fn set_tags(tx: &mut WriteTx<'_>, person: i64, wanted: &[String]) -> Result<Vec<String>> {
    let before = store::tags_of(tx, person)?;
    for tag in before.iter().filter(|tag| !wanted.contains(tag)) {
        store::remove_tag(tx, person, tag)?;
    }
    for tag in wanted.iter().filter(|tag| !before.contains(tag)) {
        let tag_id = store::tag_id(tx, tag)?;
        store::add_tag(tx, person, tag_id)?;
    }
    store::delete_unused_tags(tx)?;
    Ok(before)
}

fn set_bases(
    tx: &mut WriteTx<'_>,
    person: i64,
    open: Vec<store::BasisRow>,
    wanted: &[(i64, LawfulBasis)],
    undo: &mut UndoEdit,
) -> Result<()> {
    let mut kept: Vec<(i64, LawfulBasis)> = Vec::new();
    for row in open {
        if wanted.contains(&(row.purpose_id, row.basis)) {
            kept.push((row.purpose_id, row.basis));
        } else {
            store::close_basis(tx, row.uid)?;
            undo.closed.push(row);
        }
    }
    for (purpose, basis) in wanted.iter().filter(|wanted| !kept.contains(wanted)) {
        undo.opened
            .push(store::open_basis(tx, person, *purpose, *basis)?);
    }
    Ok(())
}
