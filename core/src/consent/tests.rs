//! The pure rules: a no never becomes a yes, whatever the order, the clocks and the doors.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::decide::{Decision, Fact, Scope, decide, polarity, standing_noes};
use super::{Shown, State};
use crate::EventId;
use crate::policy::Channel;

const ADDRESS: i64 = 7;

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
}

fn scope() -> Scope<'static> {
    Scope {
        purpose: 1,
        product: "",
        channel: Channel::Email,
    }
}

fn today(facts: &[Fact]) -> Decision {
    decide(facts, scope(), Some(ADDRESS), day(10))
}

fn fact(state: State, happened_at: i64) -> Fact {
    Fact {
        id: EventId::new(),
        purpose: 1,
        product: String::new(),
        channel: Channel::Email,
        address: (polarity(state) == 1).then_some(ADDRESS),
        address_holds: true,
        state,
        happened_at,
        valid_until_on: None,
        lifts: Vec::new(),
    }
}

#[test]
fn without_a_fact_nobody_was_asked() {
    assert_eq!(today(&[]).shown, Shown::DidNotAsk);
    assert_eq!(
        today(&[fact(State::Requested, 1), fact(State::Deferred, 2)]).shown,
        Shown::DidNotAsk,
        "asking is not an answer"
    );
}

#[test]
fn only_two_of_the_ten_states_allow() {
    for state in State::ALL {
        let allowed = today(&[fact(state, 1)]).shown == Shown::Given;
        let expected = matches!(state, State::Given | State::Renewed);
        assert_eq!(allowed, expected, "{}", state.code());
        assert_eq!(State::from_code(state.code()), Some(state));
    }
}

#[test]
fn a_later_yes_counts_only_if_it_takes_the_no_back() {
    let no = fact(State::Refused, 1);
    let mut yes = fact(State::Given, 2);
    assert_eq!(today(&[no.clone(), yes.clone()]).shown, Shown::Refused);
    yes.lifts.push(no.id);
    assert_eq!(today(&[no.clone(), yes.clone()]).shown, Shown::Given);
    let again = fact(State::Withdrawn, 3);
    assert_eq!(
        today(&[no, yes, again]).shown,
        Shown::Withdrawn,
        "a new no is lifted by nobody"
    );
}

#[test]
fn a_no_with_an_earlier_date_counts_as_much() {
    let yes = fact(State::Given, 100);
    let no = fact(State::Withdrawn, 1);
    assert_eq!(
        today(&[yes, no]).shown,
        Shown::Withdrawn,
        "no clock decides a yes"
    );
}

#[test]
fn a_promised_end_takes_the_yes_away_on_its_day() {
    let mut yes = fact(State::Given, 1);
    yes.valid_until_on = Some(day(20));
    let on = |n| decide(std::slice::from_ref(&yes), scope(), Some(ADDRESS), day(n)).shown;
    assert_eq!(on(19), Shown::Given);
    assert_eq!(on(20), Shown::Expired, "that day it no longer counts");
    assert_eq!(on(21), Shown::Expired);
}

#[test]
fn a_yes_is_for_its_address_and_product_alone() {
    let yes = fact(State::Given, 1);
    let facts = [yes.clone()];
    assert_eq!(
        decide(&facts, scope(), Some(8), day(10)).shown,
        Shown::DidNotAsk
    );
    assert_eq!(
        decide(&facts, scope(), None, day(10)).shown,
        Shown::DidNotAsk
    );
    let other = Scope {
        product: "B",
        ..scope()
    };
    assert_eq!(
        decide(&facts, other, Some(ADDRESS), day(10)).shown,
        Shown::DidNotAsk
    );
    let mut moved = yes;
    moved.address_holds = false;
    assert_eq!(
        today(&[moved]).shown,
        Shown::DidNotAsk,
        "a new address was not asked"
    );
}

#[test]
fn a_no_to_everything_covers_each_product_and_channel() {
    let mut no = fact(State::Refused, 1);
    no.channel = Channel::Any;
    for (product, channel) in [("", Channel::Phone), ("A", Channel::Email)] {
        let scope = Scope {
            purpose: 1,
            product,
            channel,
        };
        let facts = [no.clone()];
        assert_eq!(
            decide(&facts, scope, Some(ADDRESS), day(10)).shown,
            Shown::Refused
        );
    }
    let mut yes = fact(State::Given, 2);
    yes.lifts.push(no.id);
    let facts = [no, yes];
    assert_eq!(today(&facts).shown, Shown::Given);
    let phone = Scope {
        channel: Channel::Phone,
        ..scope()
    };
    assert_eq!(
        decide(&facts, phone, Some(ADDRESS), day(10)).shown,
        Shown::Refused,
        "taken back for e-mail only"
    );
}

