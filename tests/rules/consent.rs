//! Consent from the outside: what is recorded, what is shown, and what no door can do.

use kartotek_core::consent::{self, Method, No, Shown, State, Yes};
use kartotek_core::contact::{self, BasisChoice, ContactEdit, Content, ValueChange};
use kartotek_core::policy::{Channel, Language, LawfulBasis};
use kartotek_core::vault::Op;
use kartotek_core::{Code, EventId, PersonId};

use crate::house::{DAY, House, MORNING};

const WORDS: &str = "Får jag mejla dig mitt nyhetsbrev högst en gång i månaden?";

fn yes(person: PersonId, channel: Channel) -> Yes {
    Yes {
        person,
        purpose: "newsletter".to_owned(),
        product: String::new(),
        channel,
        value: None,
        wording: WORDS.to_owned(),
        language: Language::Sv,
        method: Method::VerbalVisit,
        evidence: String::new(),
        happened_at: None,
        valid_until_on: None,
        lifts_no: false,
    }
}

fn no(person: PersonId, channel: Channel) -> No {
    No {
        person,
        purpose: "newsletter".to_owned(),
        product: String::new(),
        channel,
        method: None,
        evidence: String::new(),
        happened_at: None,
    }
}

fn eva(house: &House) -> PersonId {
    house.person(&[
        ("name", "Eva Lindgren"),
        ("email", "eva@example.org"),
        ("phone", "070-174 06 10"),
    ])
}

fn give(house: &House, yes: &Yes) -> EventId {
    house.write(Op::GiveConsent, |tx| consent::give(tx, yes))
}

fn withdraw(house: &House, no: &No) -> EventId {
    house.write(Op::WithdrawConsent, |tx| consent::withdraw(tx, no))
}

/// What the panel shows for the newsletter by e-mail.
fn shown(house: &House, person: PersonId) -> Shown {
    let panel = house.read(|tx| consent::panel(tx, person));
    let mut lines = panel.iter().filter(|l| {
        l.purpose == "newsletter" && l.channel == Channel::Email && l.product.is_empty()
    });
    let line = lines.next().unwrap();
    assert!(lines.next().is_none(), "one line a channel");
    line.shown
}

fn count(house: &House, sql: &str) -> i64 {
    house.foreign().query_row(sql, (), |r| r.get(0)).unwrap()
}

#[test]
fn nobody_was_asked_until_somebody_was() {
    let house = House::new();
    let eva = eva(&house);
    let panel = house.read(|tx| consent::panel(tx, eva));
    assert!(!panel.is_empty(), "the policy asks about something");
    assert!(panel.iter().all(|line| line.shown == Shown::DidNotAsk));
}

#[test]
fn a_yes_keeps_the_exact_words_and_the_address() {
    let house = House::new();
    let eva = eva(&house);
    let id = give(&house, &yes(eva, Channel::Email));
    assert_eq!(shown(&house, eva), Shown::Given);
    let events = house.read(|tx| consent::events(tx, eva));
    let event = &events[0];
    assert_eq!(event.id, id);
    assert_eq!(event.wording, WORDS, "not a character changed");
    assert_eq!(event.wording_language, "sv");
    assert_eq!(event.address, "eva@example.org");
    assert_eq!(event.happened_at, MORNING);
    assert!(event.state == State::Given);
    give(&house, &yes(eva, Channel::Email));
    let again = house.read(|tx| consent::events(tx, eva));
    assert!(again[1].state == State::Renewed);
    assert_eq!(
        count(&house, "SELECT count(*) FROM wording"),
        1,
        "the words are stored once"
    );
}

