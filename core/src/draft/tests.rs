use super::*;
use crate::activity;
use crate::house::House;

fn typed(text: &str, with: &[PersonId]) -> Typed {
    Typed {
        text: text.into(),
        rest: "{}".into(),
        with: with.to_vec(),
    }
}

fn note(person: PersonId) -> Spot {
    Spot {
        place: Place::Note,
        person: Some(person),
        about: None,
    }
}

const NEW: Spot = Spot {
    place: Place::NewContact,
    person: None,
    about: None,
};

#[test]
fn a_spot_has_one_draft_and_its_form_lets_go_of_it() {
    let house = House::new();
    let [eva, bo] = ["Eva Lindgren", "Bo Ek"].map(|name| house.add(&[("name", name)]));
    house
        .write(|tx| {
            keep(tx, &note(eva), &typed("Mätt", &[]))?;
            keep(tx, &note(eva), &typed("Mätt upp taket", &[bo]))?;
            keep(tx, &NEW, &typed("", &[]))
        })
        .unwrap();
    let kept = house.read(drafts);
    assert_eq!(kept.len(), 2);
    let of_eva = kept.iter().find(|d| d.spot == note(eva)).unwrap();
    assert_eq!(of_eva.text, "Mätt upp taket");
    assert_eq!(of_eva.display_name, "Eva Lindgren");
    assert!(of_eva.with.len() == 1 && of_eva.with[0].id == bo);
    house.write(|tx| discard(tx, &note(eva))).unwrap();
    assert!(house.read(drafts).iter().all(|d| d.spot == NEW));
    house.write(|tx| discard(tx, &note(eva))).unwrap();
}

#[test]
fn what_is_no_draft_is_refused() {
    let house = House::new();
    let eva = house.add(&[("name", "Eva")]);
    let refused = |spot: Spot, typed: Typed| {
        let kept = house.write(|tx| keep(tx, &spot, &typed));
        kept.unwrap_err().code()
    };
    let nobody = Spot {
        person: None,
        ..note(eva)
    };
    let somebody = Spot {
        person: Some(eva),
        ..NEW
    };
    assert_eq!(refused(nobody, typed("", &[])), Code::InvalidArgument);
    assert_eq!(refused(somebody, typed("", &[])), Code::InvalidArgument);
    assert_eq!(
        refused(note(PersonId::new()), typed("", &[])),
        Code::NoSuchPerson
    );
    let broken = Typed {
        rest: "{".into(),
        ..typed("", &[])
    };
    assert_eq!(refused(note(eva), broken), Code::InvalidArgument);
    let long = "x".repeat(MAX_BYTES + 1);
    assert_eq!(refused(note(eva), typed(&long, &[])), Code::InvalidArgument);
}

#[test]
fn a_draft_goes_with_what_it_was_to_change_and_after_thirty_days() {
    let house = House::new();
    let eva = house.add(&[("name", "Eva")]);
    let entry = house
        .write(|tx| activity::write_note(tx, &[eva], "Ringde", None))
        .unwrap();
    let spot = Spot {
        place: Place::Entry,
        person: Some(eva),
        about: Some(entry.0),
    };
    house
        .write(|tx| keep(tx, &spot, &typed("Ringde två gånger", &[])))
        .unwrap();
    assert_eq!(house.read(drafts).len(), 1);
    house.write(|tx| activity::delete(tx, entry)).unwrap();
    assert!(house.read(drafts).is_empty());

    house
        .write(|tx| {
            keep(tx, &NEW, &typed("", &[]))?;
            tidy(tx)?;
            let young = drafts(tx)?.len();
            store::discard_before(tx, tx.now() - KEPT)?;
            assert_eq!(young, 1);
            let all = tx.now() + 1;
            store::discard_before(tx, all)
        })
        .unwrap();
    assert!(house.read(drafts).is_empty());
}

fn journal(house: &House) -> Option<i64> {
    house.read(|tx| {
        let entries = tx.generation()?;
        assert!(entries.is_some(), "outside of an act");
        Ok(entries)
    })
}

#[test]
fn somebody_in_the_bin_has_no_draft_in_sight_and_a_draft_leaves_no_entry_in_the_journal() {
    let house = House::new();
    let eva = house.add(&[("name", "Eva")]);
    let before = journal(&house);
    let kept = house.vault.write(crate::vault::Op::KeepDraft, |tx| {
        keep(tx, &note(eva), &typed("Halv", &[]))
    });
    assert!(kept.unwrap().changed.is_empty());
    assert_eq!(journal(&house), before);
    house
        .write(|tx| crate::contact::bin(tx, &[eva]).map(drop))
        .unwrap();
    assert!(house.read(drafts).is_empty());
    house
        .write(|tx| crate::contact::restore(tx, &[eva]).map(drop))
        .unwrap();
    assert_eq!(house.read(drafts).len(), 1);
}

#[test]
fn forgetting_takes_own_drafts_along_and_the_person_out_of_those_of_others() {
    let house = House::new();
    let [eva, bo] = ["Eva Lindgren", "Bo Ek"].map(|name| house.add(&[("name", name)]));
    house
        .write(|tx| {
            keep(tx, &note(eva), &typed("Om Eva", &[bo]))?;
            keep(tx, &note(bo), &typed("Om Bo", &[eva]))
        })
        .unwrap();
    let preview = crate::erasure::preview(&house.vault, eva).unwrap();
    assert!(
        preview
            .counts
            .iter()
            .any(|c| c.kind == "drafts" && c.count == 2)
    );
    crate::erasure::forget(&house.vault, eva, crate::erasure::Ground::A, false).unwrap();
    let left = house.read(drafts);
    assert_eq!(left.len(), 1);
    assert!(left[0].spot == note(bo) && left[0].with.is_empty());
}
