//! Search as you type: people by rank, then the newest notes.

mod excerpt;
mod query;
mod store;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::text;
use crate::vault::ReadTx;
use crate::{ActivityId, PersonId, Result};

/// A person found.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct PersonHit {
    pub id: PersonId,
    pub display_name: String,
    pub subtitle: String,
    /// What matched, when it was not the name: an e-mail, a phone, a tag.
    pub matched: String,
}

/// A note found.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct NoteHit {
    pub id: ActivityId,
    pub person: PersonId,
    pub display_name: String,
    pub at: i64,
    /// A stretch of the text around the match.
    pub excerpt: String,
}

/// What one key press shows.
#[derive(Clone, Default, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Hits {
    pub people: Vec<PersonHit>,
    pub notes: Vec<NoteHit>,
}

/// Hits of one kind that one call may ask for.
const MOST: u32 = 50;

/// Finds people and notes. Any four or more consecutive digits of a phone find it, national or +46, spaces ignored. What is
/// typed is data: no sign in it means anything to the index. At most 50 people and 50 notes.
///
/// People come by rank: the whole name, the beginning of a name, any part of it, then organization, e-mail, tags and phone.
/// Each rank is asked only when those above it left room, and no rank reads further than it fills.
pub fn search(tx: &ReadTx<'_>, query: &str, limit: u32) -> Result<Hits> {
    let limit = limit.min(MOST);
    let Some(query) = query::read(query) else {
        return Ok(Hits::default());
    };
    Ok(Hits {
        people: people(tx, &query, limit)?,
        notes: notes(tx, &query, limit)?,
    })
}

fn people(tx: &ReadTx<'_>, query: &query::Query, limit: u32) -> Result<Vec<PersonHit>> {
    let mut seen = HashSet::new();
    let mut people = Vec::new();
    for rank in &query.people {
        if people.len() >= limit as usize {
            break;
        }
        let mut found = store::people(tx, rank, limit)?;
        found.sort_by_cached_key(|p| {
            (
                text::fold(&p.display_name) != query.folded,
                p.name_key.clone(),
            )
        });
        people.extend(found.into_iter().filter(|p| seen.insert(p.person)));
    }
    people.truncate(limit as usize);
    people
        .into_iter()
        .map(|p| {
            let named = query
                .words
                .iter()
                .all(|word| excerpt::has_word(&p.display_name, word));
            let matched = if named {
                String::new()
            } else {
                excerpt::matched(&store::texts(tx, p.person)?, query)
            };
            Ok(PersonHit {
                id: p.id,
                display_name: p.display_name,
                subtitle: p.subtitle,
                matched,
            })
        })
        .collect()
}

fn notes(tx: &ReadTx<'_>, query: &query::Query, limit: u32) -> Result<Vec<NoteHit>> {
    let found = store::notes(tx, &query.notes, limit)?;
    let hit = |n: store::FoundNote| NoteHit {
        excerpt: excerpt::around(&n.text, &query.words),
        id: n.id,
        person: n.person,
        display_name: n.display_name,
        at: n.at,
    };
    Ok(found.into_iter().map(hit).collect())
}