#[test]
fn a_yes_is_checked_before_it_is_one() {
    let house = House::new();
    let eva = eva(&house);
    let other = house.person(&[("name", "Nils Berg"), ("email", "nils@example.org")]);
    let good = yes(eva, Channel::Email);
    let refused = |yes: Yes| house.refused(Op::GiveConsent, |tx| consent::give(tx, &yes));
    let cases = [
        (
            Yes {
                wording: "  ".to_owned(),
                ..good.clone()
            },
            Code::WordingRequired,
        ),
        (
            Yes {
                happened_at: Some(MORNING + 1),
                ..good.clone()
            },
            Code::InFuture,
        ),
        (
            Yes {
                purpose: "astrology".to_owned(),
                ..good.clone()
            },
            Code::PolicyPurpose,
        ),
        (
            Yes {
                purpose: "offer_and_order".to_owned(),
                ..good.clone()
            },
            Code::PolicyBasis,
        ),
        (
            Yes {
                channel: Channel::Any,
                ..good.clone()
            },
            Code::PolicyChannel,
        ),
        (
            Yes {
                channel: Channel::Phone,
                ..good.clone()
            },
            Code::PolicyChannel,
        ),
        (
            Yes {
                channel: Channel::Post,
                ..good.clone()
            },
            Code::AddressRequired,
        ),
        (
            Yes {
                value: Some(house.value(eva, "phone")),
                ..good.clone()
            },
            Code::AddressRequired,
        ),
        (
            Yes {
                value: Some(house.value(other, "email")),
                ..good.clone()
            },
            Code::AddressRequired,
        ),
        (
            Yes {
                valid_until_on: Some("2026-13-01".to_owned()),
                ..good.clone()
            },
            Code::InvalidDate,
        ),
        (
            Yes {
                valid_until_on: Some("2026-03-02".to_owned()),
                ..good.clone()
            },
            Code::InvalidDate,
        ),
        (
            Yes {
                person: PersonId::new(),
                ..good.clone()
            },
            Code::NoSuchPerson,
        ),
    ];
    for (case, (yes, code)) in cases.into_iter().enumerate() {
        assert_eq!(refused(yes), code, "case {case}");
    }
    assert_eq!(count(&house, "SELECT count(*) FROM consent_event"), 0);
    assert_eq!(
        count(&house, "SELECT count(*) FROM wording"),
        0,
        "nothing is written"
    );
}

#[test]
fn a_withdrawal_takes_effect_in_its_own_transaction() {
    let house = House::new();
    let eva = eva(&house);
    give(&house, &yes(eva, Channel::Email));
    let inside = house.write(Op::WithdrawConsent, |tx| {
        consent::withdraw(tx, &no(eva, Channel::Email))?;
        consent::panel(tx, eva)
    });
    let line = inside
        .iter()
        .find(|l| l.purpose == "newsletter" && l.channel == Channel::Email)
        .unwrap();
    assert!(line.shown == Shown::Withdrawn);
    assert_eq!(shown(&house, eva), Shown::Withdrawn);
    assert!(!house.read(|tx| consent::holds(tx, eva, "newsletter")));
    assert_eq!(
        count(
            &house,
            "SELECT count(*) FROM basis WHERE basis = '6_1_a' AND valid_to IS NULL"
        ),
        0,
        "the basis goes with the consent"
    );
}

#[test]
fn a_no_is_lifted_only_by_the_person_with_evidence() {
    let house = House::new();
    let eva = eva(&house);
    house.write(Op::RefuseConsent, |tx| {
        consent::refuse(tx, &no(eva, Channel::Any))
    });
    assert_eq!(shown(&house, eva), Shown::Refused);
    assert_eq!(
        count(&house, "SELECT count(*) FROM suppression"),
        2,
        "e-mail and phone"
    );

    let mut act = yes(eva, Channel::Email);
    let give_code = |act: &Yes| house.refused(Op::GiveConsent, |tx| consent::give(tx, act));
    assert_eq!(give_code(&act), Code::NoStands);
    act.lifts_no = true;
    assert_eq!(give_code(&act), Code::EvidenceRequired);
    act.evidence = "Mejl från Eva 2 mars".to_owned();
    give(&house, &act);
    assert_eq!(shown(&house, eva), Shown::Given);
    let events = house.read(|tx| consent::events(tx, eva));
    assert_eq!(events[1].lifts, [events[0].id], "the yes names the no");
    assert_eq!(
        count(
            &house,
            "SELECT count(*) FROM suppression WHERE channel = 'email'"
        ),
        0,
        "lifted for e-mail"
    );
    assert_eq!(
        count(
            &house,
            "SELECT count(*) FROM suppression WHERE channel = 'phone'"
        ),
        1,
        "and for nothing else"
    );
}

#[test]
fn a_changed_address_closes_the_yes_and_never_the_no() {
    let house = House::new();
    let (eva, nils) = (
        eva(&house),
        house.person(&[("name", "Nils Berg"), ("email", "nils@example.org")]),
    );
    give(&house, &yes(eva, Channel::Email));
    house.write(Op::RefuseConsent, |tx| {
        consent::refuse(tx, &no(nils, Channel::Email))
    });
    for (person, address) in [
        (eva, "eva.lindgren@example.org"),
        (nils, "nils.berg@example.org"),
    ] {
        let edit = ContactEdit {
            change: vec![ValueChange {
                id: house.value(person, "email"),
                content: Content::Text(address.to_owned()),
                as_typed: false,
            }],
            ..ContactEdit::default()
        };
        house.write(Op::EditContact, |tx| contact::edit(tx, person, &edit));
    }
    assert_eq!(
        shown(&house, eva),
        Shown::DidNotAsk,
        "the new address was not asked"
    );
    assert!(!house.read(|tx| consent::holds(tx, eva, "newsletter")));
    assert_eq!(
        shown(&house, nils),
        Shown::Refused,
        "a no is the person's, not the address's"
    );
    let events = house.read(|tx| consent::events(tx, eva));
    assert_eq!(
        events[0].address, "eva@example.org",
        "the record still says which address"
    );
    assert!(house.read(|tx| consent::verify_chain(tx, eva)).is_none());
}

