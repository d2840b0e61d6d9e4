//! What forgetting does to rows, and what the proof says.

use kartotek_core::erasure::{self, Ground, Progress, Trial};
use kartotek_core::{Code, PersonId};
use rusqlite::Connection;

use super::bed::Bed;

/// One number from the vault.
fn number(conn: &Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |r| r.get(0)).expect("a number")
}

/// Anna (1) and Berit (2), with a note that both share and one of Berit's that names Anna.
fn two(bed: &Bed) -> (PersonId, PersonId) {
    let conn = bed.foreign();
    let anna = Bed::somebody(
        &conn,
        1,
        "Anna Åkerlund",
        "anna@example.org",
        "+46701740605",
        "Vill ha offert på bergvärme",
    );
    let berit = Bed::somebody(
        &conn,
        2,
        "Berit Sund",
        "berit@example.org",
        "+46701740606",
        "Ringer i maj",
    );
    Bed::note(&conn, &[1, 2], "Möte med båda om taket");
    Bed::note(&conn, &[2], "Berit hälsar att Akerlund bytt nummer");
    conn.execute_batch(
        "INSERT INTO tag (id, uid, name) VALUES (1, randomblob(16), 'Åkerlunds grannar'), (2, randomblob(16), 'Mässa');
         INSERT INTO person_tag (person_id, tag_id) VALUES (1, 1), (1, 2), (2, 2);",
    )
    .expect("tags");
    (anna, berit)
}

fn prove(bed: &Bed) -> erasure::Certificate {
    let mut certificates =
        erasure::prove_pending(&bed.vault, &mut |_| {}).expect("the proof holds");
    assert_eq!(certificates.len(), 1, "one erasure was pending");
    certificates.remove(0)
}

#[test]
fn everything_of_the_person_goes_and_nothing_of_the_others() {
    let bed = Bed::new();
    let (anna, _) = two(&bed);
    erasure::forget(&bed.vault, anna, Ground::C, false).expect("accepted");
    let conn = bed.foreign();
    for (what, sql, left) in [
        ("people", "SELECT count(*) FROM person", 1),
        ("values", "SELECT count(*) FROM value", 3),
        ("cards", "SELECT count(*) FROM card", 1),
        ("search rows", "SELECT count(*) FROM person_fts", 1),
        (
            "Berit's notes: her own two and the shared one",
            "SELECT count(*) FROM activity",
            3,
        ),
        ("participations", "SELECT count(*) FROM participant", 3),
        (
            "tags that somebody still wears",
            "SELECT count(*) FROM tag",
            1,
        ),
        (
            "notes found by Anna's word",
            "SELECT count(*) FROM note_fts WHERE note_fts MATCH 'bergvarme'",
            0,
        ),
        (
            "the shared note found",
            "SELECT count(*) FROM note_fts WHERE note_fts MATCH 'taket'",
            1,
        ),
    ] {
        assert_eq!(number(&conn, sql), left, "{what}");
    }
    drop(conn);
    let certificate = prove(&bed);
    assert_eq!(certificate.residues, 0);
    assert_eq!(certificate.wal_frames, 0);
    assert!(!certificate.suppressed);
    assert_eq!(certificate.checks, ["structural", "references", "by_value"]);
    let pages = number(&bed.foreign(), "PRAGMA page_count");
    assert_eq!(
        i64::from(certificate.pages_read),
        pages,
        "every page was read"
    );
    assert!(
        certificate.values_searched >= 4,
        "name, e-mail, phone and a rare word are hers alone"
    );
    let erased: Vec<_> = certificate
        .erased
        .iter()
        .map(|c| (c.kind.as_str(), c.count))
        .collect();
    assert_eq!(
        erased,
        [
            ("search", 1),
            ("values", 3),
            ("tags", 2),
            ("card", 1),
            ("activities", 2),
            ("person", 1)
        ]
    );
}

#[test]
fn the_last_participant_takes_the_activity_along() {
    let bed = Bed::new();
    let (anna, berit) = two(&bed);
    erasure::forget(&bed.vault, anna, Ground::A, false).expect("accepted");
    erasure::forget(&bed.vault, berit, Ground::A, false).expect("accepted");
    assert_eq!(number(&bed.foreign(), "SELECT count(*) FROM activity"), 0);
    let certificates = erasure::prove_pending(&bed.vault, &mut |_| {}).expect("the proof holds");
    assert_eq!(certificates.len(), 2, "two erasures share one pass");
}

