//! From what is typed to what the index is asked. Every word is quoted, so that nothing typed is an operator.

use crate::text;

/// Longer queries and further words say nothing more.
const MOST_CHARS: usize = 200;
const MOST_WORDS: usize = 8;

/// A query, read.
pub(super) struct Query {
    /// The words, folded.
    pub(super) words: Vec<String>,
    /// All of it, folded: somebody's whole name?
    pub(super) folded: String,
    /// Digits typed as one number, spaces and a country code's zero left out.
    pub(super) digits: Option<String>,
    /// Full-text queries for people, best rank first.
    pub(super) people: Vec<String>,
    /// The full-text query for notes: whole words, the last one by its beginning.
    pub(super) notes: String,
}

/// Reads a query; `None` when there is no word in it.
pub(super) fn read(typed: &str) -> Option<Query> {
    let typed: String = typed
        .chars()
        .filter(|c| *c != '\0')
        .take(MOST_CHARS)
        .collect();
    let words: Vec<&str> = text::words(&typed).into_iter().take(MOST_WORDS).collect();
    if words.is_empty() {
        return None;
    }
    let digits = number(&typed);
    let begins: Vec<String> = words
        .iter()
        .map(|word| format!("{}*", quoted(word)))
        .collect();
    let people = match &digits {
        Some(digits) if words.len() > 1 => vec![format!("phone : {}*", quoted(digits))],
        Some(digits) if words[0] != digits => vec![format!("phone : {}*", quoted(digits))],
        _ => {
            let all = begins.join(" AND ");
            vec![
                format!("name : ^ {}*", quoted(&words.join(" "))),
                format!("name : ({all})"),
                all,
            ]
        }
    };
    let (last, whole) = begins.split_last()?;
    let whole = whole.iter().map(|begin| begin.trim_end_matches('*'));
    let notes = whole.chain([&**last]).collect::<Vec<_>>().join(" AND ");
    Some(Query {
        words: words.iter().map(|word| text::fold(word)).collect(),
        folded: text::fold(typed.trim()),
        digits,
        people,
        notes,
    })
}

/// Four or more digits and nothing but what stands between digits of a phone number.
fn number(typed: &str) -> Option<String> {
    if typed.chars().any(|c| {
        !(c.is_ascii_digit() || c.is_whitespace() || "+-()./\u{2013}\u{2011}\u{a0}".contains(c))
    }) {
        return None;
    }
    let international =
        typed.trim_start().starts_with(['+']) || typed.trim_start().starts_with("00");
    let typed = if international {
        typed.replace("(0)", "")
    } else {
        typed.to_owned()
    };
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    (digits.len() >= 4).then(|| digits.to_owned())
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}