prop_compose! {
    fn any_fact()(
        purpose in 1i64..3,
        product in prop::sample::select(vec!["", "A"]),
        channel in prop::sample::select(Channel::ALL.to_vec()),
        address in prop::option::of(7i64..9),
        address_holds in prop::bool::weighted(0.8),
        state in prop::sample::select(State::ALL.to_vec()),
        happened_at in 0i64..50,
        end in prop::option::weighted(0.3, 5u64..15),
    ) -> Fact {
        Fact {
            id: EventId::new(),
            purpose,
            product: product.to_owned(),
            channel,
            address,
            address_holds,
            state,
            happened_at,
            valid_until_on: end.map(day),
            lifts: Vec::new(),
        }
    }
}

/// Any set of events, with any lifts among them, sensible or not.
fn history() -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec(any_fact(), 0..9).prop_flat_map(|facts| {
        let ids: Vec<EventId> = facts.iter().map(|f| f.id).collect();
        let count = ids.len();
        prop::collection::vec(subsequence(ids, 0..=count), count).prop_map(move |lifts| {
            let mut facts = facts.clone();
            for (fact, lifts) in facts.iter_mut().zip(lifts) {
                fact.lifts = lifts;
            }
            facts
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_order_of_the_set_is_without_meaning(facts in history(), seed in any::<u64>()) {
        let mut shuffled = facts.clone();
        let n = shuffled.len();
        for i in (1..n).rev() {
            shuffled.swap(i, usize::try_from(seed.rotate_left(u32::try_from(i).unwrap()) % (i as u64 + 1)).unwrap());
        }
        prop_assert_eq!(today(&facts), today(&shuffled));
    }

    #[test]
    fn a_new_no_always_wins(facts in history(), channel in prop::sample::select(vec![Channel::Email, Channel::Any]), at in 0i64..50) {
        let mut facts = facts;
        let mut no = fact(State::Withdrawn, at);
        no.channel = channel;
        facts.push(no);
        prop_assert_ne!(today(&facts).shown, Shown::Given);
        prop_assert_ne!(today(&facts).shown, Shown::DidNotAsk, "a no is shown");
    }

    #[test]
    fn a_yes_needs_a_yes_that_names_every_no(facts in history()) {
        let noes: Vec<&Fact> = facts.iter().filter(|f| {
            polarity(f.state) < 0 && f.purpose == 1 && f.product.is_empty() && matches!(f.channel, Channel::Email | Channel::Any)
        }).collect();
        let carried = facts.iter().any(|f| {
            polarity(f.state) > 0 && f.purpose == 1 && f.product.is_empty() && f.channel == Channel::Email
                && f.address == Some(ADDRESS) && f.address_holds && f.valid_until_on.is_none_or(|end| day(10) < end)
                && noes.iter().all(|no| f.lifts.contains(&no.id))
        });
        prop_assert_eq!(today(&facts).shown == Shown::Given, carried);
    }

    #[test]
    fn time_only_takes_away(facts in history(), early in 0u64..20, later in 0u64..20) {
        let (early, later) = (early.min(later), early.max(later));
        let on = |n| decide(&facts, scope(), Some(ADDRESS), day(n)).shown == Shown::Given;
        prop_assert!(on(early) || !on(later));
    }

    #[test]
    fn no_clock_decides_a_yes(facts in history(), times in prop::collection::vec(0i64..50, 9)) {
        let mut moved = facts.clone();
        for (fact, at) in moved.iter_mut().zip(times) {
            fact.happened_at = at;
        }
        prop_assert_eq!(today(&facts).shown == Shown::Given, today(&moved).shown == Shown::Given);
    }

    #[test]
    fn closing_an_address_closes_yeses_and_never_a_no(facts in history()) {
        let mut closed = facts.clone();
        for fact in &mut closed {
            fact.address_holds = false;
        }
        prop_assert_ne!(today(&closed).shown, Shown::Given);
        prop_assert_eq!(standing_noes(&facts, scope()).count(), standing_noes(&closed, scope()).count());
        if standing_noes(&facts, scope()).next().is_some() {
            prop_assert_ne!(today(&closed).shown, Shown::DidNotAsk);
        }
    }

    #[test]
    fn another_purpose_says_nothing(facts in history(), others in history()) {
        let mut more = facts.clone();
        more.extend(others.into_iter().map(|f| Fact { purpose: 9, ..f }));
        prop_assert_eq!(today(&facts), today(&more));
    }
}
