//! What to show of a hit: the line that matched, or a stretch of the note around the first word.

use super::query::Query;
use super::store::Texts;
use crate::text;

/// Characters before the word, and in all.
const BEFORE: usize = 40;
const LENGTH: usize = 160;

/// Whether a word of `text` begins with `word` (folded).
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let folded = text::fold(text);
    text::words(&folded)
        .into_iter()
        .any(|w| w.starts_with(word))
}

/// What matched beside the name: a phone, an e-mail, an organization, a role or a tag.
pub(super) fn matched(texts: &Texts, query: &Query) -> String {
    if let Some(digits) = &query.digits {
        let phone = texts.phones.iter().find(|(norm, display)| {
            text::phone_digits(norm, display)
                .split(' ')
                .any(|end| end.starts_with(digits))
        });
        if let Some((_, display)) = phone {
            return display.clone();
        }
    }
    let lines = texts
        .email
        .lines()
        .chain(texts.organization.lines())
        .chain(texts.tags.lines())
        .chain(texts.name.lines().skip(1));
    let mut best = (0, "");
    for line in lines {
        let hits = query
            .words
            .iter()
            .filter(|word| has_word(line, word))
            .count();
        if hits > best.0 {
            best = (hits, line);
        }
    }
    best.1.to_owned()
}

/// A stretch of `text` on one line around the first word found.
pub(super) fn around(text: &str, words: &[String]) -> String {
    let chars: Vec<char> = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let at = position(&chars, words).unwrap_or_default();
    let from = at.saturating_sub(BEFORE);
    let from = if from == 0 {
        0
    } else {
        (from..at)
            .find(|i| chars[*i] == ' ')
            .map_or(from, |i| i + 1)
    };
    let to = (from + LENGTH).min(chars.len());
    let mut out = String::with_capacity(LENGTH + 8);
    if from > 0 {
        out.push('…');
    }
    out.extend(&chars[from..to]);
    if to < chars.len() {
        out.push('…');
    }
    out
}

/// Where the first word that begins like one of `words` stands, in characters.
fn position(chars: &[char], words: &[String]) -> Option<usize> {
    let mut start = 0;
    while start < chars.len() {
        if !chars[start].is_alphanumeric() {
            start += 1;
            continue;
        }
        let end = (start..chars.len())
            .find(|i| !chars[*i].is_alphanumeric())
            .unwrap_or(chars.len());
        let word = text::fold(&chars[start..end].iter().collect::<String>());
        if words.iter().any(|w| word.starts_with(w.as_str())) {
            return Some(start);
        }
        start = end;
    }
    None
}
