//! Tags of several people at once.

use super::bin::about_one;
use super::{card, shape, store};
use crate::vault::WriteTx;
use crate::{Code, PersonId, Result};

/// Who got and who lost which tag.
#[derive(Clone, Default)]
pub struct UndoTags {
    added: Vec<(PersonId, String)>,
    removed: Vec<(PersonId, String)>,
}

/// Adds and removes tags of several people. Returns how many people changed, and how to take it back.
pub fn tag(
    tx: &mut WriteTx<'_>,
    ids: &[PersonId],
    add: &[String],
    remove: &[String],
) -> Result<(u32, UndoTags)> {
    let (add, remove) = (shape::tags(add)?, shape::tags(remove)?);
    let mut undo = UndoTags::default();
    let mut changed = 0;
    for id in ids {
        let person = tx.person(*id)?;
        let before = undo.added.len() + undo.removed.len();
        for tag in &remove {
            if store::remove_tag(tx, person, tag)? {
                undo.removed.push((*id, tag.clone()));
            }
        }
        for tag in &add {
            let tag_id = store::tag_id(tx, tag)?;
            if store::add_tag(tx, person, tag_id)? {
                undo.added.push((*id, tag.clone()));
            }
        }
        if undo.added.len() + undo.removed.len() > before {
            card::project(tx, person)?;
            changed += 1;
        }
        about_one(tx, ids, person)?;
    }
    store::delete_unused_tags(tx)?;
    Ok((changed, undo))
}

/// Takes a change of tags back; people who are gone since are left out.
pub fn undo_tags(tx: &mut WriteTx<'_>, undo: &UndoTags) -> Result<()> {
    let gone = |error: &crate::Error| error.code() == Code::NoSuchPerson;
    for (id, tag) in &undo.added {
        match tx.person(*id) {
            Ok(person) => {
                store::remove_tag(tx, person, tag)?;
                card::project(tx, person)?;
            }
            Err(error) if gone(&error) => {}
            Err(error) => return Err(error),
        }
    }
    for (id, tag) in &undo.removed {
        match tx.person(*id) {
            Ok(person) => {
                let tag_id = store::tag_id(tx, tag)?;
                store::add_tag(tx, person, tag_id)?;
                card::project(tx, person)?;
            }
            Err(error) if gone(&error) => {}
            Err(error) => return Err(error),
        }
    }
    store::delete_unused_tags(tx)
}
