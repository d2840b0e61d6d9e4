//! Undo for bin, edit and tag: what would take the last acts back, in memory only.

use std::collections::{HashSet, VecDeque};

use kartotek_core::contact::{self, Contact, ContactEdit, Filter, Order, ValueDraft};
use kartotek_core::vault::{Op, ReadTx, WriteTx};
use kartotek_core::{Code, PersonId, Result};
use uuid::Uuid;

/// As many acts back as there may be toasts on screen.
const KEPT: usize = 20;

/// The acts that can still be taken back.
#[derive(Default)]
pub(crate) struct Undos(VecDeque<(Uuid, Undo)>);

/// What takes one act back.
pub(crate) enum Undo {
    Restore(Vec<PersonId>),
    Edit(PersonId, Box<ContactEdit>),
    Tags(Vec<TagBack>),
}

/// One tag, given back to or taken from those whom the act changed.
pub(crate) struct TagBack {
    tag: String,
    give: bool,
    people: Vec<PersonId>,
}

impl Undos {
    pub(crate) fn keep(&mut self, undo: Undo) -> Uuid {
        let token = Uuid::new_v4();
        self.0.push_back((token, undo));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
        token
    }

    pub(crate) fn take(&mut self, token: Uuid) -> Result<Undo> {
        let at = self.0.iter().position(|(kept, _)| *kept == token);
        at.and_then(|at| self.0.remove(at))
            .map(|(_, undo)| undo)
            .ok_or(Code::UndoExpired.into())
    }
}

impl Undo {
    pub(crate) fn op(&self) -> Op {
        match self {
            Self::Restore(_) => Op::RestoreContact,
            Self::Edit(..) => Op::EditContact,
            Self::Tags(_) => Op::TagContacts,
        }
    }

    pub(crate) fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        match self {
            Self::Restore(people) => contact::restore(tx, people).map(drop),
            Self::Edit(person, edit) => contact::edit(tx, *person, edit),
            Self::Tags(backs) => backs.iter().try_for_each(|back| {
                let tag = std::slice::from_ref(&back.tag);
                let (add, remove): (&[_], &[_]) = if back.give { (tag, &[]) } else { (&[], tag) };
                contact::tag(tx, &back.people, add, remove).map(drop)
            }),
        }
    }
}

/// What takes the tagging of `people` back; ask before tagging.
pub(crate) fn tags_back(
    tx: &ReadTx<'_>,
    people: &[PersonId],
    add: &[String],
    remove: &[String],
) -> Result<Undo> {
    let mut backs = Vec::new();
    for (tags, give) in [(add, false), (remove, true)] {
        for tag in tags {
            let carriers = carriers(tx, tag)?;
            // Only those whom the act changes.
            let people = people.iter().copied();
            let people = people.filter(|id| carriers.contains(id) == give).collect();
            let tag = tag.clone();
            backs.push(TagBack { tag, give, people });
        }
    }
    Ok(Undo::Tags(backs))
}

fn carriers(tx: &ReadTx<'_>, tag: &str) -> Result<HashSet<PersonId>> {
    let filter = Filter::Tag(tag.to_owned());
    let mut carriers = HashSet::new();
    let mut start = 0;
    loop {
        let page = contact::list(tx, Order::Name, &filter, start, 1_000)?;
        let Ok(length @ 1..) = u32::try_from(page.rows.len()) else {
            return Ok(carriers);
        };
        carriers.extend(page.rows.iter().map(|row| row.id));
        start += length;
    }
}

/// The edit that leads from `after` back to `before`.
pub(crate) fn edit_back(before: &Contact, after: &Contact) -> ContactEdit {
    let gone = |all: &Contact, id| !all.values.iter().any(|value| value.id == id);
    let bases = |contact: &Contact| {
        let bases = contact.bases.iter();
        let bases = bases.map(|held| contact::BasisChoice {
            purpose: held.purpose.clone(),
            basis: held.basis,
        });
        bases.collect::<Vec<_>>()
    };
    ContactEdit {
        person_type: (before.person_type != after.person_type).then_some(before.person_type),
        language: (before.language != after.language).then_some(before.language),
        add: before
            .values
            .iter()
            .filter(|value| gone(after, value.id))
            .map(|value| ValueDraft {
                field: value.field.clone(),
                content: value.content.clone(),
                as_typed: value.norm.is_none(),
            })
            .collect(),
        change: Vec::new(),
        remove: after
            .values
            .iter()
            .filter(|value| gone(before, value.id))
            .map(|value| value.id)
            .collect(),
        tags: (before.tags != after.tags).then(|| before.tags.clone()),
        bases: (bases(before) != bases(after)).then(|| bases(before)),
    }
}
