//! Contacts by example and by property, on a real vault.

use proptest::prelude::*;

use super::*;
use crate::house::{House, draft};
use crate::policy::confirm_assessment;
use crate::vault::Use;
use crate::{Code, Result};

impl House {
    fn get(&self, id: PersonId) -> Contact {
        self.read(|tx| get(tx, id))
    }

    /// The whole contact, indexes included, for comparing.
    fn picture(&self, id: PersonId) -> (String, Vec<String>) {
        let contact = serde_json::to_string(&self.get(id)).unwrap();
        let derived = self.read(|tx| {
            let person = tx.person(id)?;
            tx.rows(
                "SELECT f.name || '|' || f.organization || '|' || f.email || '|' || f.tags || '|' || f.phone || '|' || c.display_name || '|' || c.town || '|' || hex(c.name_key)
                 FROM person_fts f JOIN card c ON c.person_id = f.rowid WHERE f.rowid = ?1",
                [person],
                |r| r.get(0),
            )
        });
        (contact, derived)
    }
}

fn code<T>(result: Result<T>) -> Code {
    match result {
        Ok(_) => panic!("should have been refused"),
        Err(error) => error.code(),
    }
}

#[test]
fn a_contact_is_kept_with_source_bases_origin_and_both_spellings() {
    let house = House::new();
    let mut new = draft(&[
        ("name", "Åsa  Öberg"),
        ("phone", "+46 70 174 06 05"),
        ("email", "Asa@Example.SE"),
        ("language", "en"),
    ]);
    new.values.push(ValueDraft {
        field: "address".into(),
        content: Content::Address(Address {
            town: "Örebro".into(),
            street: "Storgatan 1".into(),
            postal_code: "702 10".into(),
            country: String::new(),
        }),
        as_typed: false,
    });
    new.tags = vec!["mässa".into(), " mässa ".into()];
    let id = house.write(|tx| create(tx, &new)).unwrap();
    let contact = house.get(id);
    assert_eq!(
        (contact.display_name.as_str(), contact.subtitle.as_str()),
        ("Åsa Öberg", "Asa@Example.SE")
    );
    assert_eq!(
        contact.language,
        Language::En,
        "the language field is the person's language"
    );
    assert_eq!(
        contact.source.on, "2026-09-21",
        "an empty day is today in the home zone"
    );
    assert_eq!(
        contact.bases.len(),
        1,
        "the policy's default for a consumer"
    );
    assert_eq!(
        (contact.bases[0].purpose.as_str(), contact.bases[0].basis),
        ("offer_and_order", LawfulBasis::Contract)
    );
    assert_eq!(contact.tags, ["mässa"]);
    let phone = contact.values.iter().find(|v| v.field == "phone").unwrap();
    assert_eq!(
        (phone.norm.as_deref(), phone.display.as_str(), phone.origin),
        (Some("+46701740605"), "070-174 06 05", Origin::Typed)
    );
    assert_eq!(
        contact
            .values
            .iter()
            .find(|v| v.field == "address")
            .unwrap()
            .display,
        "Storgatan 1, 702 10 Örebro"
    );
}

#[test]
fn what_breaks_the_policy_is_refused_and_nothing_is_written() {
    let house = House::new();
    let refused = |new: &ContactDraft| code(house.write(|tx| create(tx, new)));
    assert_eq!(
        refused(&draft(&[("name", "Anna"), ("age", "40")])),
        Code::PolicyField
    );
    assert_eq!(
        refused(&draft(&[("website", "example.com")])),
        Code::Nameless
    );
    assert_eq!(refused(&draft(&[("name", " \u{202e} ")])), Code::Nameless);
    assert_eq!(
        refused(&draft(&[("name", &"a".repeat(1_000_000))])),
        Code::PolicyTooLong
    );
    assert_eq!(
        refused(&draft(&[("name", &"å".repeat(201))])),
        Code::PolicyTooLong
    );
    assert_eq!(refused(&draft(&[("email", "anna@")])), Code::InvalidEmail);
    assert_eq!(refused(&draft(&[("phone", "12")])), Code::InvalidPhone);
    assert_eq!(
        refused(&draft(&[("name", "Anna"), ("name", "Berit")])),
        Code::InvalidArgument
    );
    let mut list = draft(&[("name", "Anna")]);
    list.source = Source {
        how: SourceHow::List,
        on: String::new(),
        place: " ".into(),
    };
    assert_eq!(refused(&list), Code::SourceRequired, "a list has a name");
    let mut day = draft(&[("name", "Anna")]);
    day.source.on = "2026-02-30".into();
    assert_eq!(refused(&day), Code::InvalidDate);
    let mut basis = draft(&[("name", "Anna")]);
    basis.bases = vec![BasisChoice {
        purpose: "newsletter".into(),
        basis: LawfulBasis::LegitimateInterest,
    }];
    assert_eq!(refused(&basis), Code::PolicyBasis);
    basis.bases[0].purpose = "profiling".into();
    assert_eq!(refused(&basis), Code::PolicyPurpose);
    assert_eq!(
        house.read(|tx| tx.row("SELECT count(*) FROM person", (), |r| r.get::<_, i64>(0))),
        0,
        "every refusal rolled back"
    );
}

