//! Bytes: each protection has a case that is red when only it is off, and random histories leave nothing. What is left is
//! counted by a decryptor that shares no code with the database.

use std::sync::atomic::{AtomicU64, Ordering};

use kartotek_core::PersonId;
use kartotek_core::erasure::{self, Ground, Protection, Trial};
use memchr::memmem;
use rusqlite::Connection;

use super::bed::Bed;
use super::bed::KEY;
use super::decryptor::Clear;

/// Letters that only one person uses: two lead bytes, and a third that moves.
struct Alphabet {
    from: u32,
    letters: u32,
    /// The two bytes that each letter starts with.
    lead: [u8; 2],
}

static ALPHABETS: [Alphabet; 3] = [
    Alphabet {
        from: 0x10d0,
        letters: 32,
        lead: [0xe1, 0x83],
    },
    Alphabet {
        from: 0x0e01,
        letters: 46,
        lead: [0xe0, 0xb8],
    },
    Alphabet {
        from: 0x1200,
        letters: 64,
        lead: [0xe1, 0x88],
    },
];

impl Alphabet {
    fn word(&self, dice: &mut Dice, letters: u32) -> String {
        (0..letters)
            .filter_map(|_| char::from_u32(self.from + dice.below(self.letters)))
            .collect()
    }

    fn starts(&self, bytes: &[u8]) -> bool {
        bytes.len() > 2 && bytes[..2] == self.lead && bytes[2] & 0xc0 == 0x80
    }

    /// Where at least two letters in a row stand; one may be chance in a row of random bytes.
    fn residues(&self, clear: &Clear) -> Vec<String> {
        clear
            .places()
            .filter_map(|(place, page)| {
                let at = memmem::find_iter(page, &self.lead)
                    .find(|at| self.starts(&page[*at..]) && self.starts(&page[at + 3..]))?;
                Some(format!("{place}, byte {at}"))
            })
            .collect()
    }

    /// Whether a single letter stands in `bytes`.
    fn is_in(&self, bytes: &[u8]) -> bool {
        memmem::find_iter(bytes, &self.lead).any(|at| self.starts(&bytes[at..]))
    }
}

/// A small generator of our own (splitmix64): the same history for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u32) -> u32 {
        u32::try_from(self.roll() % u64::from(n)).expect("below n")
    }
}

/// Terms and separators of the live indexes that hold a byte outside ASCII: everybody who stays folds to ASCII.
fn index_residues(conn: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    for index in ["person_fts", "note_fts"] {
        let mut terms = conn
            .prepare(&format!("SELECT term FROM {index}_idx"))
            .expect("separators");
        let terms = terms
            .query_map([], |r| r.get::<_, Vec<u8>>(0))
            .expect("separators");
        for term in terms.map(|term| term.expect("a separator")) {
            if !term.is_ascii() {
                found.push(format!("{index}_idx {term:02x?}"));
            }
        }
        let mut blocks = conn
            .prepare(&format!("SELECT id, block FROM {index}_data"))
            .expect("blocks");
        let blocks = blocks
            .query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?)))
            .expect("blocks");
        for (id, block) in blocks.map(|block| block.expect("a block")) {
            if ALPHABETS.iter().any(|alphabet| alphabet.is_in(&block)) {
                found.push(format!("{index}_data {id}"));
            }
        }
    }
    found
}

const FIRST: [&str; 12] = [
    "Anna", "Berit", "Cilla", "David", "Eskil", "Frida", "Göran", "Håkan", "Inga", "Åsa", "Örjan",
    "Ägir",
];
const LAST: [&str; 10] = [
    "Berg", "Dal", "Ek", "Fors", "Gran", "Hed", "Lund", "Mo", "Näs", "Ström",
];
const WORDS: [&str; 16] = [
    "ringer",
    "offert",
    "taket",
    "våren",
    "hälsar",
    "pumpen",
    "möte",
    "kommun",
    "bergvärme",
    "garage",
    "sedan",
    "kanske",
    "vill",
    "inte",
    "gärna",
    "äldre",
];

