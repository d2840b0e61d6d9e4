//! What a set of events says: pure functions, no I/O. The order of the set, and every clock but the calendar day of
//! an expiry, is without meaning: the same facts give the same answer on every device.

use chrono::NaiveDate;

use super::{Shown, State};
use crate::EventId;
use crate::policy::Channel;

/// An event, as far as it decides.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))] // property tests print what they found
pub struct Fact {
    pub id: EventId,
    pub purpose: i64,
    pub product: String,
    pub channel: Channel,
    /// The address it names, by row.
    pub address: Option<i64>,
    /// That address is still the person's.
    pub address_holds: bool,
    pub state: State,
    /// Milliseconds UTC; orders what is shown, decides nothing.
    pub happened_at: i64,
    /// The first day in the home zone on which a yes no longer counts.
    pub valid_until_on: Option<NaiveDate>,
    /// The noes that this yes takes back.
    pub lifts: Vec<EventId>,
}

/// What is asked about: one purpose, one product (empty: none in particular), one channel.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    pub purpose: i64,
    pub product: &'s str,
    pub channel: Channel,
}

/// The answer and the event it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub shown: Shown,
    pub event: Option<EventId>,
}

/// Which way a state points: 1 allows, -1 takes away, 0 says neither.
pub fn polarity(state: State) -> i64 {
    match state {
        State::Given | State::Renewed => 1,
        State::Refused
        | State::Withdrawn
        | State::Revoked
        | State::Expired
        | State::Invalidated => -1,
        State::Unknown | State::Requested | State::Deferred => 0,
    }
}

/// May this address be used for this scope today, and what is shown if not?
///
/// A yes counts only for the address and product it names, only before its end, and only if it takes back every no
/// that covers the scope.
pub fn decide(
    facts: &[Fact],
    scope: Scope<'_>,
    address: Option<i64>,
    today: NaiveDate,
) -> Decision {
    let yeses = || {
        yeses(facts, scope)
            .filter(|yes| address.is_some() && yes.address == address && yes.address_holds)
    };
    let over = |yes: &&Fact| yes.valid_until_on.is_some_and(|end| today >= end);
    let answer = |shown, fact: &Fact| Decision {
        shown,
        event: Some(fact.id),
    };

    if let Some(yes) = latest(yeses().filter(|y| !over(y) && unlifted(facts, scope, y).is_empty()))
    {
        return answer(Shown::Given, yes);
    }
    let against = yeses()
        .flat_map(|yes| unlifted(facts, scope, yes))
        .chain(standing_noes(facts, scope));
    if let Some(no) = latest(against) {
        return answer(shown_no(no.state), no);
    }
    match latest(yeses().filter(over)) {
        Some(yes) => answer(Shown::Expired, yes),
        None => Decision {
            shown: Shown::DidNotAsk,
            event: None,
        },
    }
}

/// Every no that covers the scope, taken back or not: what a new yes must name.
pub fn noes<'f>(facts: &'f [Fact], scope: Scope<'f>) -> impl Iterator<Item = &'f Fact> {
    facts.iter().filter(move |fact| {
        polarity(fact.state) == -1
            && fact.purpose == scope.purpose
            && (fact.product.is_empty() || fact.product == scope.product)
            && (fact.channel == Channel::Any || fact.channel == scope.channel)
    })
}

/// The noes of the scope that no yes of the same scope has taken back.
pub fn standing_noes<'f>(facts: &'f [Fact], scope: Scope<'f>) -> impl Iterator<Item = &'f Fact> {
    noes(facts, scope).filter(move |no| !yeses(facts, scope).any(|yes| yes.lifts.contains(&no.id)))
}

/// Does this no still bar `channel` altogether, so that its addresses stay suppressed there?
pub fn bars(facts: &[Fact], no: &Fact, channel: Channel) -> bool {
    let scope = Scope {
        purpose: no.purpose,
        product: &no.product,
        channel,
    };
    standing_noes(facts, scope).any(|standing| standing.id == no.id)
}

fn yeses<'f>(facts: &'f [Fact], scope: Scope<'f>) -> impl Iterator<Item = &'f Fact> {
    facts.iter().filter(move |fact| {
        polarity(fact.state) == 1
            && fact.purpose == scope.purpose
            && fact.product == scope.product
            && fact.channel == scope.channel
    })
}

fn unlifted<'f>(facts: &'f [Fact], scope: Scope<'f>, yes: &Fact) -> Vec<&'f Fact> {
    noes(facts, scope)
        .filter(|no| !yes.lifts.contains(&no.id))
        .collect()
}

fn latest<'f>(facts: impl Iterator<Item = &'f Fact>) -> Option<&'f Fact> {
    facts.max_by_key(|fact| (fact.happened_at, fact.id))
}

fn shown_no(state: State) -> Shown {
    match state {
        State::Refused => Shown::Refused,
        State::Expired => Shown::Expired,
        _ => Shown::Withdrawn,
    }
}