#[test]
fn the_preview_shows_what_goes_and_whose_texts_name_the_person() {
    let bed = Bed::new();
    let (anna, berit) = two(&bed);
    let plan = erasure::preview(&bed.vault, anna).expect("a plan");
    assert_eq!(plan.display_name, "Anna Åkerlund");
    assert!(!plan.suppression_required);
    let mut texts: Vec<_> = plan.mentions.iter().map(|m| m.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(
        texts,
        [
            "Berit hälsar att Akerlund bytt nummer",
            "Möte med båda om taket"
        ],
        "the shared text and the one that names her, with or without dots"
    );
    assert!(
        plan.mentions
            .iter()
            .all(|m| m.person == berit && m.display_name == "Berit Sund")
    );
    let before: Vec<_> = plan.counts.clone();
    erasure::forget(&bed.vault, anna, Ground::A, false).expect("accepted");
    assert_eq!(
        prove(&bed).erased,
        before,
        "forget does what the preview said"
    );
}

#[test]
fn a_name_in_a_binned_persons_note_is_shown_too() {
    let bed = Bed::new();
    let (anna, _) = two(&bed);
    let conn = bed.foreign();
    Bed::person(&conn, 3);
    Bed::value(&conn, 3, 1, "Cilla Dal", None);
    let note = Bed::note(&conn, &[3], "Granne till Anna Åkerlund");
    conn.execute("UPDATE activity SET indexed = 0 WHERE id = ?1", [note])
        .expect("unindexed");
    conn.execute("UPDATE person SET binned_at = 1 WHERE id = 3", [])
        .expect("binned");
    let plan = erasure::preview(&bed.vault, anna).expect("a plan");
    assert!(
        plan.mentions.iter().any(|m| m.display_name == "Cilla Dal"),
        "the bin is not indexed, and still read"
    );
}

#[test]
fn a_surname_that_others_have_too_is_no_mention() {
    let bed = Bed::new();
    let (anna, _) = two(&bed);
    let conn = bed.foreign();
    Bed::somebody(
        &conn,
        3,
        "Cilla Åkerlund",
        "cilla@example.org",
        "+46701740607",
        "Ny kund",
    );
    let plan = erasure::preview(&bed.vault, anna).expect("a plan");
    assert_eq!(
        plan.mentions.len(),
        1,
        "only the shared text: the surname could mean Cilla"
    );
}

#[test]
fn tokens_stay_when_asked_for_and_always_when_a_no_stands() {
    let tokens = |asked: bool, no: bool| {
        let bed = Bed::new();
        let (anna, _) = two(&bed);
        if no {
            bed.foreign()
                .execute(
                    "INSERT INTO consent_event (uid, person_id, purpose_id, channel, state, polarity, method, happened_at, recorded_at, recorded_by, policy_id, prev, mac)
                     VALUES (randomblob(16), 1, 3, 'any', 'refused', -1, 'verbal_call', 0, 0, 1, (SELECT policy_id FROM active_policy), zeroblob(32), zeroblob(32))",
                    [],
                )
                .expect("a no");
            assert!(
                erasure::preview(&bed.vault, anna)
                    .expect("a plan")
                    .suppression_required
            );
        }
        erasure::forget(&bed.vault, anna, Ground::C, asked).expect("accepted");
        let conn = bed.foreign();
        assert_eq!(
            number(
                &conn,
                "SELECT count(*) FROM suppression WHERE person_id IS NOT NULL"
            ),
            0,
            "nothing points at her"
        );
        assert_eq!(prove(&bed).suppressed, asked || no);
        number(&conn, "SELECT count(*) FROM suppression")
    };
    assert_eq!(tokens(false, false), 0);
    assert_eq!(tokens(true, false), 2, "one e-mail, one phone");
    assert_eq!(tokens(false, true), 2, "a no is never dropped");
}

#[test]
fn the_forgotten_come_back_through_no_door_and_nobody_leaves_without_the_ledger() {
    let bed = Bed::new();
    let (anna, berit) = two(&bed);
    let conn = bed.foreign();
    conn.execute_batch("PRAGMA foreign_keys = OFF")
        .expect("a careless connection");
    let refused = conn
        .execute("DELETE FROM person WHERE uid = ?1", [berit])
        .expect_err("no ledger row");
    assert!(refused.to_string().contains("FORGET_ONLY"), "{refused}");
    erasure::forget(&bed.vault, anna, Ground::A, false).expect("accepted");
    let again = conn
        .execute(
            "INSERT INTO person (uid, handle, person_type, language, source_how, source_on, source_where, recorded_by, recorded_at, policy_id, subject_key)
             VALUES (?1, randomblob(16), 'consumer', 'sv', 'met', '', '', 1, 0, (SELECT policy_id FROM active_policy), randomblob(32))",
            [anna],
        )
        .expect_err("forgotten");
    assert!(again.to_string().contains("FORGOTTEN"), "{again}");
    let code = erasure::forget(&bed.vault, anna, Ground::A, false)
        .expect_err("gone")
        .code();
    assert_eq!(code, Code::NoSuchPerson);
}

#[test]
fn a_gap_planted_behind_its_back_refuses_the_certificate_and_says_where() {
    let bed = Bed::new();
    let (anna, _) = two(&bed);
    erasure::forget(&bed.vault, anna, Ground::A, false).expect("accepted");
    let mut place = String::new();
    let mut planted = 0;
    let refused = {
        let mut plant = || planted = plant_gap(&bed.foreign());
        let mut trial = Trial {
            without: None,
            behind_its_back: &mut plant,
        };
        erasure::prove_in_trial(&bed.vault, &mut trial, &mut |progress| {
            if let Progress::Waiting { place: at, .. } = progress {
                place.clone_from(at);
            }
        })
    };
    assert_eq!(refused.expect_err("a residue").code(), Code::Residue);
    assert!(
        place.starts_with(&format!("page {planted}, byte ")),
        "it names the page {planted}: {place}"
    );
    let ledger = erasure::ledger(&bed.vault).expect("the ledger");
    assert!(
        matches!(ledger.as_slice(), [Progress::Pending { .. }]),
        "no certificate was written"
    );
    assert_eq!(prove(&bed).residues, 0, "the next pass mends it");
    let ledger = erasure::ledger(&bed.vault).expect("the ledger");
    assert!(matches!(ledger.as_slice(), [Progress::Proven { .. }]));
}

#[test]
fn words_of_the_house_and_words_that_only_meet_are_no_trace() {
    let bed = Bed::new();
    let conn = bed.foreign();
    let anna = Bed::somebody(
        &conn,
        1,
        "Anna Lundbergstrand",
        "anna@example.org",
        "+46701740605",
        "activities fingerprint verification",
    );
    Bed::somebody(
        &conn,
        2,
        "Bo Ek",
        "bo@example.org",
        "+46701740606",
        "Ringer i maj",
    );
    // On the page "Lund" and "bergstrand" meet: the bytes are there, the word is nobody's.
    conn.execute_batch(
        "UPDATE card SET display_name = 'Bo Lund', subtitle = 'bergstrand AB' WHERE person_id = 2",
    )
    .expect("a card");
    drop(conn);
    erasure::forget(&bed.vault, anna, Ground::A, false).expect("accepted");
    let certificate = prove(&bed);
    assert!(
        certificate.values_searched >= 3,
        "her e-mail and phone are searched for"
    );
}

/// Writes a word into the unallocated stretch of some table's leaf; the page's number.
fn plant_gap(conn: &Connection) -> i64 {
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)
        .expect("raw pages");
    let number = number(
        conn,
        "SELECT rootpage FROM sqlite_schema WHERE name = 'card'",
    );
    let mut page: Vec<u8> = conn
        .query_row(
            "SELECT data FROM sqlite_dbpage WHERE pgno = ?1",
            [number],
            |r| r.get(0),
        )
        .expect("a page");
    page[1000..1006].copy_from_slice(b"planta");
    conn.execute(
        "UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1",
        (number, page),
    )
    .expect("planted");
    number
}