#[test]
fn legitimate_interest_waits_for_its_assessment() {
    let house = House::unconfirmed();
    let mut new = draft(&[("name", "Anna"), ("organization", "Exempelbolaget")]);
    new.person_type = PersonType::Employee;
    assert_eq!(
        code(house.write(|tx| create(tx, &new))),
        Code::AssessmentUnconfirmed
    );
    house
        .write(|tx| confirm_assessment(tx, "prospecting"))
        .unwrap();
    assert!(house.write(|tx| create(tx, &new)).is_ok());
}

#[test]
fn the_man_at_the_gate_needs_no_name_and_an_oddity_has_a_way_on() {
    let house = House::new();
    let gate = house.add(&[("relation", "mannen vid grinden")]);
    assert_eq!(house.get(gate).display_name, "mannen vid grinden");
    let mut odd = draft(&[("name", "Anna"), ("phone", "växeln, be om 4711")]);
    assert_eq!(code(house.write(|tx| create(tx, &odd))), Code::InvalidPhone);
    odd.values[1].as_typed = true;
    let id = house.write(|tx| create(tx, &odd)).unwrap();
    let contact = house.get(id);
    assert_eq!(
        (
            contact.values[1].display.as_str(),
            contact.values[1].norm.as_deref()
        ),
        ("växeln, be om 4711", None)
    );
}

