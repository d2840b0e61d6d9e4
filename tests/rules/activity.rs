//! Calls, notes, follow-ups and the timeline from the outside.

use kartotek_core::activity::{self, CallEnd, Direction, Entry, Outcome, PastCall, TimelinePage};
use kartotek_core::consent::{self, No};
use kartotek_core::contact;
use kartotek_core::policy::Channel;
use kartotek_core::vault::Op;
use kartotek_core::{ActivityId, Code, PersonId};

use crate::house::{DAY, House, MINUTE, MORNING};

fn nils(house: &House) -> PersonId {
    house.person(&[("name", "Nils Berg"), ("phone", "070-174 06 20")])
}

fn end(text: &str) -> CallEnd {
    CallEnd {
        outcome: Outcome::Reached,
        text: text.to_owned(),
        follow_up_on: None,
        ended_at: None,
    }
}

fn start(house: &House, person: PersonId) -> ActivityId {
    house.write(Op::StartCall, |tx| {
        activity::start_call(tx, person, Direction::Outgoing)
    })
}

fn note(house: &House, people: &[PersonId], text: &str, follow_up: Option<&str>) -> ActivityId {
    house.write(Op::WriteNote, |tx| {
        activity::write_note(tx, people, text, follow_up)
    })
}

fn page(house: &House, person: PersonId, after: Option<&str>, count: u32) -> TimelinePage {
    house.read(|tx| activity::timeline(tx, person, after, count))
}