#[test]
fn a_proof_cut_off_is_finished_at_the_next_start() {
    let bed = Bed::new();
    let (anna, _) = two(&bed);
    erasure::forget(&bed.vault, anna, Ground::B, true).expect("accepted");
    let bed = bed.again();
    let ledger = erasure::ledger(&bed.vault).expect("the ledger");
    assert!(
        matches!(ledger.as_slice(), [Progress::Pending { .. }]),
        "still to do"
    );
    let certificate = prove(&bed);
    assert_eq!(
        certificate.checks,
        ["structural", "references"],
        "the values died with the memory, and it says so"
    );
    assert_eq!(certificate.values_searched, 0);
    assert!(certificate.suppressed);
    assert_eq!(certificate.ground, Ground::B);
    assert!(
        erasure::prove_pending(&bed.vault, &mut |_| {})
            .expect("nothing to do")
            .is_empty()
    );
}

#[test]
fn two_proofs_at_once_certify_once() {
    let bed = Bed::new();
    let conn = bed.foreign();
    for person in <[PersonId; 2]>::from(two(&bed)) {
        erasure::forget(&bed.vault, person, Ground::A, false).expect("accepted");
    }
    let both = std::sync::Barrier::new(2);
    let certificates: usize = std::thread::scope(|scope| {
        let prove = || {
            scope.spawn(|| {
                let mut met = false;
                let proven = erasure::prove_pending(&bed.vault, &mut |_| {
                    if !std::mem::replace(&mut met, true) {
                        both.wait();
                    }
                });
                proven.expect("a proof").len()
            })
        };
        [prove(), prove()]
            .into_iter()
            .map(|hand| hand.join().expect("an end"))
            .sum()
    });
    assert_eq!(certificates, 2, "one for each");
    let acts = "SELECT count(*) FROM journal WHERE op = 'erasure.prove'";
    let acts: i64 = conn.query_row(acts, [], |r| r.get(0)).expect("a number");
    assert_eq!(acts, 2);
}

