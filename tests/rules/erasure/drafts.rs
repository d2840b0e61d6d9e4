//! What is typed at other spots and names somebody who is forgotten: shown before, gone with the person, to the last byte.

use kartotek_core::draft::{self, Place, Spot, Typed};
use kartotek_core::erasure::{self, Ground, Progress, Trial};
use kartotek_core::vault::{Course, Op, session};
use kartotek_core::{PersonId, backup, verify};

use super::bed::{Bed, KEY};
use super::decryptor::Clear;
use crate::people;
use crate::vault_folder::{PASSPHRASE, house, passphrase, plain};

/// Anna, who is forgotten, and Berit.
fn two(bed: &Bed) -> (PersonId, PersonId) {
    let conn = bed.foreign();
    let anna = Bed::somebody(
        &conn,
        1,
        "Anna Vildhallon",
        "vildhallon@example.org",
        "+46701740605",
        "Ringde om takomläggningen",
    );
    let berit = Bed::somebody(
        &conn,
        2,
        "Berit Sund",
        "berit@example.org",
        "+46701740606",
        "Ringer i maj",
    );
    (anna, berit)
}

fn at(place: Place, person: Option<PersonId>) -> Spot {
    Spot {
        place,
        person,
        about: None,
    }
}

fn keep(bed: &Bed, spot: Spot, text: &str, rest: &str, with: &[PersonId]) {
    let typed = Typed {
        text: text.to_owned(),
        rest: rest.to_owned(),
        with: with.to_vec(),
    };
    let kept = bed
        .vault
        .write(Op::KeepDraft, |tx| draft::keep(tx, &spot, &typed));
    kept.expect("kept");
}

/// How often the database and its log hold `words`.
fn found(bed: &Bed, words: &str) -> usize {
    Clear::read(&bed.database(), &KEY).count(words.as_bytes())
}

fn forget(bed: &Bed, person: PersonId) {
    erasure::forget(&bed.vault, person, Ground::A, false).expect("accepted");
    erasure::prove_pending(&bed.vault, &mut |_| {}).expect("the proof holds");
    let ledger = erasure::ledger(&bed.vault).expect("the ledger");
    assert!(
        matches!(ledger[0], Progress::Proven { .. }),
        "nothing that stays is taken for a residue"
    );
    for check in verify::verify(&bed.vault, None) {
        assert!(check.ok, "{} {}", check.name, check.detail);
    }
}

#[test]
fn a_draft_elsewhere_that_names_the_person_is_shown_and_goes() {
    let bed = Bed::new();
    let (anna, berit) = two(&bed);
    keep(
        &bed,
        at(Place::Note, Some(berit)),
        "Hälsade från Anna Vildhallon",
        "{}",
        &[],
    );
    let form = r#"{"form":{"values":[{"text":"Vildhallons man"},{"text":"rad ett\nvildhallon@example.org"}]}}"#;
    keep(&bed, at(Place::NewContact, None), "", form, &[]);
    keep(
        &bed,
        at(Place::LoggedCall, Some(berit)),
        "Hon ville ha tak",
        "{}",
        &[anna],
    );
    keep(
        &bed,
        at(Place::FollowUp, Some(berit)),
        "",
        r#"{"on":"2026-04-01"}"#,
        &[],
    );
    assert!(found(&bed, "Vildhallon") > 0 && found(&bed, "rad ett") > 0);

    let plan = erasure::preview(&bed.vault, anna).expect("a preview");
    let mut shown: Vec<_> = plan
        .drafts
        .iter()
        .map(|draft| {
            (
                draft.spot.place == Place::NewContact,
                draft.goes,
                &*draft.text,
            )
        })
        .collect();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            (false, false, "Hon ville ha tak"),
            (false, true, "Hälsade från Anna Vildhallon"),
            (true, true, "rad ett\nvildhallon@example.org"),
        ]
    );
    let counted = |plan: &erasure::ErasurePlan| {
        let drafts = plan.counts.iter().find(|count| count.kind == "drafts");
        drafts.map_or(0, |count| count.count)
    };
    assert_eq!(counted(&plan), 3, "all of them are counted, each once");
    let plan = erasure::preview(&bed.vault, berit).expect("a preview");
    assert!(plan.drafts.is_empty(), "her own are not somebody else's");

    forget(&bed, anna);
    let left = bed.vault.read(draft::drafts).expect("drafts");
    assert_eq!(left.len(), 2);
    assert!(left.iter().all(|draft| draft.with.is_empty()));
    for words in ["Vildhallon", "vildhallon", "rad ett", "lsade fr"] {
        assert_eq!(found(&bed, words), 0, "{words}");
    }
}

#[test]
fn tags_that_are_typed_for_many_go_with_the_last_of_them() {
    let bed = Bed::new();
    let (anna, berit) = two(&bed);
    let rest = r#"{"add":["Takrännor"],"adding":"","remove":[],"removing":""}"#;
    let tags = at(Place::Tags, None);
    keep(&bed, tags, "Takrännor", rest, &[anna, berit]);
    let goes = |person| {
        let plan = erasure::preview(&bed.vault, person).expect("a preview");
        let [draft] = &plan.drafts[..] else {
            panic!("one draft")
        };
        (draft.goes, draft.text.clone())
    };
    assert_eq!(goes(anna), (false, "Takrännor".to_owned()));
    forget(&bed, anna);
    let left = bed.vault.read(draft::drafts).expect("drafts");
    assert!(left.len() == 1 && left[0].with.len() == 1, "Berit is left");
    assert_eq!(goes(berit), (true, "Takrännor".to_owned()));
    forget(&bed, berit);
    assert!(bed.vault.read(draft::drafts).expect("drafts").is_empty());
    assert_eq!(found(&bed, "Takr"), 0, "nobody's words are left");
}