fn texts(page: &TimelinePage) -> Vec<String> {
    page.entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Note { text, .. } | Entry::Call { text, .. } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

/// Last contact and next follow-up in the list.
fn row(house: &House, person: PersonId) -> (i64, Option<String>) {
    let list =
        house.read(|tx| contact::list(tx, contact::Order::Name, &contact::Filter::All, 0, 50));
    let row = list.rows.iter().find(|row| row.id == person).unwrap();
    (row.last_contact_at, row.follow_up_on.clone())
}

#[test]
fn a_call_runs_from_its_first_second_to_its_end() {
    let house = House::new();
    let nils = nils(&house);
    let call = start(&house, nils);
    house.wait(3 * MINUTE);
    let running = house.read(activity::running_call).unwrap();
    assert!(running.id == call && running.person == nils);
    assert_eq!(running.started_at, MORNING);
    assert!(!running.interrupted);
    assert_eq!(
        house.refused(Op::StartCall, |tx| activity::start_call(
            tx,
            nils,
            Direction::Incoming
        )),
        Code::CallRunning
    );
    house.write(Op::EndCall, |tx| {
        activity::end_call(tx, call, &end("Vill ha offert"))
    });
    assert!(house.read(activity::running_call).is_none());
    let page = page(&house, nils, None, 10);
    let Entry::Call {
        at,
        ended_at,
        running,
        outcome,
        text,
        ..
    } = &page.entries[0]
    else {
        panic!("the call is newest");
    };
    assert_eq!((*at, *ended_at), (MORNING, Some(MORNING + 3 * MINUTE)));
    assert!(!running && *outcome == Some(Outcome::Reached) && text == "Vill ha offert");
    assert_eq!(
        house.refused(Op::EndCall, |tx| activity::end_call(tx, call, &end(""))),
        Code::NotFound,
        "it ended already"
    );
}

#[test]
fn a_call_outlives_the_program() {
    let house = House::new();
    let nils = nils(&house);
    let call = start(&house, nils);
    house.wait(3 * MINUTE);
    let house = house.reopen();
    house.wait(2 * MINUTE);
    let running = house.read(activity::running_call).unwrap();
    assert_eq!(
        house.now() - running.started_at,
        5 * MINUTE,
        "the clock went on"
    );
    assert!(running.interrupted, "ask whether the call goes on");
    house.write(Op::ContinueCall, |tx| activity::continue_call(tx, call));
    let running = house.read(activity::running_call).unwrap();
    assert!(!running.interrupted, "asked once");
    let at = Some(MORNING + 3 * MINUTE);
    house.write(Op::EndCall, |tx| {
        activity::end_call(
            tx,
            call,
            &CallEnd {
                ended_at: at,
                ..end("")
            },
        )
    });
}

#[test]
fn a_call_started_by_mistake_leaves_nothing() {
    let house = House::new();
    let nils = nils(&house);
    let call = start(&house, nils);
    house.write(Op::EndCall, |tx| activity::drop_call(tx, call));
    assert!(house.read(activity::running_call).is_none());
    assert!(texts(&page(&house, nils, None, 10)).is_empty());
    assert_eq!(row(&house, nils).0, 0, "no contact took place");
}

#[test]
fn a_past_call_lies_in_the_past() {
    let house = House::new();
    let nils = nils(&house);
    let call = PastCall {
        with: Vec::new(),
        person: nils,
        direction: Direction::Incoming,
        outcome: Outcome::NoAnswer,
        started_at: MORNING - DAY,
        duration: 60,
        text: String::new(),
        follow_up_on: Some("2026-03-05".to_owned()),
    };
    house.write(Op::LogCall, |tx| activity::log_call(tx, &call));
    assert_eq!(
        row(&house, nils),
        (0, Some("2026-03-05".to_owned())),
        "nobody answered: no contact, but a follow-up"
    );
    let reached = PastCall {
        outcome: Outcome::Reached,
        follow_up_on: None,
        ..call.clone()
    };
    house.write(Op::LogCall, |tx| activity::log_call(tx, &reached));
    assert_eq!(row(&house, nils).0, MORNING - DAY);
    let ahead = PastCall {
        started_at: MORNING - 30_000,
        ..call.clone()
    };
    let wrong_day = PastCall {
        follow_up_on: Some("5 mars".to_owned()),
        ..call
    };
    let refused = |call| house.refused(Op::LogCall, |tx| activity::log_call(tx, &call));
    assert_eq!(refused(ahead), Code::InFuture);
    assert_eq!(refused(wrong_day), Code::InvalidDate);
}

#[test]
fn a_call_with_several_people_stands_with_each_of_them() {
    let house = House::new();
    let nils = nils(&house);
    let others: Vec<PersonId> = ["Eva Lindgren", "Åsa Hult", "Bo Ek"]
        .map(|name| house.person(&[("name", name)]))
        .into();
    let call = PastCall {
        with: others.clone(),
        person: nils,
        direction: Direction::Outgoing,
        outcome: Outcome::Reached,
        started_at: MORNING - DAY,
        duration: 60,
        text: "Alla var med".to_owned(),
        follow_up_on: None,
    };
    house.write(Op::LogCall, |tx| activity::log_call(tx, &call));
    let with = |person| match &page(&house, person, None, 10).entries[..] {
        [_, Entry::Call { with, .. }] | [Entry::Call { with, .. }, _] => with
            .iter()
            .map(|companion| companion.display_name.clone())
            .collect::<Vec<_>>(),
        _ => panic!("one call and the creation"),
    };
    assert_eq!(
        with(nils),
        ["Bo Ek", "Eva Lindgren", "Åsa Hult"],
        "by name, å after z"
    );
    for person in &others {
        assert_eq!(row(&house, *person).0, MORNING - DAY, "a contact with each");
        assert!(with(*person).contains(&"Nils Berg".to_owned()));
    }
    house.write(Op::BinContact, |tx| contact::bin(tx, &others[..1]));
    assert_eq!(
        with(nils),
        ["Bo Ek", "Åsa Hult"],
        "somebody in the bin is in no view"
    );
    let stranger = PastCall {
        with: vec![PersonId::new()],
        ..call
    };
    assert_eq!(
        house.refused(Op::LogCall, |tx| activity::log_call(tx, &stranger)),
        Code::NoSuchPerson
    );
}

#[test]
fn a_note_about_two_people_is_one_note() {
    let house = House::new();
    let (nils, eva) = (nils(&house), house.person(&[("name", "Eva Lindgren")]));
    let both = note(&house, &[nils, eva, nils], "Träffade båda på mässan", None);
    for (person, other, name) in [(nils, eva, "Eva Lindgren"), (eva, nils, "Nils Berg")] {
        let page = page(&house, person, None, 10);
        let Entry::Note { id, with, .. } = &page.entries[0] else {
            panic!("the note is newest");
        };
        assert!(*id == both, "each sees the same note");
        assert!(
            with.len() == 1 && with[0].id == other && with[0].display_name == name,
            "each sees who else takes part, and not oneself"
        );
    }
    house.write(Op::EditNote, |tx| {
        activity::edit_text(tx, both, "Träffade båda i Falköping")
    });
    assert_eq!(
        texts(&page(&house, eva, None, 10)),
        ["Träffade båda i Falköping"]
    );
    house.write(Op::DeleteNote, |tx| activity::delete(tx, both));
    for person in [nils, eva] {
        assert!(texts(&page(&house, person, None, 10)).is_empty());
        assert_eq!(row(&house, person).0, 0);
    }
}

#[test]
fn a_note_needs_a_text_and_a_person() {
    let house = House::new();
    let nils = nils(&house);
    let refused = |people: &[PersonId], text: &str, on: Option<&str>| {
        house.refused(Op::WriteNote, |tx| {
            activity::write_note(tx, people, text, on)
        })
    };
    assert_eq!(refused(&[nils], " \n", None), Code::TextRequired);
    assert_eq!(
        refused(&[nils], &"x".repeat(100_001), None),
        Code::TextTooLong
    );
    assert_eq!(refused(&[nils], "x", Some("2026-02-30")), Code::InvalidDate);
    assert_eq!(refused(&[], "x", None), Code::NoSuchPerson);
    assert_eq!(
        refused(&[nils, PersonId::new()], "x", None),
        Code::NoSuchPerson
    );
    assert!(
        texts(&page(&house, nils, None, 10)).is_empty(),
        "nothing is written by halves"
    );
    let odd = "<script>\u{202e}=HYPERLINK(\"x\")\0😀";
    note(&house, &[nils], odd, None);
    assert_eq!(
        texts(&page(&house, nils, None, 10)),
        [odd],
        "any text is a text"
    );
}

#[test]
fn follow_ups_keep_the_list_true() {
    let house = House::new();
    let nils = nils(&house);
    let first = note(&house, &[nils], "Ring om offerten", Some("2026-03-09"));
    let second = note(&house, &[nils], "Skicka prover", Some("2026-03-05"));
    let on = || row(&house, nils).1;
    assert_eq!(on().as_deref(), Some("2026-03-05"), "the earliest");
    house.write(Op::FollowUp, |tx| {
        activity::follow_up_done(tx, second, true)
    });
    assert_eq!(on().as_deref(), Some("2026-03-09"));
    house.write(Op::FollowUp, |tx| {
        activity::follow_up_done(tx, second, false)
    });
    assert_eq!(on().as_deref(), Some("2026-03-05"));
    house.write(Op::FollowUp, |tx| {
        activity::follow_up(tx, second, Some("2026-03-20"))
    });
    assert_eq!(on().as_deref(), Some("2026-03-09"));
    house.write(Op::FollowUp, |tx| activity::follow_up(tx, first, None));
    assert_eq!(on().as_deref(), Some("2026-03-20"));
    house.write(Op::DeleteNote, |tx| activity::delete(tx, second));
    assert_eq!(on(), None);
    assert_eq!(
        house.refused(Op::FollowUp, |tx| activity::follow_up_done(tx, first, true)),
        Code::NotFound,
        "there is none to do"
    );
}

#[test]
fn the_timeline_turns_pages_without_a_gap_or_a_repeat() {
    let house = House::new();
    let nils = nils(&house);
    for n in 0..25 {
        note(&house, &[nils], &format!("n{n}"), None);
        if n % 5 == 0 {
            house.write(Op::RefuseConsent, |tx| {
                let no = No {
                    person: nils,
                    purpose: "newsletter".to_owned(),
                    product: String::new(),
                    channel: Channel::Email,
                    method: None,
                    evidence: String::new(),
                    happened_at: None,
                };
                consent::refuse(tx, &no)
            });
        }
        if n % 3 == 0 {
            house.wait(1000);
        }
    }
    let whole = page(&house, nils, None, 200);
    assert!(whole.next.is_none());
    assert_eq!(whole.entries.len(), 25 + 5 + 1);
    assert!(
        matches!(whole.entries.last(), Some(Entry::Created { .. })),
        "it began with this"
    );
    let key = |entry: &Entry| serde_json::to_string(entry).unwrap();
    let mut turned = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = page(&house, nils, after.as_deref(), 4);
        assert!(page.entries.len() <= 4);
        turned.extend(page.entries.iter().map(key));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let whole: Vec<String> = whole.entries.iter().map(key).collect();
    assert!(turned == whole, "newest first, each entry once");
    let nonsense = house
        .vault
        .read(|tx| activity::timeline(tx, nils, Some("1; DROP"), 4));
    assert_eq!(nonsense.err().unwrap().code(), Code::InvalidArgument);
}