#[test]
fn a_removed_address_closes_the_yes() {
    let house = House::new();
    let eva = eva(&house);
    give(&house, &yes(eva, Channel::Email));
    let edit = ContactEdit {
        remove: vec![house.value(eva, "email")],
        ..ContactEdit::default()
    };
    house.write(Op::EditContact, |tx| contact::edit(tx, eva, &edit));
    assert_eq!(shown(&house, eva), Shown::DidNotAsk);
}

#[test]
fn a_promised_end_comes_on_its_day_in_the_home_zone() {
    let house = House::new();
    let eva = eva(&house);
    let mut promised = yes(eva, Channel::Email);
    promised.valid_until_on = Some("2026-03-04".to_owned());
    give(&house, &promised);
    // Tuesday 3 March, 23:59 in Stockholm.
    house.wait(DAY + 13 * 60 * 60_000 + 59 * 60_000);
    assert_eq!(shown(&house, eva), Shown::Given);
    house.wait(60_000);
    assert_eq!(
        shown(&house, eva),
        Shown::Expired,
        "midnight in Stockholm, not in UTC"
    );
}

#[test]
fn a_yes_for_one_product_is_none_for_another() {
    let house = House::new();
    let eva = eva(&house);
    let mut pellets = yes(eva, Channel::Email);
    pellets.product = "Pellets".to_owned();
    give(&house, &pellets);
    assert_eq!(
        shown(&house, eva),
        Shown::DidNotAsk,
        "nothing was said about the newsletter as such"
    );
    let panel = house.read(|tx| consent::panel(tx, eva));
    let line = panel
        .iter()
        .find(|l| l.product == "Pellets" && l.channel == Channel::Email)
        .unwrap();
    assert!(line.shown == Shown::Given);
}

#[test]
fn withdrawn_consent_is_not_replaced_by_legitimate_interest() {
    let house = House::new();
    let eva = eva(&house);
    house.write(Op::ConfirmAssessment, |tx| {
        kartotek_core::policy::confirm_assessment(tx, "prospecting")
    });
    let mut asked = yes(eva, Channel::Email);
    asked.purpose = "prospecting".to_owned();
    give(&house, &asked);
    let mut back = no(eva, Channel::Email);
    back.purpose = "prospecting".to_owned();
    withdraw(&house, &back);
    house.wait(60_000);
    let edit = ContactEdit {
        bases: Some(vec![BasisChoice {
            purpose: "prospecting".to_owned(),
            basis: LawfulBasis::LegitimateInterest,
        }]),
        ..ContactEdit::default()
    };
    assert_eq!(
        house.refused(Op::EditContact, |tx| contact::edit(tx, eva, &edit)),
        Code::BasisSwapAfterWithdrawal
    );
    let raw = house.foreign().execute(
        "INSERT INTO basis (uid, person_id, purpose_id, basis, valid_from, decided_by)
         SELECT randomblob(16), person_id, purpose_id, '6_1_f', 0, 1 FROM consent_event LIMIT 1",
        (),
    );
    assert!(
        raw.unwrap_err().to_string().contains("BASIS_SWAP"),
        "raw SQL meets the same wall"
    );
}

#[test]
fn no_door_changes_an_event() {
    let house = House::new();
    let eva = eva(&house);
    withdraw(&house, &no(eva, Channel::Email));
    let foreign = house.foreign();
    for sql in [
        "UPDATE consent_event SET state = 'given', polarity = 1",
        "UPDATE consent_event SET happened_at = 0",
        "DELETE FROM consent_event",
        "INSERT OR REPLACE INTO consent_event SELECT * FROM consent_event",
        "REPLACE INTO consent_event (id, uid, person_id, purpose_id, channel, state, polarity, method, happened_at, recorded_at, recorded_by, policy_id, prev, mac)
         SELECT id, randomblob(16), person_id, purpose_id, channel, 'requested', 0, method, 0, 0, 1, policy_id, prev, mac FROM consent_event",
        "DELETE FROM person",
    ] {
        let error = foreign.execute(sql, ()).unwrap_err().to_string();
        assert!(
            error.contains("APPEND_ONLY") || error.contains("FORGET_ONLY"),
            "{sql}: {error}"
        );
    }
    assert_eq!(shown(&house, eva), Shown::Withdrawn);
}

