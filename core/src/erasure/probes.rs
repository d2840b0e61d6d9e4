//! The values that the read-back looks for: those that were this person's alone at the moment of forgetting. They live in
//! memory only, from the commit to the proof.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::plan::{padded, phrase};
use super::store;
use crate::text::{fold, words};
use crate::vault::ReadTx;
use crate::{Result, inventory};

/// How long the proof may take inside the transaction; what is not proven by then is not searched for.
const BUDGET: Duration = Duration::from_millis(10);
/// Names, e-mails and phones come first and are asked for whatever it takes.
const AT_LEAST: usize = 12;
/// Shorter texts turn up by accident.
const LEAST_BYTES: usize = 6;
/// Words of long texts must be rarer.
const LEAST_WORD: usize = 7;
/// Words taken from one text.
const WORDS_PER_TEXT: usize = 3;
/// Longer texts are searched by their words only.
const LONGEST: usize = 100;

/// Values of `person` whose words stand on nobody else's card and in no text that stays, one a line.
pub(super) fn alone(tx: &ReadTx<'_>, person: i64) -> Result<Zeroizing<String>> {
    let start = Instant::now();
    let mut texts = Vec::new();
    for entry in inventory::entries() {
        texts.extend(entry.texts(tx, person)?.into_iter().map(Zeroizing::new));
    }
    let binned: Vec<Zeroizing<String>> = store::binned_texts(tx, person)?
        .iter()
        .map(|text| Zeroizing::new(padded(text)))
        .collect();
    let mut alone = Zeroizing::new(String::with_capacity(4096));
    for (n, candidate) in candidates(&texts).into_iter().enumerate() {
        if n >= AT_LEAST && start.elapsed() > BUDGET {
            break;
        }
        let Some(query) = phrase(candidate) else {
            continue;
        };
        let key = Zeroizing::new(padded(candidate));
        if !binned.iter().any(|text| text.contains(key.as_str()))
            && !store::others_have(tx, person, &query)?
        {
            alone.push_str(candidate);
            alone.push('\n');
        }
    }
    Ok(alone)
}

/// Whole short texts first, then the longest words of all.
fn candidates(texts: &[Zeroizing<String>]) -> Vec<&str> {
    let mut whole: Vec<&str> = texts
        .iter()
        .map(|text| text.as_str())
        .filter(|text| (LEAST_BYTES..=LONGEST).contains(&text.len()) && !text.contains('\n'))
        .collect();
    let mut rare = BTreeSet::new();
    for text in texts {
        let mut long = words(text);
        long.retain(|word| word.chars().count() >= LEAST_WORD);
        long.sort_by_key(|word| std::cmp::Reverse(word.len()));
        rare.extend(long.into_iter().take(WORDS_PER_TEXT));
    }
    whole.extend(rare);
    let mut seen = BTreeSet::new();
    whole.retain(|text| seen.insert(*text));
    whole
}

/// A search for many values at once, each as written, in lower case and folded as the index folds.
pub(super) struct Matcher {
    values: Vec<Zeroizing<String>>,
    forms: Vec<(usize, Zeroizing<Vec<u8>>)>,
    /// By the hash of a form's first bytes, the number of its bucket; 0 for none: one look a byte is all that most of a
    /// file costs.
    starts: Vec<u16>,
    buckets: Vec<Vec<usize>>,
}

/// The bytes that a form is first known by.
const START: usize = 3;

/// Fifteen bits of `start` (multiplicative hashing, Knuth 6.4): there are never more buckets than a `u16` counts.
fn hash(start: [u8; START]) -> usize {
    let [a, b, c] = start.map(u32::from);
    ((a | b << 8 | c << 16).wrapping_mul(0x9e37_79b1) >> 17) as usize
}

impl Matcher {
    /// `kept`: what [`alone`] made, of one or more people.
    pub(super) fn new<'a>(kept: impl Iterator<Item = &'a str>) -> Self {
        let mut matcher = Self {
            values: Vec::new(),
            forms: Vec::new(),
            starts: vec![0; 1 << 15],
            buckets: vec![Vec::new()],
        };
        let values: BTreeSet<&str> = kept
            .flat_map(str::lines)
            .filter(|v| !v.is_empty())
            .collect();
        for value in values {
            let number = matcher.values.len();
            matcher.values.push(Zeroizing::new(value.to_owned()));
            let forms: BTreeSet<String> =
                [value.to_owned(), value.to_lowercase(), fold(value)].into();
            for form in forms {
                matcher.add(number, form.into_bytes());
            }
        }
        matcher
    }

    /// A form too short to have a start turns up everywhere by accident and is left out.
    fn add(&mut self, value: usize, form: Vec<u8>) {
        let Some(start) = form.first_chunk::<START>().copied() else {
            return;
        };
        let known = &mut self.starts[hash(start)];
        if *known == 0
            && let Ok(next) = u16::try_from(self.buckets.len())
        {
            *known = next;
            self.buckets.push(Vec::new());
        }
        self.buckets[usize::from(*known)].push(self.forms.len());
        self.forms.push((value, Zeroizing::new(form)));
    }

    /// How many values it looks for.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Where values stand in `bytes`: value and position.
    pub(super) fn find(&self, bytes: &[u8], hit: &mut dyn FnMut(usize, usize)) {
        for (at, start) in bytes.array_windows::<START>().enumerate() {
            let bucket = self.starts[hash(*start)];
            if bucket == 0 {
                continue;
            }
            for form in &self.buckets[usize::from(bucket)] {
                let (value, form) = &self.forms[*form];
                if bytes[at..].starts_with(form) {
                    hit(*value, at);
                }
            }
        }
    }

    /// Which values stand in a living row's `text`: as written, in lower case or folded.
    pub(super) fn find_in_text(&self, text: &str, hit: &mut dyn FnMut(usize)) {
        self.find(text.as_bytes(), &mut |value, _| hit(value));
        let lower = text.to_lowercase();
        if lower != text {
            self.find(lower.as_bytes(), &mut |value, _| hit(value));
        }
        if !lower.is_ascii() {
            self.find(fold(text).as_bytes(), &mut |value, _| hit(value));
        }
    }
}
