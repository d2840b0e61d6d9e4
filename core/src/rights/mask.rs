//! Other people leave the text: names, e-mails and phones of other contacts give way to a mark (Art. 15(4)).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use uuid::Uuid;

use super::store;
use crate::Result;
use crate::text::{self, fold, words};
use crate::vault::ReadTx;

/// Most words that a name has.
const LONGEST_NAME: usize = 6;
/// Fewest digits of a phone number.
const FEWEST_DIGITS: usize = 7;

/// Finds others in texts about one person.
pub(super) struct Mask<'a> {
    tx: &'a ReadTx<'a>,
    person: i64,
    mark: String,
    /// The person's own words, folded: never masked.
    own: BTreeSet<String>,
    companions: BTreeMap<Uuid, BTreeSet<String>>,
    /// Names, each as its folded words, by their first two words.
    known: BTreeMap<(String, String), Vec<Vec<String>>>,
    binned: Vec<Vec<String>>,
    /// How many stretches were masked.
    pub(super) masked: u32,
}

impl<'a> Mask<'a> {
    /// `own`: the person's names. `mark`: what stands instead.
    pub(super) fn new(
        tx: &'a ReadTx<'a>,
        person: i64,
        own: &[String],
        mark: String,
    ) -> Result<Self> {
        let mut companions: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
        for (activity, name) in store::companions(tx, person)? {
            companions
                .entry(activity)
                .or_default()
                .extend(folded(&name));
        }
        Ok(Self {
            tx,
            person,
            mark,
            own: own.iter().flat_map(|name| folded(name)).collect(),
            companions,
            known: BTreeMap::new(),
            binned: store::others_in_the_bin(tx, person)?
                .iter()
                .map(|name| folded(name))
                .filter(|name| name.len() > 1)
                .collect(),
            masked: 0,
        })
    }

    /// `text` without others; `activity` is what it belongs to.
    pub(super) fn apply(&mut self, text: &str, activity: Option<Uuid>) -> Result<String> {
        let mut found = self.addresses(text)?;
        found.extend(self.names(text, activity)?);
        found.sort_by_key(|range| (range.start, range.end));
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut last: Option<usize> = None;
        for range in found {
            if range.start < at {
                continue;
            }
            // "Eva" and "Ek" in a row are one person.
            let joined = last.is_some_and(|end| text[end..range.start].trim().is_empty());
            if !joined {
                out.push_str(&text[at..range.start]);
                out.push_str(&self.mark);
                self.masked += 1;
            }
            at = range.end;
            last = Some(range.end);
        }
        out.push_str(&text[at..]);
        Ok(out)
    }

    /// E-mails and phones that belong to somebody else.
    fn addresses(&self, text: &str) -> Result<Vec<Range<usize>>> {
        let mut found = Vec::new();
        for (start, token) in tokens(text, char::is_whitespace) {
            let trimmed = token.trim_matches(|c: char| !c.is_alphanumeric());
            let start = start + token.find(trimmed).unwrap_or(0);
            if trimmed.contains('@')
                && let Ok(norm) = text::email(trimmed)
                && store::is_anothers(self.tx, self.person, &norm)?
            {
                found.push(start..start + trimmed.len());
            }
        }
        let number = |c: char| {
            c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ' | '\u{a0}' | '/')
        };
        for (start, token) in tokens(text, |c| !number(c)) {
            let trimmed =
                token.trim_matches(|c: char| !(c.is_ascii_digit() || c == '+' || c == '('));
            let trimmed = trimmed.trim_end_matches(|c: char| !c.is_ascii_digit());
            let start = start + token.find(trimmed).unwrap_or(0);
            if trimmed.chars().filter(char::is_ascii_digit).count() >= FEWEST_DIGITS
                && let Ok(norm) = text::phone(trimmed, "SE")
                && store::is_anothers(self.tx, self.person, &norm)?
            {
                found.push(start..start + trimmed.len());
            }
        }
        Ok(found)
    }

    /// Full names of other contacts, and every part of a companion's name.
    fn names(&mut self, text: &str, activity: Option<Uuid>) -> Result<Vec<Range<usize>>> {
        let companions = activity
            .and_then(|activity| self.companions.get(&activity))
            .cloned()
            .unwrap_or_default();
        let spans: Vec<(Range<usize>, String)> = words(text)
            .into_iter()
            .map(|word| {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                (start..start + word.len(), fold(word))
            })
            .collect();
        let mut found = Vec::new();
        for n in 0..spans.len() {
            let (span, word) = &spans[n];
            if word.chars().count() > 1 && companions.contains(word) && !self.own.contains(word) {
                found.push(span.clone());
            }
            let Some((_, next)) = spans.get(n + 1) else {
                continue;
            };
            let (word, next) = (word.clone(), next.clone());
            let end = (n + LONGEST_NAME).min(spans.len());
            let here: Vec<&str> = spans[n..end]
                .iter()
                .map(|(_, word)| word.as_str())
                .collect();
            let longest = self
                .names_from(&word, &next)?
                .iter()
                .chain(self.binned.iter())
                .filter(|name| {
                    name.iter()
                        .map(String::as_str)
                        .eq(here.iter().copied().take(name.len()))
                })
                .filter(|name| !name.iter().all(|word| self.own.contains(word)))
                .map(Vec::len)
                .max();
            if let Some(longest) = longest {
                found.push(span.start..spans[n + longest - 1].0.end);
            }
        }
        Ok(found)
    }

    /// Names of others that start with these two words.
    fn names_from(&mut self, first: &str, second: &str) -> Result<Vec<Vec<String>>> {
        let key = (first.to_owned(), second.to_owned());
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let query = format!("name : \"{first} {second}\"");
        let names: Vec<Vec<String>> = store::others_called(self.tx, self.person, &query)?
            .iter()
            .map(|name| folded(name))
            .filter(|name| name.len() > 1)
            .collect();
        self.known.insert(key, names.clone());
        Ok(names)
    }
}

fn folded(name: &str) -> Vec<String> {
    words(name).into_iter().map(fold).collect()
}

/// The stretches between the characters that `splits` says yes to, with where they start.
fn tokens(text: &str, splits: impl Fn(char) -> bool) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (splits(c), start) {
            (true, Some(from)) => {
                found.push((from, &text[from..at]));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push((from, &text[from..]));
    }
    found
}