#[test]
fn a_yes_by_raw_sql_breaks_the_chain_and_does_not_allow() {
    let house = House::new();
    let eva = eva(&house);
    withdraw(&house, &no(eva, Channel::Email));
    give(
        &house,
        &Yes {
            lifts_no: true,
            evidence: "Svarskort".to_owned(),
            ..yes(eva, Channel::Email)
        },
    );
    withdraw(&house, &no(eva, Channel::Email));
    assert!(house.read(|tx| consent::verify_chain(tx, eva)).is_none());
    house
        .foreign()
        .execute(
            "INSERT INTO consent_event (uid, person_id, purpose_id, channel, value_id, state, polarity, wording_id, method, happened_at, recorded_at, recorded_by, policy_id, prev, mac)
             SELECT randomblob(16), person_id, purpose_id, channel, value_id, 'given', 1, wording_id, method, happened_at + 5, recorded_at + 5, 1, policy_id, mac, randomblob(32)
             FROM consent_event WHERE polarity = 1",
            (),
        )
        .unwrap();
    assert_eq!(shown(&house, eva), Shown::Withdrawn, "it lifts no no");
    assert!(house.read(|tx| consent::verify_chain(tx, eva)).is_some());
}

#[test]
fn an_event_cut_off_by_somebody_with_the_key_is_noticed() {
    let house = House::new();
    let eva = eva(&house);
    give(&house, &yes(eva, Channel::Email));
    let cut = withdraw(&house, &no(eva, Channel::Email));
    house
        .foreign()
        .execute_batch(
            "PRAGMA foreign_keys = OFF; DROP TRIGGER consent_event_delete;
             DELETE FROM consent_event WHERE id = (SELECT max(id) FROM consent_event);",
        )
        .unwrap();
    let missing = house.read(|tx| consent::verify_chain(tx, eva));
    assert!(missing == Some(cut), "the journal remembers the commitment");
}

#[test]
fn an_objection_to_marketing_holds_for_every_such_purpose_and_channel_at_once() {
    let house = House::new();
    let eva = eva(&house);
    let objected = house.write(Op::RefuseConsent, |tx| consent::object(tx, eva, None));
    assert_eq!(objected, 2, "prospecting and newsletter, nothing else");
    let panel = house.read(|tx| consent::panel(tx, eva));
    for line in &panel {
        assert!(
            line.shown == Shown::Refused && line.purpose != "offer_and_order",
            "every channel of both, although nobody had asked: {}",
            line.purpose
        );
    }
    assert_eq!(panel.len(), 6, "four channels and two");
    assert_eq!(
        house.refused(Op::GiveConsent, |tx| consent::give(
            tx,
            &yes(eva, Channel::Email)
        )),
        Code::NoStands,
        "a yes needs the person's own act"
    );
    assert!(
        count(
            &house,
            "SELECT count(*) FROM suppression WHERE channel IN ('email', 'phone')"
        ) >= 2,
        "both addresses are kept out of new lists"
    );
}

#[test]
fn an_objection_to_one_purpose_needs_no_event_before_it() {
    let house = House::new();
    let eva = eva(&house);
    let objected = house.write(Op::RefuseConsent, |tx| {
        consent::object(tx, eva, Some("offer_and_order"))
    });
    assert_eq!(objected, 1);
    let panel = house.read(|tx| consent::panel(tx, eva));
    let of = |purpose: &str| -> Vec<Shown> {
        let lines = panel.iter().filter(|line| line.purpose == purpose);
        lines.map(|line| line.shown).collect()
    };
    assert_eq!(
        of("offer_and_order"),
        [Shown::Refused; 4],
        "a purpose that rests on no consent can be objected to"
    );
    assert!(
        of("newsletter")
            .iter()
            .all(|shown| *shown == Shown::DidNotAsk)
    );
    let order = Yes {
        purpose: "offer_and_order".to_owned(),
        lifts_no: true,
        evidence: "Beställde igen per mejl".to_owned(),
        ..yes(eva, Channel::Email)
    };
    give(&house, &order);
    assert_eq!(
        house
            .read(|tx| consent::panel(tx, eva))
            .iter()
            .filter(|l| l.purpose == "offer_and_order" && l.shown == Shown::Refused)
            .count(),
        3,
        "the person takes it back, channel by channel"
    );
    assert_eq!(
        count(&house, "SELECT count(*) FROM basis WHERE basis = '6_1_a'"),
        0,
        "a no taken back makes no consent basis of a contract"
    );
    assert_eq!(
        house.refused(Op::GiveConsent, |tx| consent::give(tx, &order)),
        Code::PolicyBasis,
        "and nothing is asked where no no stands"
    );
    assert_eq!(
        house.refused(Op::RefuseConsent, |tx| consent::object(tx, eva, Some("x"))),
        Code::PolicyPurpose
    );
}