#[test]
fn a_draft_of_somebody_in_the_bin_is_no_hiding_place() {
    let bed = Bed::new();
    let (anna, berit) = two(&bed);
    keep(
        &bed,
        at(Place::Note, Some(berit)),
        "Anna Vildhallon",
        "{}",
        &[],
    );
    let binned = "UPDATE person SET binned_at = 1 WHERE id = 2";
    bed.foreign().execute(binned, ()).expect("binned");
    let plan = erasure::preview(&bed.vault, anna).expect("a preview");
    assert!(plan.drafts.len() == 1 && plan.drafts[0].goes);
    forget(&bed, anna);
    assert_eq!(found(&bed, "Vildhallon"), 0);
}

#[test]
fn what_stays_in_a_draft_is_not_taken_for_a_residue() {
    let bed = Bed::new();
    let (anna, berit) = two(&bed);
    // The same rare word, and the same controls, at a spot of each.
    let rest = r#"{"outcome":"voicemail","followUpOn":"2026-04-02"}"#;
    keep(
        &bed,
        at(Place::LoggedCall, Some(anna)),
        "Takomläggningen i maj",
        rest,
        &[],
    );
    keep(
        &bed,
        at(Place::LoggedCall, Some(berit)),
        "Frågade om takomläggningen",
        rest,
        &[],
    );
    let plan = erasure::preview(&bed.vault, anna).expect("a preview");
    assert!(plan.drafts.is_empty(), "nobody is named");
    forget(&bed, anna);
    assert!(found(&bed, "takoml") > 0, "Berit's stays");
    assert_eq!(bed.vault.read(draft::drafts).expect("drafts").len(), 1);
}

#[test]
fn a_backup_of_before_comes_back_without_the_draft() {
    let home = tempfile::tempdir().expect("a folder");
    let (dir, stick) = (home.path().join("valv"), home.path().join("sticka"));
    let (vault, _) = session::create_in(&dir, house(false), &plain()).expect("a vault");
    let add = |name| people::add(&vault, &[("name", name)]).expect("somebody");
    let (anna, berit) = (add("Anna Vildhallon"), add("Berit Sund"));
    let typed = |text: &str| Typed {
        text: text.to_owned(),
        rest: "{}".to_owned(),
        with: Vec::new(),
    };
    let note = at(Place::Note, Some(berit));
    let call = at(Place::LoggedCall, Some(berit));
    let kept = vault.write(Op::KeepDraft, |tx| {
        draft::keep(tx, &note, &typed("Hälsade från Anna Vildhallon"))?;
        draft::keep(tx, &call, &typed("Ringde i maj"))
    });
    kept.expect("kept");
    let taken = backup::take(&vault, &stick, Course::alone()).expect("a backup");
    erasure::forget(&vault, anna, Ground::A, false).expect("accepted");
    erasure::prove_pending(&vault, &mut |_| {}).expect("proven");
    vault.close().expect("closed");

    let key = passphrase(PASSPHRASE);
    let back = backup::restore(&taken.file, &dir, &key, &plain(), Course::alone());
    assert_eq!(back.expect("restored").forgotten_again, 1);
    let vault = session::open_in(&dir, key, &plain()).expect("it opens");
    let left = vault.read(draft::drafts).expect("drafts");
    let left: Vec<&str> = left.iter().map(|draft| &*draft.text).collect();
    assert_eq!(left, ["Ringde i maj"]);
}

/// Somebody types on while the pages are read back: what a draft that is replaced leaves is nobody's residue.
#[test]
fn typing_on_while_it_is_proven_is_no_residue() {
    let bed = Bed::new();
    let (anna, berit) = two(&bed);
    let spots: Vec<Spot> = (0..12)
        .map(|_| Spot {
            about: Some(uuid::Uuid::new_v4()),
            ..at(Place::Entry, Some(berit))
        })
        .collect();
    let text = |round: usize| "Ringer om altanen. ".repeat(1 + round * 7 % 40);
    for (round, spot) in spots.iter().enumerate() {
        keep(&bed, *spot, &text(round), "{}", &[]);
    }
    let mut leaving = vec![anna];
    for round in 0..30 {
        let person = match leaving.pop() {
            Some(person) => person,
            None => people::add(&bed.vault, &[("name", "Cilla Dal")]).expect("somebody"),
        };
        erasure::forget(&bed.vault, person, Ground::A, false).expect("accepted");
        let mut type_on = || keep(&bed, spots[round % 12], &text(round * 3), "{}", &[]);
        let mut trial = Trial {
            without: None,
            behind_its_back: &mut type_on,
        };
        let proven = erasure::prove_in_trial(&bed.vault, &mut trial, &mut |_| {});
        assert_eq!(proven.expect("no residue").len(), 1, "round {round}");
    }
}