/// Texts of one voice: somebody ordinary, or one of the three in letters of their own.
#[derive(Clone, Copy)]
struct Voice(Option<&'static Alphabet>);

impl Voice {
    fn name(self, dice: &mut Dice) -> String {
        let Some(letters) = self.0 else {
            let (first, last) = (dice.below(12) as usize, dice.below(10) as usize);
            return format!("{} {}", FIRST[first], LAST[last]);
        };
        format!("{} {}", letters.word(dice, 5), letters.word(dice, 8))
    }

    fn email(self, dice: &mut Dice, number: i64) -> String {
        let Some(letters) = self.0 else {
            return format!("{}{number}@example.org", WORDS[dice.below(16) as usize]);
        };
        format!(
            "{}@{}.example.org",
            letters.word(dice, 6),
            letters.word(dice, 5)
        )
    }

    fn text(self, dice: &mut Dice, words: u32) -> String {
        let word = |dice: &mut Dice| match self.0 {
            Some(letters) => letters.word(dice, 7),
            None => WORDS[dice.below(16) as usize].to_owned(),
        };
        (0..words).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
    }
}

/// A random history: people come, notes are written, edited and deleted, long ones overflow; among them three who are
/// written in letters of their own.
fn history(bed: &Bed, seed: u64, people: i64) -> [PersonId; 3] {
    let mut dice = Dice(seed);
    let conn = bed.foreign();
    let mut special = Vec::new();
    let mut notes: Vec<(i64, Voice)> = Vec::new();
    let third = u32::try_from(people / 3).expect("few");
    let places: Vec<i64> = (0..3)
        .map(|n| i64::from(n * third + dice.below(third)) + 1)
        .collect();
    conn.execute_batch("BEGIN").expect("begun");
    for number in 1..=people {
        let own = places.iter().position(|place| *place == number);
        let voice = Voice(own.map(|own| &ALPHABETS[own]));
        let (name, email) = (voice.name(&mut dice), voice.email(&mut dice, number));
        let phone = format!("+467017406{:02}", number + 4);
        let text = voice.text(&mut dice, 6);
        let id = Bed::somebody(&conn, number, &name, &email, &phone, &text);
        special.extend(own.map(|_| id));
        for _ in 0..dice.below(6) {
            let words = if dice.below(8) == 0 {
                600
            } else {
                4 + dice.below(25)
            };
            let text = voice.text(&mut dice, words);
            notes.push((Bed::note(&conn, &[number], &text), voice));
        }
        change_and_delete(&conn, &mut dice, &mut notes);
        if dice.below(9) == 0 {
            conn.execute_batch("COMMIT; BEGIN").expect("committed");
        }
    }
    conn.execute_batch("COMMIT").expect("committed");
    special
        .try_into()
        .unwrap_or_else(|_| panic!("three people"))
}

/// Now and then a note is written anew, now and then one is deleted.
fn change_and_delete(conn: &Connection, dice: &mut Dice, notes: &mut Vec<(i64, Voice)>) {
    if notes.is_empty() {
        return;
    }
    let count = u32::try_from(notes.len()).expect("few");
    if dice.below(3) == 0 {
        let (note, voice) = notes[dice.below(count) as usize];
        let words = 1 + dice.below(25);
        let text = voice.text(dice, words);
        conn.execute("UPDATE activity SET text = ?2 WHERE id = ?1", (note, text))
            .expect("edited");
    }
    if dice.below(5) == 0 {
        let (note, _) = notes.swap_remove(dice.below(count) as usize);
        conn.execute("DELETE FROM participant WHERE activity_id = ?1", [note])
            .expect("deleted");
        conn.execute("DELETE FROM activity WHERE id = ?1", [note])
            .expect("deleted");
    }
}

/// What is left of the three, by decrypted pages and frames and by the live indexes.
fn left(bed: &Bed) -> Vec<String> {
    let clear = Clear::read(&bed.database(), &KEY);
    let mut left: Vec<String> = ALPHABETS
        .iter()
        .flat_map(|alphabet| alphabet.residues(&clear))
        .collect();
    left.extend(index_residues(&bed.foreign()));
    left
}

/// Every alphabet can be found, otherwise the test is blind.
fn assert_seen(bed: &Bed) {
    let clear = Clear::read(&bed.database(), &KEY);
    for alphabet in &ALPHABETS {
        assert!(
            !alphabet.residues(&clear).is_empty(),
            "the decryptor is blind for {:x}",
            alphabet.from
        );
    }
    assert!(
        !index_residues(&bed.foreign()).is_empty(),
        "blind for the indexes"
    );
}

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
                    leaves_nothing(seed);
                }
            });
        }
    });
}

fn leaves_nothing(seed: u64) {
    let bed = Bed::new();
    let people = history(&bed, seed, 60);
    assert_seen(&bed);
    for person in people {
        erasure::forget(&bed.vault, person, Ground::A, false).expect("accepted");
    }
    let certificates = erasure::prove_pending(&bed.vault, &mut |_| {})
        .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    assert_eq!(certificates.len(), 3, "seed {seed}");
    // The certificate came after the truncation: only its own frames may be there, and they are read, too.
    assert_eq!(left(&bed), Vec::<String>::new(), "seed {seed}");
    let conn = bed.foreign();
    let check: String = conn
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .expect("checked");
    assert_eq!(check, "ok", "seed {seed}: the scrub harmed the file");
    conn.execute_batch(
        "INSERT INTO person_fts (person_fts, rank) VALUES ('integrity-check', 1); INSERT INTO note_fts (note_fts, rank) VALUES ('integrity-check', 1);",
    )
    .unwrap_or_else(|error| panic!("seed {seed}: an index is harmed: {error}"));
}

/// Sows, forgets the three, runs the pass without a part of it; what is left and whether the certificate came.
fn with(sow: impl Fn(&Bed) -> [PersonId; 3], without: Option<Protection>) -> (Vec<String>, bool) {
    let bed = Bed::new();
    let people = sow(&bed);
    assert_seen(&bed);
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
