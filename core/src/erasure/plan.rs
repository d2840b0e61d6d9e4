//! What forgetting will do: counts per kind, texts of others that name the person, files outside.

use std::collections::BTreeSet;

use super::store::{self, Called};
use super::{Count, ErasurePlan, Mention, drafts};
use crate::text::{fold, words};
use crate::vault::{ReadTx, Vault, put_aside};
use crate::{PersonId, Result, inventory};

/// What forgetting would do: the same plan that [`super::forget`] carries out.
pub fn preview(vault: &Vault, person: PersonId) -> Result<ErasurePlan> {
    let aside = put_aside(vault)?.into_iter().filter(|it| it.holds);
    let aside: Vec<i64> = aside.map(|it| it.at).collect();
    vault.read(|tx| {
        let row = tx.person(person)?;
        let elsewhere = drafts::elsewhere(tx, row)?;
        let mut counts = counts(tx, row)?;
        elsewhere.add_to(&mut counts);
        Ok(ErasurePlan {
            person,
            display_name: store::display_name(tx, row)?,
            counts,
            mentions: mentions(tx, row)?,
            drafts: elsewhere.mentions(),
            exports: store::exports(tx, row)?,
            prints: store::prints(tx, row)?,
            put_aside: aside,
            suppression_required: store::no_stands(tx, row)?,
        })
    })
}

/// How many of each kind; kinds without any are left out.
pub(super) fn counts(tx: &ReadTx<'_>, person: i64) -> Result<Vec<Count>> {
    let mut counts = Vec::new();
    for entry in inventory::entries() {
        let count = entry.count(tx, person)?;
        if count > 0 {
            counts.push(Count {
                kind: entry.kind.to_owned(),
                count,
            });
        }
    }
    Ok(counts)
}

/// The words of `text` in a row, as a query of the full-text index; `None` when there is none.
pub(super) fn phrase(text: &str) -> Option<String> {
    let words = words(text);
    (!words.is_empty()).then(|| format!("\"{}\"", words.join(" ")))
}

/// Texts that stay: those shared with this person, and others that name it.
fn mentions(tx: &ReadTx<'_>, person: i64) -> Result<Vec<Mention>> {
    let names = names(tx, person)?;
    let mut found = BTreeSet::new();
    found.extend(store::shared_notes(tx, person)?);
    for name in &names {
        if let Some(query) = phrase(name) {
            found.extend(store::others_notes(tx, person, &query)?);
        }
    }
    let folded: Vec<String> = names.iter().map(|name| padded(name)).collect();
    for (note, text) in store::unindexed_notes(tx, person)? {
        let text = padded(&text);
        if folded.iter().any(|name| text.contains(name.as_str())) {
            found.insert(note);
        }
    }
    let mut mentions = Vec::new();
    for note in found {
        mentions.extend(store::mention(tx, person, note)?);
    }
    mentions.sort_by_key(|mention| std::cmp::Reverse(mention.at));
    Ok(mentions)
}

/// The words of a text, folded, each between spaces.
pub(super) fn padded(text: &str) -> String {
    format!(" {} ", words(&fold(text)).join(" "))
}

/// What others' texts may call the person: the full name, a surname that nobody else has, every e-mail and phone as
/// written, as stored and as read, and a sole trader's business.
pub(super) fn names(tx: &ReadTx<'_>, person: i64) -> Result<BTreeSet<String>> {
    let sole_trader = store::is_sole_trader(tx, person)?;
    let mut names = BTreeSet::new();
    for Called {
        field,
        content,
        norm,
    } in store::called(tx, person)?
    {
        match field.as_str() {
            "name" => {
                if let Some(surname) = surname(&content)
                    && !store::others_are_called(tx, person, surname)?
                {
                    names.insert(surname.to_owned());
                }
                names.insert(content);
            }
            "organization" if !sole_trader => {}
            "phone" => {
                if let Some(norm) = &norm {
                    names.insert(crate::text::phone_display(norm, "SE"));
                }
                names.extend(norm);
                names.insert(content);
            }
            _ => {
                names.extend(norm);
                names.insert(content);
            }
        }
    }
    names.retain(|name| fold(name).chars().filter(|c| c.is_alphanumeric()).count() > 2);
    Ok(names)
}

/// The last of several words, when it is long enough to say something.
fn surname(name: &str) -> Option<&str> {
    let words = words(name);
    match words.as_slice() {
        [_, .., last] if last.chars().count() > 2 => Some(last),
        _ => None,
    }
}
