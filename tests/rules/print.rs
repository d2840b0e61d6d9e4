//! Paper: what a sheet holds, who never stands on one, and that the vault remembers it.

use std::collections::BTreeSet;

use kartotek_core::activity::{self, Entry};
use kartotek_core::contact::{
    self, ContactDraft, Content, Filter, Order, Source, SourceHow, ValueDraft,
};
use kartotek_core::policy::{LawfulBasis, PersonType};
use kartotek_core::rights::{self, Paper};
use kartotek_core::vault::Op;
use kartotek_core::{Code, PersonId, erasure};

use crate::house::{House, MINUTE, MORNING};

fn print(house: &House, paper: &Paper) {
    house.write(Op::Print, |tx| rights::printed(tx, paper));
}

#[test]
fn a_sheet_holds_the_whole_timeline() {
    let house = House::new();
    let nils = house.person(&[("name", "Nils Berg"), ("phone", "070-174 06 20")]);
    for number in 0..450 {
        house.wait(MINUTE);
        house.write(Op::WriteNote, |tx| {
            activity::write_note(tx, &[nils], &format!("Rad {number}"), None)
        });
    }
    let sheet = house.read(|tx| rights::person_sheet(tx, nils));
    let texts: BTreeSet<&str> = sheet
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Note { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(texts.len(), 450, "more than any page of the window holds");
    assert_eq!(sheet.entries.len(), 451, "and the creation, once each");
    assert!(sheet.contact.display_name == "Nils Berg" && !sheet.consents.is_empty());
}

#[test]
fn a_list_is_printed_as_filtered_and_sorted_and_cut_at_a_number_that_it_tells() {
    let house = House::new();
    let most = rights::MOST_ROWS;
    house.write(Op::Import, |tx| {
        for number in 0..most + 7 {
            let name = format!("Kund {:05}", most + 7 - number);
            let draft = ContactDraft {
                person_type: PersonType::Consumer,
                language: None,
                source: Source {
                    how: SourceHow::Met,
                    on: String::new(),
                    place: String::new(),
                },
                bases: vec![contact::BasisChoice {
                    purpose: "offer_and_order".to_owned(),
                    basis: LawfulBasis::Contract,
                }],
                values: vec![ValueDraft {
                    field: "name".to_owned(),
                    content: Content::Text(name),
                    as_typed: false,
                }],
                tags: if number % 1000 == 0 {
                    vec!["mässa".to_owned()]
                } else {
                    Vec::new()
                },
            };
            contact::create(tx, &draft)?;
        }
        Ok(())
    });
    let all = house.read(|tx| rights::list_sheet(tx, Order::Name, &Filter::All));
    assert_eq!(all.total, most + 7);
    assert_eq!(all.rows.len(), most as usize);
    let names: Vec<&str> = all.rows.iter().map(|r| r.display_name.as_str()).collect();
    assert!(names.is_sorted() && names[0] == "Kund 00001", "by name");
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let tagged =
        house.read(|tx| rights::list_sheet(tx, Order::Name, &Filter::Tag("mässa".to_owned())));
    assert_eq!((tagged.rows.len(), tagged.total), (6, 6), "only those");
    let none = house.read(|tx| rights::list_sheet(tx, Order::Name, &Filter::Tag("x".to_owned())));
    assert_eq!((none.rows.len(), none.total), (0, 0));
}

#[test]
fn a_print_is_remembered_for_everybody_on_it_and_the_journal_names_nobody() {
    let house = House::new();
    let nils = house.person(&[("name", "Nils Berg")]);
    let eva = house.person(&[("name", "Eva Lindgren")]);
    print(&house, &Paper::Person(nils));
    house.wait(MINUTE);
    print(&house, &Paper::List(vec![nils, eva]));
    let prints = |person| {
        let page = house.read(|tx| activity::timeline(tx, person, None, 50));
        let print = |entry: &Entry| match entry {
            Entry::Print { at, list } => Some((*at, *list)),
            _ => None,
        };
        page.entries.iter().filter_map(print).collect::<Vec<_>>()
    };
    let (own, list) = ((MORNING, false), (MORNING + MINUTE, true));
    assert_eq!(prints(nils), [list, own], "newest first");
    assert_eq!(prints(eva), [list], "her sheet was not printed");
    let plan = erasure::preview(&house.vault, nils).unwrap();
    assert_eq!(
        plan.prints
            .iter()
            .map(|p| (p.at, p.list))
            .collect::<Vec<_>>(),
        [list, own],
        "paper lies outside the vault: forgetting says so"
    );
    assert!(plan.exports.is_empty(), "paper is no file");
    let conn = house.foreign();
    let journal: Vec<(bool, bool)> = conn
        .prepare("SELECT handle IS NOT NULL, ref IS NOT NULL FROM journal WHERE op = 'person.print' ORDER BY id")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        journal,
        [(true, true), (false, true)],
        "one entry a paper; a handle for a person, none for a list"
    );
    erasure::forget(&house.vault, nils, erasure::Ground::A, false).unwrap();
    let left: u32 = conn
        .query_row("SELECT count(*) FROM disclosure", [], |r| r.get(0))
        .unwrap();
    assert_eq!(
        left, 1,
        "the memory of his papers goes with him, hers stays"
    );
}

#[test]
fn nobody_in_the_bin_is_printed() {
    let house = House::new();
    let nils = house.person(&[("name", "Nils Berg")]);
    let eva = house.person(&[("name", "Eva Lindgren")]);
    house.write(Op::BinContact, |tx| contact::bin(tx, &[nils]));
    let refused = |paper: &Paper| {
        let checked = house.vault.read(|tx| rights::may_print(tx, paper));
        assert_eq!(checked.unwrap_err().code(), Code::NoSuchPerson);
        house.refused(Op::Print, |tx| rights::printed(tx, paper))
    };
    assert_eq!(refused(&Paper::Person(nils)), Code::NoSuchPerson);
    assert_eq!(refused(&Paper::List(vec![eva, nils])), Code::NoSuchPerson);
    assert_eq!(refused(&Paper::Person(PersonId::new())), Code::NoSuchPerson);
    let code = |sheet: kartotek_core::Result<()>| sheet.unwrap_err().code();
    assert_eq!(
        code(
            house
                .vault
                .read(|tx| rights::person_sheet(tx, nils).map(drop))
        ),
        Code::NoSuchPerson
    );
    assert_eq!(
        code(
            house
                .vault
                .read(|tx| rights::list_sheet(tx, Order::Name, &Filter::Bin).map(drop))
        ),
        Code::InvalidArgument
    );
    let list = house.read(|tx| rights::list_sheet(tx, Order::Name, &Filter::All));
    assert_eq!(list.rows.len(), 1, "only who is in the lists");
    let remembered: u32 = house
        .foreign()
        .query_row("SELECT count(*) FROM disclosure", [], |r| r.get(0))
        .unwrap();
    assert_eq!(
        remembered, 0,
        "what was refused is not remembered, not in part either"
    );
}
