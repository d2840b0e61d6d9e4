//! The switch, the facts, and that nothing typed is overwritten.

use super::*;
use crate::contact::{ContactDraft, ContactEdit, Intake, Origin};
use crate::house::{House, draft};
use crate::policy::PersonType;

fn employee(values: &[(&str, &str)]) -> ContactDraft {
    ContactDraft {
        person_type: PersonType::Employee,
        ..draft(values)
    }
}

impl House {
    fn employ(&self, values: &[(&str, &str)]) -> PersonId {
        self.write(|tx| contact::create(tx, &employee(values)))
            .unwrap()
    }

    fn suggested(&self, id: PersonId) -> Vec<(Reason, String)> {
        let text = |content| match content {
            Content::Text(text) => text,
            Content::Address(_) => unreachable!(),
        };
        self.vault
            .read(|tx| suggestions(tx, id))
            .unwrap()
            .into_iter()
            .map(|s| (s.reason, text(s.content)))
            .collect()
    }

    fn enriched(&self) -> i64 {
        self.vault
            .read(|tx| {
                tx.row(
                    "SELECT count(*) FROM value WHERE origin = 'enriched'",
                    (),
                    |r| r.get(0),
                )
            })
            .unwrap()
    }
}

#[test]
fn with_the_switch_off_no_way_writes_that_origin() {
    let house = House::new();
    let id = house.employ(&[
        ("name", "Anna"),
        ("email", "anna@example.com"),
        ("phone", "070-174 06 05"),
    ]);
    assert!(house.suggested(id).is_empty(), "off by default");
    assert_eq!(
        house
            .write(|tx| accept(tx, id, "website"))
            .unwrap_err()
            .code(),
        Code::EnrichmentOff
    );
    let intake = house.write(|tx| {
        let mut intake = Intake::open(tx, Origin::Enriched)?;
        let ready = intake.prepare(tx, &employee(&[("name", "Berit")]))?;
        intake.write(tx, &ready, None)
    });
    assert_eq!(
        intake.unwrap_err().code(),
        Code::EnrichmentOff,
        "nor the way in for many"
    );
    let straight = house.write(|tx| {
        let person = tx.person(id)?;
        contact::add_enriched(
            tx,
            person,
            "website",
            Content::Text("example.com".into()),
            "x",
        )
    });
    assert_eq!(
        straight.unwrap_err().code(),
        Code::EnrichmentOff,
        "nor the room below"
    );
    house.write(|tx| set_global(tx, true)).unwrap();
    house.write(|tx| set_for(tx, id, Some(false))).unwrap();
    assert!(
        house.suggested(id).is_empty(),
        "the contact's own switch wins"
    );
    assert_eq!(
        house
            .write(|tx| accept(tx, id, "website"))
            .unwrap_err()
            .code(),
        Code::EnrichmentOff
    );
    assert_eq!(house.enriched(), 0);
}

#[test]
fn facts_come_from_the_number_the_domain_and_the_vault() {
    let house = House::new();
    for name in ["Berit", "Cecilia"] {
        house.employ(&[
            ("name", name),
            ("organization", "Exempel AB"),
            ("email", &format!("{}@example.com", name.to_lowercase())),
        ]);
    }
    house.employ(&[
        ("name", "David"),
        ("organization", "Annat AB"),
        ("email", "david@sub.example.com"),
    ]);
    let id = house.employ(&[
        ("name", "Anna"),
        ("email", "anna@example.com"),
        ("phone", "070-174 06 05"),
    ]);
    house.write(|tx| set_for(tx, id, Some(true))).unwrap();
    assert_eq!(
        house.suggested(id),
        [
            (Reason::PhoneCountry, "SE".to_owned()),
            (Reason::PhoneLineType, "mobile".to_owned()),
            (Reason::EmailDomainOrganization, "Exempel AB".to_owned()),
            (Reason::EmailDomainWebsite, "https://example.com".to_owned()),
        ]
    );
    let public = house.employ(&[("name", "Erik"), ("email", "erik@gmail.com")]);
    house.write(|tx| set_global(tx, true)).unwrap();
    assert!(
        house.suggested(public).is_empty(),
        "a public provider tells nothing"
    );
}

#[test]
fn accepting_records_origin_and_reason_and_all_of_it_can_be_undone() {
    let house = House::new();
    house.employ(&[
        ("name", "Berit"),
        ("organization", "Exempel AB"),
        ("email", "b@example.com"),
    ]);
    let id = house.employ(&[("name", "Anna"), ("email", "anna@example.com")]);
    house.write(|tx| set_global(tx, true)).unwrap();
    for field in ["organization", "website"] {
        house.write(|tx| accept(tx, id, field)).unwrap();
    }
    let contact = house.vault.read(|tx| contact::get(tx, id)).unwrap();
    let website = contact
        .values
        .iter()
        .find(|v| v.field == "website")
        .unwrap();
    assert_eq!(
        (website.origin, website.reason.as_str()),
        (Origin::Enriched, "email_domain_website")
    );
    assert_eq!(contact.subtitle, "Exempel AB", "the card follows");
    assert_eq!(
        house
            .write(|tx| accept(tx, id, "website"))
            .unwrap_err()
            .code(),
        Code::NotFound,
        "a field that holds something gets no suggestion"
    );
    house.write(|tx| set_global(tx, false)).unwrap();
    assert_eq!(
        house.write(|tx| undo_all(tx, id)).unwrap(),
        2,
        "undoing works with the switch off"
    );
    assert_eq!(house.enriched(), 0);
}

#[test]
fn a_typed_value_is_never_overwritten() {
    let house = House::new();
    let id = house.employ(&[
        ("name", "Anna"),
        ("email", "anna@example.com"),
        ("website", "anna.example.se"),
    ]);
    house.write(|tx| set_global(tx, true)).unwrap();
    assert!(house.suggested(id).is_empty());
    assert_eq!(
        house
            .write(|tx| accept(tx, id, "website"))
            .unwrap_err()
            .code(),
        Code::NotFound
    );
    let straight = house.write(|tx| {
        let person = tx.person(id)?;
        contact::add_enriched(
            tx,
            person,
            "website",
            Content::Text("example.com".into()),
            "x",
        )
    });
    assert_eq!(straight.unwrap_err().code(), Code::InvalidArgument);
    let typed = ContactEdit {
        add: draft(&[("phone", "070-174 06 05")]).values,
        ..ContactEdit::default()
    };
    house.write(|tx| contact::edit(tx, id, &typed)).unwrap();
    assert_eq!(
        house.enriched(),
        0,
        "what is typed is typed, whatever the switch"
    );
}
