//! Invented people and notes: the same for the same seed. Numbers are drawn from all mobile numbers; nothing is kept.

use std::io;
use std::path::Path;

use crate::{SEED, Size};

const GIVEN: &[&str] = &[
    "Anna", "Eva", "Maria", "Karin", "Lena", "Åsa", "Märta", "Ingrid", "Sofia", "Elin", "Hanna",
    "Saga", "Ebba", "Linnéa", "Alva", "Tuva", "Lars", "Nils", "Erik", "Per", "Olof", "Göran",
    "Björn", "Åke", "Sven", "Karl", "Johan", "Oskar", "Hugo", "Vidar", "Love", "Axel", "Arvid",
    "Malte",
];
const FIRST: &[&str] = &[
    "Lind", "Berg", "Ek", "Alm", "Sjö", "Ström", "Dal", "Holm", "Sand", "Ås", "Björk", "Gran",
    "Hed", "Lund", "Mo", "Nor", "Ros", "Sten", "Söder", "Vester", "Väst", "Öst", "Kvarn", "Hög",
    "Äng", "Fors", "Tall", "Ny", "Rå", "Vik",
];
const LAST: &[&str] = &[
    "gren", "ström", "qvist", "berg", "dahl", "man", "lund", "mark", "vall", "stedt", "in", "ell",
    "borg", "by", "fors", "hammar", "rot", "blad", "löf", "ander",
];
const TRADE: &[&str] = &[
    "Bygg",
    "El",
    "Lantbruk",
    "Måleri",
    "Åkeri",
    "Snickeri",
    "Rör",
    "Plåt",
    "Trädgård",
    "Konsult",
    "Bageri",
    "Såg",
];
const TOWNS: &[(&str, &str)] = &[
    ("521 30", "Falköping"),
    ("541 30", "Skövde"),
    ("531 30", "Lidköping"),
    ("252 25", "Helsingborg"),
    ("352 30", "Växjö"),
    ("391 20", "Kalmar"),
    ("621 45", "Visby"),
    ("702 10", "Örebro"),
    ("752 20", "Uppsala"),
    ("831 30", "Östersund"),
    ("903 25", "Umeå"),
    ("971 28", "Luleå"),
    ("582 20", "Linköping"),
    ("653 40", "Karlstad"),
    ("791 30", "Falun"),
];
const COMMON: &[&str] = &[
    "ringde",
    "kund",
    "offert",
    "pris",
    "möte",
    "vecka",
    "måndag",
    "tisdag",
    "återkomma",
    "svar",
    "mejl",
    "skickade",
    "avtal",
    "faktura",
    "leverans",
    "försenad",
    "nöjd",
    "intresserad",
    "inte",
    "nu",
    "senare",
    "beslut",
    "inköp",
    "och",
    "att",
    "det",
    "som",
    "en",
    "för",
    "av",
    "med",
    "till",
    "är",
    "den",
    "har",
    "om",
    "ett",
    "men",
    "vi",
    "han",
    "hon",
    "efter",
    "semestern",
    "lager",
    "prov",
    "pellets",
    "maskin",
    "service",
    "garanti",
    "kontakt",
    "igen",
    "provkörning",
];
const SYLLABLES: &[&str] = &[
    "an", "be", "da", "el", "fo", "ga", "hu", "in", "jo", "ka", "li", "mo", "ne", "or", "på", "ra",
    "sk", "to", "un", "vå", "är", "öv", "berg", "lund", "dal", "vik", "gård", "sten", "holm",
    "näs",
];
/// Words of the notes: the common ones first, then invented ones.
const VOCABULARY: usize = 30_000;
/// 2020-01-01.
const EPOCH: i64 = 1_577_836_800_000;

/// A small generator (SplitMix64): one seed, one sequence, on every machine.
pub struct Dice(u64);

impl Dice {
    /// The sequence of one thing: `stream` tells persons from notes, `n` one from another.
    pub fn new(stream: u64, n: u64) -> Self {
        Self(
            SEED ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ n.wrapping_mul(0xd1b5_4a32_d192_ed03),
        )
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % (n.max(1) as u64)).unwrap_or_default()
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// An invented contact.
pub struct Person {
    pub name: String,
    pub organization: String,
    pub email: String,
    /// E.164.
    pub phone: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
}

/// Contact number `n`.
pub fn person(n: u32) -> Person {
    let mut dice = Dice::new(1, u64::from(n));
    let given = dice.of(GIVEN);
    let family = format!("{}{}", dice.of(FIRST), dice.of(LAST));
    let firm = format!("{}{} {} AB", dice.of(FIRST), dice.of(LAST), dice.of(TRADE));
    let (postal_code, town) = TOWNS[dice.below(TOWNS.len())];
    Person {
        name: format!("{given} {family}"),
        organization: if dice.below(10) < 4 {
            firm
        } else {
            String::new()
        },
        email: format!("{}.{n}@example.org", plain(&family)),
        phone: format!("+4670{:07}", 1_000_000 + n),
        street: format!("{}gatan {}", dice.of(FIRST), 1 + dice.below(90)),
        postal_code: postal_code.to_owned(),
        town: town.to_owned(),
    }
}

/// Writes the first `count` contacts as a CSV file with Swedish headers.
pub fn write_csv(path: &Path, count: u32) -> io::Result<()> {
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_path(path)?;
    out.write_record([
        "Namn",
        "Företag",
        "E-post",
        "Telefon",
        "Gatuadress",
        "Postnummer",
        "Ort",
    ])?;
    for n in 0..count {
        let p = person(n);
        out.write_record([
            p.name,
            p.organization,
            p.email,
            p.phone,
            p.street,
            p.postal_code,
            p.town,
        ])?;
    }
    out.flush()
}

/// The words that notes are made of.
pub struct Words(Vec<String>);

impl Words {
    /// The same words each time.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let mut words: Vec<String> = COMMON.iter().map(|w| (*w).to_owned()).collect();
        let mut dice = Dice::new(2, 0);
        while words.len() < VOCABULARY {
            let parts = 2 + dice.below(3);
            words.push((0..parts).map(|_| dice.of(SYLLABLES)).collect());
        }
        Self(words)
    }

    /// A word, the common ones far more often (about as 1 in its rank).
    pub fn draw(&self, dice: &mut Dice) -> &str {
        // Halving the range a random number of times is near enough to Zipf and needs no table.
        let top = self.0.len() >> dice.below(15);
        &self.0[dice.below(top)]
    }

    /// Note number `n` of about 22 words: about whom, when, what.
    pub fn note(&self, n: u32, size: Size) -> Note {
        let mut dice = Dice::new(3, u64::from(n));
        let count = 12 + dice.below(21);
        let text: Vec<&str> = (0..count).map(|_| self.draw(&mut dice)).collect();
        Note {
            person: u32::try_from(dice.below(size.contacts as usize)).unwrap_or_default(),
            at: EPOCH + i64::from(n) * 60_000,
            text: text.join(" "),
        }
    }
}

/// An invented note.
pub struct Note {
    pub person: u32,
    /// Milliseconds UTC; later notes are newer.
    pub at: i64,
    pub text: String,
}

fn plain(name: &str) -> String {
    name.to_lowercase()
        .replace(['å', 'ä'], "a")
        .replace('ö', "o")
}
