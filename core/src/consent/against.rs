//! Noes of after the day of a copy. Going back to it makes no yes of them (Art. 7(3), Art. 21(3)): every no that stands
//! in the vault of before is said again in the one that takes its place.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;

use super::decide::{bars, polarity};
use super::{Method, State, record, refuse, store};
use crate::policy::{self, Channel};
use crate::vault::{Op, ReadTx, Vault, Wreck, as_uuid};
use crate::{Code, EventId, PersonId, Result};

/// A no that stands, as it was said.
#[derive(Clone)]
pub(crate) struct Standing {
    pub(super) id: EventId,
    pub(super) person: PersonId,
    pub(super) purpose: String,
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
    /// More may be lost, of anybody.
    uncounted: bool,
}

impl Against {
    /// All of a vault. A no that stands on one channel still counts on all that it named.
    pub(crate) fn of(tx: &ReadTx<'_>) -> Result<Self> {
        let mut noes = Vec::new();
        for (number, person) in store::naysayers(tx)? {
            let rows = store::events(tx, number)?;
            let facts = record::facts(&rows)?;
            for (row, no) in rows.into_iter().zip(&facts) {
                let stands = Channel::ALL
                    .iter()
                    .any(|channel| bars(&facts, no, *channel));
                if polarity(no.state) != -1 || !stands {
                    continue;
                }
                noes.push(Standing {
                    id: no.id,
                    person,
                    purpose: policy::key_of_purpose(tx, no.purpose)?,
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
            ..Self::default()
        })
    }

    /// What is left of it in a damaged vault. One that was taken back counts, too:
    /// rather ask once more than pass a no by.
    pub(crate) fn in_wreck(wreck: &Wreck) -> Self {
        let [events, people, purposes] =
            ["consent_event", "person", "active_purpose"].map(|table| wreck.table(table));
        let person = |number| {
            let row = people.rows.get(&number)?;
            people.uuid(row, "uid").map(PersonId)
        };
        let mut against = Self {
            uncounted: events.uncounted || events.guessed,
            ..Self::default()
        };
        for row in events.rows.values() {
            let state = State::from_code(events.text(row, "state"));
            let whose = events.number(row, "person_id").and_then(person);
            let (Some(state), Some(person)) = (state, whose) else {
                continue;
            };
            if polarity(state) != -1 {
                continue;
            }
            let id = events.uuid(row, "uid").map(EventId);
            let purpose = events.number(row, "purpose_id");
            let purpose = purpose.and_then(|number| purposes.rows.get(&number));
            match (id, purpose.map(|row| purposes.text(row, "key"))) {
                (Some(id), Some(purpose)) if !purpose.is_empty() => against.noes.push(Standing {
                    id,
                    person,
                    purpose: purpose.to_owned(),
                    product: events.text(row, "product").to_owned(),
                    channel: Channel::from_code(events.text(row, "channel"))
                        .unwrap_or(Channel::Any),
                    state,
                    method: Method::from_code(events.text(row, "method")).unwrap_or(Method::Other),
                    evidence: events.text(row, "evidence").to_owned(),
                    happened_at: events.number(row, "happened_at").unwrap_or_default(),
                }),
                (id, _) => against.lost.push((person, id)),
            }
        }
        // A row that is lost may still stand in the indexes.
        let ids = wreck.index("sqlite_autoindex_consent_event_1");
        let ids: BTreeMap<_, _> = ids
            .iter()
            .filter_map(|entry| match entry.as_slice() {
                [id, Value::Integer(number)] => Some((*number, EventId(as_uuid(id)?))),
                _ => None,
            })
            .collect();
        for entry in wreck.index("consent_event_person") {
            if let [Value::Integer(number), .., Value::Integer(event)] = entry.as_slice()
                && !events.rows.contains_key(event)
                && let Some(person) = person(*number)
            {
                against.lost.push((person, ids.get(event).copied()));
            }
        }
        against
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.noes.extend(others.noes);
        self.lost.extend(others.lost);
        self.uncounted |= others.uncounted;
    }

    /// Says them again in another edition of their vault. Where some may be lost, the yeses that could be touched count
    /// no more. Returns how many noes it did not know.
    pub(crate) fn keep(&self, vault: &Vault) -> Result<u32> {
        let known = vault.read(store::ids)?;
        let mut kept = 0;
        for no in &self.noes {
            if known.contains(&no.id) {
                continue;
            }
            let op = match no.state {
                State::Withdrawn => Op::WithdrawConsent,
                _ => Op::RefuseConsent,
            };
            match vault.write(op, |tx| refuse::again(tx, no)) {
                Ok(_) => kept += 1,
                // Whoever or whatever this edition does not know has no yes in it.
                Err(error) if matches!(error.code(), Code::NoSuchPerson | Code::PolicyPurpose) => {}
                Err(error) => return Err(error),
            }
        }
        let unknown = |id: &Option<EventId>| id.is_none_or(|id| !known.contains(&id));
        let lost = self.lost.iter().filter(|(_, id)| unknown(id));
        let lost: BTreeSet<PersonId> = lost.map(|(person, _)| *person).collect();
        for person in vault.read(store::yeasayers)? {
            if self.uncounted || lost.contains(&person) {
                vault.write(Op::Restore, |tx| refuse::doubt(tx, person))?;
            }
        }
        Ok(kept)
    }
}
