//! What is found, in which order, and what typed signs may not do.

use proptest::prelude::*;

use super::*;
use crate::activity;
use crate::contact::{self, ContactDraft};
use crate::house::{House, draft};
use crate::vault::Op;

impl House {
    fn add_tagged(&self, values: &[(&str, &str)], tags: &[&str]) -> PersonId {
        let tags = tags.iter().map(|tag| (*tag).into()).collect();
        let draft = ContactDraft {
            tags,
            ..draft(values)
        };
        self.write(|tx| contact::create(tx, &draft)).unwrap()
    }

    fn note(&self, people: &[PersonId], text: &str) {
        self.vault
            .write(Op::WriteNote, |tx| {
                activity::write_note(tx, people, text, None)
            })
            .unwrap();
    }

    fn hits(&self, query: &str) -> Hits {
        self.vault.read(|tx| search(tx, query, 20)).unwrap()
    }

    fn names(&self, query: &str) -> Vec<String> {
        self.hits(query)
            .people
            .into_iter()
            .map(|p| p.display_name)
            .collect()
    }
}

#[test]
fn the_best_rank_comes_first() {
    let house = House::new();
    house.add(&[("name", "Karin Bergman"), ("email", "anna@example.com")]);
    house.add(&[("name", "Berit Anna Ek")]);
    house.add(&[("name", "Annalena Ask")]);
    house.add(&[("name", "Anna")]);
    house.add(&[("name", "Anna Berg")]);
    assert_eq!(
        house.names("anna"),
        [
            "Anna",
            "Anna Berg",
            "Annalena Ask",
            "Berit Anna Ek",
            "Karin Bergman"
        ],
        "whole name, beginning, part, other fields"
    );
    assert_eq!(
        house.names("anna be"),
        ["Anna Berg", "Berit Anna Ek", "Karin Bergman"]
    );
    assert_eq!(
        house.names("berg ann"),
        ["Anna Berg", "Karin Bergman"],
        "the words in any order"
    );
    assert_eq!(
        house.hits("anna").people[4].matched,
        "anna@example.com",
        "why a person is there"
    );
    assert_eq!(house.hits("anna").people[0].matched, "");
}

#[test]
fn dots_are_found_with_and_without() {
    let house = House::new();
    house.add_tagged(&[("name", "Åsa Öberg")], &["Mässa"]);
    for query in ["åsa", "asa", "ÖBERG", "oberg", "mässa", "massa", "as ob"] {
        assert_eq!(house.names(query), ["Åsa Öberg"], "{query}");
    }
    assert_eq!(house.hits("massa").people[0].matched, "Mässa");
}

#[test]
fn any_four_digits_find_a_phone_in_any_spelling() {
    let house = House::new();
    house.add(&[("name", "Anna"), ("phone", "070-174 06 05")]);
    house.add(&[("name", "Berit"), ("phone", "070-174 06 99")]);
    for query in [
        "0605",
        "06 05",
        "174 06 05",
        "070-174 06 05",
        "+46 70 174 06 05",
        "+46 (0)70 1740605",
        "0046701740605",
        "740605",
    ] {
        assert_eq!(house.names(query), ["Anna"], "{query}");
    }
    assert_eq!(house.names("070 174"), ["Anna", "Berit"]);
    assert_eq!(house.hits("174 06 05").people[0].matched, "070-174 06 05");
    assert!(
        house.names("4606").is_empty(),
        "digits that are not consecutive find nobody"
    );
}

#[test]
fn mail_organization_role_and_the_man_at_the_gate_are_found() {
    let house = House::new();
    house.add(&[
        ("name", "Anna"),
        ("organization", "Exempel Bygg AB"),
        ("role", "Inköpare"),
        ("email", "anna.berg@example.com"),
    ]);
    house.add(&[("relation", "mannen vid grinden")]);
    for query in ["exempel by", "inkop", "anna.berg@exam", "berg@example.com"] {
        assert_eq!(house.names(query), ["Anna"], "{query}");
    }
    assert_eq!(house.names("grinden"), ["mannen vid grinden"]);
}

