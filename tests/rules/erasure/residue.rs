//! Bytes: each protection has a case that is red when only it is off, and random histories leave nothing.

use std::sync::atomic::{AtomicU64, Ordering};

use kartotek_core::PersonId;
use kartotek_core::erasure::{self, Ground, Protection, Trial};

use super::bed::Bed;
use crate::dice::Dice;
use crate::faults::residue::{ALPHABETS, history, leaves_nothing, left, seen};

/// Histories per run, three people each; `KARTOTEK_HISTORIES` changes it.
const HISTORIES: u64 = 134;

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(otherwise)
}

#[test]
fn random_histories_leave_nothing() {
    let histories = setting("KARTOTEK_HISTORIES", HISTORIES);
    let first = setting("KARTOTEK_SEED", 1);
    let next = AtomicU64::new(first);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + histories {
                        break;
                    }
                    leaves_nothing(seed).unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
                }
            });
        }
    });
}

/// Sows, forgets the three, runs the pass without a part of it; what is left and whether the certificate came.
fn with(sow: impl Fn(&Bed) -> [PersonId; 3], without: Option<Protection>) -> (Vec<String>, bool) {
    let bed = Bed::new();
    let people = sow(&bed);
    seen(&bed).expect("seen before");
    for person in people {
        if without == Some(Protection::PlainIndex) {
            erasure::forget_unprotected(&bed.vault, person, Ground::A, false).expect("accepted");
        } else {
            erasure::forget(&bed.vault, person, Ground::A, false).expect("accepted");
        }
    }
    let mut trial = Trial {
        without,
        behind_its_back: &mut || {},
    };
    let proven = erasure::prove_in_trial(&bed.vault, &mut trial, &mut |_| {}).is_ok();
    (left(&bed), proven)
}

fn red_without(what: &str, sow: impl Fn(&Bed) -> [PersonId; 3], part: Protection) {
    let (left_without, proven) = with(&sow, Some(part));
    assert!(
        !left_without.is_empty(),
        "without {what} something must be left, or this case shows nothing"
    );
    assert!(
        !proven,
        "without {what} the read-back must refuse the certificate"
    );
    let (left_with, proven) = with(&sow, None);
    assert_eq!(
        left_with,
        Vec::<String>::new(),
        "with everything on nothing is left"
    );
    assert!(proven, "with everything on the certificate comes");
}

fn sown(bed: &Bed) -> [PersonId; 3] {
    history(bed, 1, 60)
}

#[test]
fn without_the_merge_terms_stay_in_old_segments() {
    red_without("the merge", sown, Protection::Merge);
}

#[test]
fn without_the_truncation_old_pages_stay_in_the_log() {
    red_without("the truncation", sown, Protection::Truncate);
}

#[test]
fn without_the_scrub_words_stay_in_gaps() {
    // What b-tree balancing leaves behind in three of a hundred cases, made on purpose: somebody else's note that named
    // the person was deleted while nothing zeroed what it had stood in, and its neighbours stay.
    let sow = |bed: &Bed| {
        let people = sown(bed);
        let conn = bed.foreign();
        Bed::somebody(
            &conn,
            99,
            "Nils Fors",
            "nils@example.org",
            "+46701740699",
            "ringer om taket",
        );
        conn.execute_batch("PRAGMA secure_delete = OFF")
            .expect("careless");
        let mut dice = Dice(5);
        for letters in &ALPHABETS {
            let note = Bed::note(&conn, &[99], &letters.word(&mut dice, 20));
            Bed::note(&conn, &[99], "ringer om taket igen");
            conn.execute("DELETE FROM participant WHERE activity_id = ?1", [note])
                .expect("deleted");
            conn.execute("DELETE FROM activity WHERE id = ?1", [note])
                .expect("deleted");
        }
        people
    };
    red_without("the scrub", sow, Protection::Scrub);
}

#[test]
fn with_the_indexes_secure_delete_prefixes_stay_as_separators() {
    // A quiet index of one segment: with secure-delete it is edited in place, and merging finds nothing to do.
    let sow = |bed: &Bed| {
        let people = sown(bed);
        let conn = bed.foreign();
        let mut dice = Dice(5);
        for (person, letters) in people.iter().zip(&ALPHABETS) {
            let number: i64 = conn
                .query_row("SELECT id FROM person WHERE uid = ?1", [person], |r| {
                    r.get(0)
                })
                .expect("a row");
            for _ in 0..40 {
                let text: Vec<_> = (0..60).map(|_| letters.word(&mut dice, 7)).collect();
                Bed::note(&conn, &[number], &text.join(" "));
            }
        }
        conn.execute_batch(
            "INSERT INTO person_fts (person_fts) VALUES ('optimize'); INSERT INTO note_fts (note_fts) VALUES ('optimize');
             INSERT INTO person_fts (person_fts, rank) VALUES ('secure-delete', 1); INSERT INTO note_fts (note_fts, rank) VALUES ('secure-delete', 1);",
        )
        .expect("set by somebody");
        people
    };
    red_without("plain deletes", sow, Protection::PlainIndex);
}

/// Histories that end with all segments of the notes' index on its first level and empty ones behind it: merging them once
/// keeps the marks of deleted words, and the words in them.
#[test]
fn marks_of_deleted_words_do_not_outlive_the_merging() {
    for seed in [1991, 4505, 5058] {
        assert_eq!(leaves_nothing(seed), Ok(3), "history {seed}");
    }
}
