//! Noes of after the day of a copy. Going back to it makes no yes of them (Art. 7(3), Art. 21(3)): every no that stands
//! in the vault of before is said again in the one that takes its place.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use uuid::Uuid;

use super::decide::{bars, polarity};
use super::{Method, State, record, refuse, store};
use crate::policy::Channel;
use crate::vault::{Op, ReadTx, Vault, Wreck, as_uuid};
use crate::{Code, EventId, PersonId, Result};

/// A no that stands, as it was said.
#[derive(Clone)]
pub(crate) struct Standing {
    pub(super) id: EventId,
    pub(super) person: PersonId,
    /// Its number, which is the same in every edition, whatever its key is by then.
    pub(super) purpose: i64,
    pub(super) product: String,
    pub(super) channel: Channel,
    pub(super) state: State,
    pub(super) method: Method,
    pub(super) evidence: String,
    /// Milliseconds UTC.
    pub(super) happened_at: i64,
}

/// Everything that one edition of a vault says against the yeses of another.
#[derive(Clone, Default)]
pub(crate) struct Against {
    noes: Vec<Standing>,
    /// Whose event is lost there, perhaps a no; and which, where an index still names it.
    lost: Vec<(PersonId, Option<EventId>)>,
    /// More is lost, of anybody.
    uncounted: bool,
    /// It said everything.
    complete: bool,
}

/// What came of keeping them.
pub(crate) struct Kept {
    /// Noes that the other edition did not know; absent where somebody may have said more.
    pub(crate) noes: Option<u32>,
    /// People whose yeses count no more, because a no of theirs may be lost.
    pub(crate) doubtful: u32,
}

impl Against {
    /// All of a vault. A no that stands on one channel still counts on all that it named.
    pub(crate) fn of(tx: &ReadTx<'_>) -> Result<Self> {
        let mut noes = Vec::new();
        for (number, person) in store::naysayers(tx)? {
            let rows = store::events(tx, number)?;
            let facts = record::facts(&rows)?;
            for (row, no) in rows.into_iter().zip(&facts) {
                let mut channels = Channel::ALL.iter().filter(|one| **one != Channel::Any);
                let stands = channels.any(|channel| bars(&facts, no, *channel));
                if polarity(no.state) != -1 || !stands {
                    continue;
                }
                noes.push(Standing {
                    id: no.id,
                    person,
                    purpose: no.purpose,
                    product: row.product,
                    channel: no.channel,
                    state: no.state,
                    method: Method::from_code(&row.method).ok_or(Code::Damaged)?,
                    evidence: row.evidence,
                    happened_at: no.happened_at,
                });
            }
        }
        Ok(Self {
            noes,
            complete: true,
            ..Self::default()
        })
    }

    /// What is left of it in a damaged vault. One that was taken back counts, too: rather ask once more than pass a no by.
    pub(crate) fn in_wreck(wreck: &Wreck) -> Self {
        let events = wreck.table("consent_event");
        let people = wreck.table("person");
        let rows = people.rows.iter();
        let mut ids: BTreeMap<i64, PersonId> = rows
            .filter_map(|(number, row)| Some((*number, PersonId(people.uuid(row, "uid")?))))
            .collect();
        ids.extend(named(wreck, "sqlite_autoindex_person_1").map(|(n, id)| (n, PersonId(id))));
        let mut against = Self {
            uncounted: events.uncounted || events.guessed,
            ..Self::default()
        };
        for row in events.rows.values() {
            let state = State::from_code(events.text(row, "state"));
            if state.is_some_and(|state| polarity(state) != -1) {
                continue;
            }
            let owner = events.number(row, "person_id");
            let Some(person) = owner.and_then(|number| ids.get(&number).copied()) else {
                // Somebody said it, and nobody knows who.
                against.uncounted = true;
                continue;
            };
            let id = events.uuid(row, "uid").map(EventId);
            match (id, state, events.number(row, "purpose_id")) {
                (Some(id), Some(state), Some(purpose)) => against.noes.push(Standing {
                    id,
                    person,
                    purpose,
                    product: events.text(row, "product").to_owned(),
                    channel: Channel::from_code(events.text(row, "channel"))
                        .unwrap_or(Channel::Any),
                    state,
                    method: Method::from_code(events.text(row, "method")).unwrap_or(Method::Other),
                    evidence: events.text(row, "evidence").to_owned(),
                    happened_at: events.number(row, "happened_at").unwrap_or_default(),
                }),
                _ => against.lost.push((person, id)),
            }
        }
        // A row that is lost may still stand in the indexes.
        let uids: BTreeMap<i64, Uuid> = named(wreck, "sqlite_autoindex_consent_event_1").collect();
        let mut owned = BTreeSet::new();
        for entry in wreck.index("consent_event_person") {
            if let [Value::Integer(number), .., Value::Integer(event)] = entry.as_slice()
                && !events.rows.contains_key(event)
                && let Some(person) = ids.get(number)
            {
                owned.insert(*event);
                against
                    .lost
                    .push((*person, uids.get(event).copied().map(EventId)));
            }
        }
        against.uncounted |= !events.gone.is_subset(&owned);
        against.complete = against.lost.is_empty() && !against.uncounted;
        against
    }

    /// Takes in what was told elsewhere; what said everything needs no guesses.
    pub(crate) fn extend(&mut self, others: Self) {
        self.noes.extend(others.noes);
        self.lost.extend(others.lost);
        self.uncounted |= others.uncounted;
        if others.complete {
            self.lost.clear();
            self.uncounted = false;
            self.complete = true;
        }
    }

    /// Says them again in another edition of their vault. Where some may be lost, the yeses that could be touched count
    /// no more.
    pub(crate) fn keep(&self, vault: &Vault) -> Result<Kept> {
        let mut known = vault.read(store::ids)?;
        let mut noes = 0;
        for no in &self.noes {
            if !known.insert(no.id) {
                continue;
            }
            let op = match no.state {
                State::Withdrawn => Op::WithdrawConsent,
                _ => Op::RefuseConsent,
            };
            match vault.write(op, |tx| refuse::again(tx, no)) {
                Ok(_) => noes += 1,
                // Whoever or whatever this edition does not know has no yes in it.
                Err(error) if matches!(error.code(), Code::NoSuchPerson | Code::PolicyPurpose) => {}
                Err(error) => return Err(error),
            }
        }
        let unknown = |id: &Option<EventId>| id.is_none_or(|id| !known.contains(&id));
        let lost = self.lost.iter().filter(|(_, id)| unknown(id));
        let lost: BTreeSet<PersonId> = lost.map(|(person, _)| *person).collect();
        let mut doubtful = 0;
        for person in vault.read(store::yeasayers)? {
            if self.uncounted || lost.contains(&person) {
                vault.write(Op::Restore, |tx| refuse::doubt(tx, person))?;
                doubtful += 1;
            }
        }
        Ok(Kept {
            noes: self.complete.then_some(noes),
            doubtful,
        })
    }
}

/// The ids that stand in an index, by the numbers of their rows.
fn named<'w>(wreck: &'w Wreck, index: &str) -> impl Iterator<Item = (i64, Uuid)> + use<'w> {
    let entries = wreck.index(index).iter();
    entries.filter_map(|entry| match entry.as_slice() {
        [id, Value::Integer(number)] => Some((*number, as_uuid(id)?)),
        _ => None,
    })
}