#[test]
fn a_suppressed_address_comes_in_through_no_form() {
    let house = House::new();
    let anna = house.add(&[("name", "Anna"), ("email", "anna@example.com")]);
    house
        .write(|tx| {
            let person = tx.person(anna)?;
            let key = tx.keyed(Use::Suppression)?;
            for (owner, channel, norm) in [(Some(person), "email", "anna@example.com"), (None, "phone", "+46701740606")] {
                tx.execute(
                    "INSERT INTO suppression (uid, person_id, token, key_id, channel, reason, since_month, review_on) VALUES (?1, ?2, ?3, ?4, ?5, 'objection', '2026-09', '2029-09-01')",
                    (uuid::Uuid::now_v7(), owner, key.address(channel, norm), key.key_id, channel),
                )?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(
        code(house.write(|tx| create(tx, &draft(&[("email", " ANNA@example.com")])))),
        Code::Suppressed
    );
    assert_eq!(
        code(house.write(|tx| create(tx, &draft(&[("phone", "070-174 06 06")])))),
        Code::Suppressed
    );
    let add = |text: &str, field: &str| ContactEdit {
        add: draft(&[(field, text)]).values,
        ..ContactEdit::default()
    };
    let berit = house.add(&[("name", "Berit")]);
    assert_eq!(
        code(house.write(|tx| edit(tx, berit, &add("anna@example.com", "email")))),
        Code::Suppressed,
        "nor through an edit of somebody else"
    );
    let mail = house
        .get(anna)
        .values
        .iter()
        .find(|v| v.field == "email")
        .unwrap()
        .id;
    let respell = ContactEdit {
        change: vec![ValueChange {
            id: mail,
            content: Content::Text("Anna@Example.com".into()),
            as_typed: false,
        }],
        ..ContactEdit::default()
    };
    assert!(
        house.write(|tx| edit(tx, anna, &respell)).is_ok(),
        "the person's own address may be respelled"
    );
}

#[test]
fn an_edit_replaces_the_row_and_keeps_the_rest() {
    let house = House::new();
    let id = house.add(&[
        ("name", "Anna Berg"),
        ("email", "a@example.com"),
        ("email", "b@example.com"),
    ]);
    let before = house.get(id);
    let change = |value: &Value, text: &str| ContactEdit {
        change: vec![ValueChange {
            id: value.id,
            content: Content::Text(text.into()),
            as_typed: false,
        }],
        ..ContactEdit::default()
    };
    house
        .write(|tx| edit(tx, id, &change(&before.values[1], "c@example.com")))
        .unwrap();
    let after = house.get(id);
    assert_eq!(
        after
            .values
            .iter()
            .map(|v| v.display.as_str())
            .collect::<Vec<_>>(),
        ["Anna Berg", "c@example.com", "b@example.com"],
        "the new value takes the old one's place"
    );
    assert_ne!(
        after.values[1].id, before.values[1].id,
        "a value is never updated"
    );
    assert_eq!(
        house.read(|tx| tx.row(
            "SELECT count(*) FROM value WHERE content = 'a@example.com'",
            (),
            |r| r.get::<_, i64>(0)
        )),
        0,
        "the old value is deleted"
    );
    let removed = ContactEdit {
        remove: after.values.iter().map(|v| v.id).collect(),
        ..ContactEdit::default()
    };
    assert_eq!(
        code(house.write(|tx| edit(tx, id, &removed))),
        Code::Nameless,
        "somebody must remain to be recognised"
    );
    assert_eq!(
        code(house.write(|tx| edit(tx, id, &change(&before.values[1], "d@example.com")))),
        Code::NotFound,
        "the old value is gone"
    );
    let other_type = ContactEdit {
        person_type: Some(PersonType::Employee),
        ..ContactEdit::default()
    };
    assert_eq!(
        code(house.write(|tx| edit(tx, id, &other_type))),
        Code::PolicyBasis,
        "contract is no basis for an employee"
    );
    let with_basis = ContactEdit {
        bases: Some(vec![BasisChoice {
            purpose: "prospecting".into(),
            basis: LawfulBasis::LegitimateInterest,
        }]),
        ..other_type
    };
    house.write(|tx| edit(tx, id, &with_basis)).unwrap();
    assert_eq!(house.get(id).bases[0].purpose, "prospecting");
    assert_eq!(
        house.read(|tx| tx.row(
            "SELECT count(*) FROM basis WHERE valid_to IS NOT NULL",
            (),
            |r| r.get::<_, i64>(0)
        )),
        1,
        "the old basis is closed, not erased"
    );
}

#[test]
fn after_a_withdrawal_the_purpose_is_not_moved_to_legitimate_interest() {
    let house = House::new();
    let id = house.add(&[("name", "Anna")]);
    house
        .write(|tx| {
            let person = tx.person(id)?;
            tx.execute(
                "INSERT INTO consent_event (uid, person_id, purpose_id, channel, state, polarity, method, happened_at, recorded_at, recorded_by, policy_id, prev, mac)
                 VALUES (?1, ?2, 2, 'email', 'withdrawn', -1, 'other', 1, 1, 1, 1, zeroblob(32), zeroblob(32))",
                (uuid::Uuid::now_v7(), person),
            )
        })
        .unwrap();
    let swap = ContactEdit {
        bases: Some(vec![BasisChoice {
            purpose: "prospecting".into(),
            basis: LawfulBasis::LegitimateInterest,
        }]),
        ..ContactEdit::default()
    };
    assert_eq!(
        code(house.write(|tx| edit(tx, id, &swap))),
        Code::BasisSwapAfterWithdrawal
    );
}

#[test]
fn a_value_that_a_consent_stands_on_is_hidden_and_comes_back() {
    let house = House::new();
    let id = house.add(&[("name", "Anna"), ("email", "a@example.com")]);
    let mail = house.get(id).values[1].id;
    house
        .write(|tx| {
            let person = tx.person(id)?;
            let words = tx.insert("INSERT INTO wording (sha256, language, body, recorded_at) VALUES (zeroblob(32), 'sv', 'Får jag?', 1)", ())?;
            tx.execute(
                "INSERT INTO consent_event (uid, person_id, purpose_id, channel, value_id, state, polarity, wording_id, method, happened_at, recorded_at, recorded_by, policy_id, prev, mac)
                 VALUES (?1, ?2, 3, 'email', (SELECT id FROM value WHERE uid = ?3), 'given', 1, ?4, 'paper', 1, 1, 1, 1, zeroblob(32), zeroblob(32))",
                (uuid::Uuid::now_v7(), person, mail, words),
            )
        })
        .unwrap();
    let before = house.picture(id);
    let removal = ContactEdit {
        remove: vec![mail],
        ..ContactEdit::default()
    };
    let undo = house.write(|tx| edit(tx, id, &removal)).unwrap();
    assert_eq!(house.get(id).values.len(), 1, "out of sight");
    assert!(
        !house.picture(id).1[0].contains("a@example.com"),
        "and out of the search"
    );
    assert_eq!(
        house.read(|tx| tx.row("SELECT count(*) FROM hidden_value", (), |r| r
            .get::<_, i64>(0))),
        1,
        "but there, for the event's sake"
    );
    house.write(|tx| undo_edit(tx, &undo)).unwrap();
    assert_eq!(house.picture(id), before);
}

#[test]
fn the_bin_empties_lists_and_search_and_gives_everything_back() {
    let house = House::new();
    let (anna, berit) = (
        house.add(&[("name", "Anna")]),
        house.add(&[("name", "Berit")]),
    );
    let note = |people: &[PersonId], text: &str, on: Option<&str>| {
        house
            .write(|tx| {
                let id = tx.insert("INSERT INTO activity (uid, kind, at, text, follow_up_on, recorded_at, recorded_by) VALUES (?1, 'note', 5, ?2, ?3, 5, 1)", (uuid::Uuid::now_v7(), text, on))?;
                for person in people {
                    let person = tx.person(*person)?;
                    tx.execute("INSERT INTO participant (person_id, at, activity_id) VALUES (?1, 5, ?2)", (person, id))?;
                }
                Ok(())
            })
            .unwrap();
    };
    note(&[anna], "ensam", Some("2026-10-01"));
    note(&[anna, berit], "gemensam", None);
    let found = |word: &str| {
        house.read(|tx| {
            tx.row(
                "SELECT count(*) FROM note_fts WHERE note_fts MATCH ?1",
                [word],
                |r| r.get::<_, i64>(0),
            )
        })
    };
    assert_eq!(house.write(|tx| bin(tx, &[anna, anna])).unwrap(), 1);
    assert_eq!(
        (found("ensam"), found("gemensam")),
        (0, 1),
        "a shared note stays with the other person"
    );
    assert_eq!(
        house
            .read(|tx| list(tx, Order::Name, &Filter::All, 0, 10))
            .rows
            .len(),
        1
    );
    let binned = house.read(|tx| list(tx, Order::Name, &Filter::Bin, 0, 10));
    assert_eq!(
        binned.rows[0].display_name, "Anna",
        "the bin still names her"
    );
    assert_eq!(house.get(anna).display_name, "Anna");
    let counts = house.read(counts);
    assert_eq!((counts.contacts, counts.binned), (1, 1));
    house.write(|tx| restore(tx, &[anna])).unwrap();
    assert_eq!((found("ensam"), found("gemensam")), (1, 1));
    assert_eq!(
        house.get(anna).follow_up_on.as_deref(),
        Some("2026-10-01"),
        "her follow-up is back"
    );
}

#[test]
fn tags_of_several_go_back_to_what_each_had() {
    let house = House::new();
    let (anna, berit) = (
        house.add(&[("name", "Anna")]),
        house.add(&[("name", "Berit")]),
    );
    house
        .write(|tx| tag(tx, &[anna], &["kund".into()], &[]))
        .unwrap();
    let (changed, undo) = house
        .write(|tx| tag(tx, &[anna, berit], &["kund".into(), "ny".into()], &[]))
        .unwrap();
    assert_eq!(changed, 2);
    assert_eq!(
        house
            .read(tags)
            .iter()
            .map(|t| (t.name.clone(), t.count))
            .collect::<Vec<_>>(),
        [("kund".to_owned(), 2), ("ny".to_owned(), 2)]
    );
    house.write(|tx| undo_tags(tx, &undo)).unwrap();
    assert_eq!(
        (house.get(anna).tags, house.get(berit).tags),
        (vec!["kund".to_owned()], vec![]),
        "Anna had the tag before"
    );
    assert_eq!(
        house.read(|tx| tx.row("SELECT count(*) FROM tag", (), |r| r.get::<_, i64>(0))),
        1,
        "an unused tag is gone"
    );
}

#[test]
fn pages_follow_swedish_order_wherever_they_begin() {
    let house = House::new();
    for name in ["Örjan", "Anna", "Åke", "Ärla", "zara", "Bo"] {
        house.add(&[("name", name)]);
    }
    for start in 0..8 {
        let page = house.read(|tx| list(tx, Order::Name, &Filter::All, start, 2));
        let names: Vec<_> = page.rows.iter().map(|r| r.display_name.as_str()).collect();
        let all = ["Anna", "Bo", "zara", "Åke", "Ärla", "Örjan"];
        let from = all.len().min(start as usize);
        assert_eq!(names, all[from..all.len().min(from + 2)], "from {start}");
        assert_eq!(page.total, 6);
    }
    house.add(&[("name", "Cecilia")]);
    let page = house.read(|tx| list(tx, Order::Name, &Filter::All, 2, 1));
    assert_eq!(
        page.rows[0].display_name, "Cecilia",
        "a snapshot is not used after a change"
    );
    assert_eq!(
        code(
            house
                .vault
                .read(|tx| list(tx, Order::Name, &Filter::All, 0, 501))
        ),
        Code::InvalidArgument
    );
}

fn text_value() -> impl Strategy<Value = (&'static str, String)> {
    prop_oneof![
        "[A-ZÅÄÖa-zåäö ]{1,12}".prop_map(|s| ("name", s)),
        "[a-z]{1,8}".prop_map(|s| ("email", format!("{s}@example.com"))),
        "(0[5-9]|[1-9][0-9])".prop_map(|s| ("phone", format!("070-174 06 {s}"))),
        "[a-zåäö]{1,12}".prop_map(|s| ("relation", s)),
        "[a-z]{1,10}".prop_map(|s| ("role", s)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_taken_back_leaves_nothing_behind(
        first in prop::collection::vec(text_value(), 1..6),
        added in prop::collection::vec(text_value(), 0..3),
        change in prop::collection::vec((0_usize..6, text_value()), 0..3),
        remove in prop::collection::vec(0_usize..6, 0..2),
        tags in prop::option::of(prop::collection::vec("[a-c]", 0..3)),
        employee in any::<bool>(),
    ) {
        let house = House::new();
        let mut new = draft(&[]);
        new.values = first.iter().map(|(f, t)| ValueDraft { field: (*f).into(), content: Content::Text(t.clone()), as_typed: false }).collect();
        new.tags = vec!["a".into()];
        let Ok(id) = house.write(|tx| create(tx, &new)) else { return Ok(()) };
        let values = house.get(id).values;
        house.write(|tx| verify(tx, values[0].id)).unwrap();
        let before = house.picture(id);
        let wanted = ContactEdit {
            add: added.iter().map(|(f, t)| ValueDraft { field: (*f).into(), content: Content::Text(t.clone()), as_typed: false }).collect(),
            change: change.iter().filter_map(|(n, (_, t))| Some(ValueChange { id: values.get(*n)?.id, content: Content::Text(t.clone()), as_typed: true })).collect(),
            remove: remove.iter().filter_map(|n| Some(values.get(*n)?.id)).collect(),
            tags,
            person_type: employee.then_some(PersonType::Employee),
            bases: employee.then(|| vec![BasisChoice { purpose: "prospecting".into(), basis: LawfulBasis::LegitimateInterest }]),
            ..ContactEdit::default()
        };
        if let Ok(undo) = house.write(|tx| edit(tx, id, &wanted)) {
            house.write(|tx| undo_edit(tx, &undo)).unwrap();
        }
        prop_assert_eq!(house.picture(id), before);
    }

    #[test]
    fn pages_put_together_are_the_whole_list(
        people in prop::collection::vec(("[A-Öa-ö]{0,6}", "[A-Cc]?"), 1..20),
        size in 1_u32..7,
        order in prop_oneof![Just(Order::Name), Just(Order::Town), Just(Order::LastContact)],
    ) {
        let house = House::new();
        for (name, town) in &people {
            let mut new = draft(&[("name", name), ("relation", "x")]);
            new.values.push(ValueDraft { field: "address".into(), content: Content::Address(Address { town: town.clone(), ..Address::default() }), as_typed: false });
            house.write(|tx| create(tx, &new)).unwrap();
        }
        let all = house.read(|tx| list(tx, order, &Filter::All, 0, 500));
        let whole: Vec<_> = all.rows.iter().map(|r| r.id).collect();
        prop_assert_eq!(whole.len(), people.len());
        let mut pages = Vec::new();
        while pages.len() < whole.len() {
            let start = u32::try_from(pages.len()).unwrap();
            pages.extend(house.read(|tx| list(tx, order, &Filter::All, start, size)).rows.iter().map(|r| r.id));
        }
        prop_assert_eq!(pages, whole);
    }
}