#[test]
fn notes_come_newest_first_with_their_place() {
    let house = House::new();
    let (anna, berit) = (
        house.add(&[("name", "Anna")]),
        house.add(&[("name", "Berit")]),
    );
    house.note(&[anna], "Ringde om offerten");
    house.note(
        &[berit],
        &format!(
            "{} offert på värmepumpen {}",
            "ord ".repeat(80),
            "ord ".repeat(80)
        ),
    );
    let notes = house.hits("offert").notes;
    assert_eq!(
        notes
            .iter()
            .map(|n| n.display_name.as_str())
            .collect::<Vec<_>>(),
        ["Berit", "Anna"]
    );
    assert!(
        notes[0].excerpt.contains("offert på värmepumpen")
            && notes[0].excerpt.starts_with('…')
            && notes[0].excerpt.chars().count() < 170,
        "{}",
        notes[0].excerpt
    );
    assert_eq!(house.hits("varmep").notes.len(), 1);
    assert!(
        house.hits("offer ringde").notes.is_empty(),
        "only the last word is a beginning"
    );

    house
        .vault
        .write(Op::BinContact, |tx| contact::bin(tx, &[berit]))
        .unwrap();
    assert_eq!(
        house.hits("offert").notes.len(),
        1,
        "notes of people in the bin never appear"
    );
    assert!(house.names("berit").is_empty());
}

#[test]
fn a_shared_note_shows_the_one_who_is_there() {
    let house = House::new();
    let (anna, berit) = (
        house.add(&[("name", "Anna")]),
        house.add(&[("name", "Berit")]),
    );
    house.note(&[anna, berit], "Gemensamt möte");
    house
        .vault
        .write(Op::BinContact, |tx| contact::bin(tx, &[anna]))
        .unwrap();
    assert_eq!(house.hits("möte").notes[0].display_name, "Berit");
}

#[test]
fn signs_of_the_index_are_plain_signs() {
    let house = House::new();
    house.add(&[("name", "Anna NEAR Berg")]);
    for query in [
        "anna OR x",
        "NOT anna",
        "anna AND",
        "\"anna",
        "an*a",
        "name:anna",
        "^anna",
        "anna -berg",
        "NEAR(anna berg)",
        "(",
        "{name}",
        "a\0b",
        "'; DROP TABLE person; --",
        "*",
        "\"\"",
        "",
        " ",
    ] {
        let _ = house.hits(query);
    }
    assert_eq!(
        house.names("anna near"),
        ["Anna NEAR Berg"],
        "an operator's name is a word"
    );
    assert!(house.names("anna OR zzz").is_empty(), "and joins nothing");
    assert_eq!(
        house.names("\"anna\" -berg"),
        ["Anna NEAR Berg"],
        "signs are left out"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_query_is_an_error(query in "(\\PC|[\"*^:(){}+\\-]|AND|OR|NOT|NEAR|\0| ){0,24}") {
        thread_local! { static HOUSE: House = { let house = House::new(); let anna = house.add(&[("name", "Anna")]); house.note(&[anna], "ett ord"); house } }
        let answered = HOUSE.with(|house| house.vault.read(|tx| search(tx, &query, 20)).is_ok());
        prop_assert!(answered);
    }

    #[test]
    fn every_stretch_of_a_number_finds_it(end in 5_u32..100, from in 0_usize..8, length in 4_usize..12, national in any::<bool>()) {
        thread_local! { static HOUSE: House = {
            let house = House::new();
            for end in 5..100 { house.add(&[("name", &format!("P{end:02}")), ("phone", &format!("070-174 06 {end:02}"))]); }
            house
        } }
        let number = if national { format!("07017406{end:02}") } else { format!("467017406{end:02}") };
        let part: String = number.chars().skip(from).take(length).collect();
        prop_assume!(part.len() >= 4 && !part.starts_with("00"));
        let found = HOUSE.with(|house| house.vault.read(|tx| search(tx, &part, 50)).unwrap().people);
        let whole = found.len() == 50 || found.iter().any(|p| p.display_name == format!("P{end:02}"));
        prop_assert!(whole, "{} does not find {}", part, number);
    }
}
