//! Random histories with three people in letters of their own, who are forgotten: what is left of them is counted by a
//! decryptor that shares no code with the database.

use kartotek_core::PersonId;
use kartotek_core::erasure::{self, Ground};
use memchr::memmem;
use rusqlite::Connection;

use super::Round;
use super::clear::Clear;
use super::sown::{Bed, KEY};
use crate::dice::Dice;

/// Letters that only one person uses: two lead bytes, and a third that moves.
pub(crate) struct Alphabet {
    from: u32,
    letters: u32,
    /// The two bytes that each letter starts with.
    lead: [u8; 2],
}

pub(crate) static ALPHABETS: [Alphabet; 3] = [
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
    pub(crate) fn word(&self, dice: &mut Dice, letters: u32) -> String {
        (0..letters)
            .filter_map(|_| char::from_u32(self.from + below(dice, self.letters)))
            .collect()
    }

    fn starts(&self, bytes: &[u8]) -> bool {
        bytes.len() > 2 && bytes[..2] == self.lead && bytes[2] & 0xc0 == 0x80
    }

    /// Where at least two letters in a row stand; one may be chance in a row of random bytes.
    pub(crate) fn residues(&self, clear: &Clear) -> Vec<String> {
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
            let (first, last) = (below(dice, 12) as usize, below(dice, 10) as usize);
            return format!("{} {}", FIRST[first], LAST[last]);
        };
        format!("{} {}", letters.word(dice, 5), letters.word(dice, 8))
    }

    fn email(self, dice: &mut Dice, number: i64) -> String {
        let Some(letters) = self.0 else {
            return format!("{}{number}@example.org", WORDS[below(dice, 16) as usize]);
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
            None => WORDS[below(dice, 16) as usize].to_owned(),
        };
        (0..words).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
    }
}

/// A random history: people come, notes are written, edited and deleted, long ones overflow; among them three who are
/// written in letters of their own.
pub(crate) fn history(bed: &Bed, seed: u64, people: i64) -> [PersonId; 3] {
    let dice = &mut Dice(seed);
    let conn = bed.foreign();
    let mut special = Vec::new();
    let mut notes: Vec<(i64, Voice)> = Vec::new();
    let third = u32::try_from(people / 3).expect("few");
    let places: Vec<i64> = (0..3)
        .map(|n| i64::from(n * third + below(dice, third)) + 1)
        .collect();
    conn.execute_batch("BEGIN").expect("begun");
    for number in 1..=people {
        let own = places.iter().position(|place| *place == number);
        let voice = Voice(own.map(|own| &ALPHABETS[own]));
        let (name, email) = (voice.name(dice), voice.email(dice, number));
        let phone = format!("+467017406{:02}", number + 4);
        let text = voice.text(dice, 6);
        let id = Bed::somebody(&conn, number, &name, &email, &phone, &text);
        special.extend(own.map(|_| id));
        for _ in 0..below(dice, 6) {
            let words = if below(dice, 8) == 0 {
                600
            } else {
                4 + below(dice, 25)
            };
            let text = voice.text(dice, words);
            notes.push((Bed::note(&conn, &[number], &text), voice));
        }
        change_and_delete(&conn, dice, &mut notes);
        if below(dice, 9) == 0 {
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
    if below(dice, 3) == 0 {
        let (note, voice) = notes[below(dice, count) as usize];
        let words = 1 + below(dice, 25);
        let text = voice.text(dice, words);
        conn.execute("UPDATE activity SET text = ?2 WHERE id = ?1", (note, text))
            .expect("edited");
    }
    if below(dice, 5) == 0 {
        let (note, _) = notes.swap_remove(below(dice, count) as usize);
        conn.execute("DELETE FROM participant WHERE activity_id = ?1", [note])
            .expect("deleted");
        conn.execute("DELETE FROM activity WHERE id = ?1", [note])
            .expect("deleted");
    }
}

/// What is left of the three, by decrypted pages and frames and by the live indexes.
pub(crate) fn left(bed: &Bed) -> Vec<String> {
    let clear = Clear::read(&bed.database(), &KEY);
    let mut left: Vec<String> = ALPHABETS
        .iter()
        .flat_map(|alphabet| alphabet.residues(&clear))
        .collect();
    left.extend(index_residues(&bed.foreign()));
    left
}

/// Every alphabet can be found, otherwise nothing is shown.
pub(crate) fn seen(bed: &Bed) -> Round<()> {
    let clear = Clear::read(&bed.database(), &KEY);
    for alphabet in &ALPHABETS {
        if alphabet.residues(&clear).is_empty() {
            return Err(format!("the decryptor is blind for {:x}", alphabet.from));
        }
    }
    if index_residues(&bed.foreign()).is_empty() {
        return Err("blind for the indexes".into());
    }
    Ok(())
}

/// One history to its end; how many were forgotten.
pub(crate) fn leaves_nothing(seed: u64) -> Round<u64> {
    let bed = Bed::new();
    let people = history(&bed, seed, 60);
    seen(&bed)?;
    for person in people {
        erasure::forget(&bed.vault, person, Ground::A, false)
            .map_err(|error| super::bed::code("forget", &error))?;
    }
    let certificates = erasure::prove_pending(&bed.vault, &mut |_| {})
        .map_err(|error| super::bed::code("the proof", &error))?;
    if certificates.len() != people.len() {
        return Err("not everybody has a certificate".into());
    }
    // The certificate came after the truncation: only its own frames may be there, and they are read, too.
    let left = left(&bed);
    if !left.is_empty() {
        return Err(left.join("; "));
    }
    // The scrub harmed neither the file nor an index.
    let conn = bed.foreign();
    let check: String = conn
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .map_err(|error| error.to_string())?;
    if check != "ok" {
        return Err(check);
    }
    conn.execute_batch(
        "INSERT INTO person_fts (person_fts, rank) VALUES ('integrity-check', 1); INSERT INTO note_fts (note_fts, rank) VALUES ('integrity-check', 1);",
    )
    .map_err(|error| error.to_string())?;
    Ok(people.len() as u64)
}

fn below(dice: &mut Dice, n: u32) -> u32 {
    u32::try_from(dice.below(n as usize)).expect("below n")
}