#[test]
fn a_proof_stops_when_the_vault_is_to_close_and_goes_on_at_the_next_start() {
    let bed = Bed::new();
    let (anna, _) = two(&bed);
    erasure::forget(&bed.vault, anna, Ground::A, false).expect("accepted");
    let mut chunks = 0;
    let mut waiting = None;
    let stopped = erasure::prove_pending(&bed.vault, &mut |progress| match progress {
        Progress::Pending { .. } => {
            chunks += 1;
            bed.vault.stop_proving();
        }
        Progress::Waiting { code, .. } => waiting = Some(*code),
        Progress::Proven { .. } => panic!("it goes on after it was stopped"),
    });
    let code = stopped.err().map(|error| error.code());
    assert_eq!(code, Some(kartotek_core::Code::Cancelled));
    assert_eq!(waiting, code, "whoever waits hears why");
    assert_eq!(chunks, 1, "not one chunk more");
    let Bed { vault, folder } = bed;
    vault.close().expect("closed in order");
    let bed = Bed::open(folder);
    let ledger = erasure::ledger(&bed.vault).expect("the ledger");
    assert!(
        matches!(ledger.as_slice(), [Progress::Pending { .. }]),
        "still to do"
    );
    prove(&bed);
}

#[test]
fn others_read_and_write_while_the_proof_runs() {
    let bed = Bed::new();
    let (anna, _) = two(&bed);
    let conn = bed.foreign();
    conn.execute_batch("BEGIN").expect("begun");
    for n in 0..4000 {
        Bed::note(
            &conn,
            &[2],
            &format!("Anteckning {n} om taket och mycket annat som skulle göras före vintern"),
        );
    }
    conn.execute_batch("COMMIT").expect("committed");
    drop(conn);
    erasure::forget(&bed.vault, anna, Ground::A, false).expect("accepted");
    let mut step = 0;
    let certificates = erasure::prove_pending(&bed.vault, &mut |progress| {
        if let Progress::Pending { done, of, .. } = progress {
            assert!(done <= of, "{done} of {of}");
            step += 1;
            let conn = bed.foreign();
            let note = Bed::note(&conn, &[2], &format!("Skrivet under tiden {step}"));
            conn.execute("DELETE FROM participant WHERE activity_id = ?1", [note - 3])
                .expect("deleted");
            conn.execute("DELETE FROM activity WHERE id = ?1", [note - 3])
                .expect("deleted");
            bed.vault
                .write(kartotek_core::vault::Op::WriteNote, |_| Ok(()))
                .expect("the writer is free between the chunks");
        }
    })
    .expect("the proof holds");
    assert_eq!(certificates.len(), 1);
    assert!(step > 4, "the callback ran between chunks");
}
