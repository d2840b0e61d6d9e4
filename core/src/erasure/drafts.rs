//! Drafts at other spots: what names the person is shown before, and goes with the person.

use std::collections::BTreeSet;
use std::path::Path;

use super::plan::{names, padded};
use super::{Count, DraftMention};
use crate::Result;
use crate::draft::{self, Draft, OfOthers, Place};
use crate::vault::ReadTx;

/// What is typed elsewhere, and which of it names the person.
pub(super) struct Elsewhere(Vec<(OfOthers, Vec<String>)>);

/// Reads what is typed at the spots of others and of nobody.
pub(super) fn elsewhere(tx: &ReadTx<'_>, person: i64) -> Result<Elsewhere> {
    let drafts = draft::of_others(tx, person)?;
    if drafts.is_empty() {
        return Ok(Elsewhere(Vec::new()));
    }
    let called: BTreeSet<String> = names(tx, person)?.iter().map(|name| padded(name)).collect();
    let naming = |draft: &OfOthers| {
        let mut texts = draft.texts();
        texts.retain(|text| {
            let text = padded(text);
            called.iter().any(|name| text.contains(name.as_str()))
        });
        texts
    };
    let drafts = drafts.into_iter().map(|draft| {
        let texts = naming(&draft);
        (draft, texts)
    });
    Ok(Elsewhere(drafts.collect()))
}

impl Elsewhere {
    /// What is shown before the person is forgotten.
    pub(super) fn mentions(&self) -> Vec<DraftMention> {
        let shown = self
            .0
            .iter()
            .filter(|(draft, naming)| draft.takes_part || !naming.is_empty());
        let mention = |(of, naming): &(OfOthers, Vec<String>)| DraftMention {
            spot: of.draft.spot,
            display_name: of.draft.display_name.clone(),
            kept_at: of.draft.kept_at,
            text: if naming.is_empty() {
                as_shown(&of.draft, &of.draft.text)
            } else {
                let texts: Vec<String> = naming
                    .iter()
                    .map(|text| as_shown(&of.draft, text))
                    .collect();
                texts.join("\n")
            },
            goes: goes(of, naming),
        };
        shown.map(mention).collect()
    }

    /// The numbers of those that go with the person.
    pub(super) fn going(&self) -> Vec<i64> {
        let going = self.0.iter().filter(|(of, naming)| goes(of, naming));
        going.map(|(of, _)| of.number).collect()
    }

    /// The inventory counts those in which the person takes part; the others that go are added.
    pub(super) fn add_to(&self, counts: &mut Vec<Count>) {
        let more = self.0.iter();
        let more = more.filter(|(of, naming)| !of.takes_part && !naming.is_empty());
        let more = u32::try_from(more.count()).unwrap_or(u32::MAX);
        match counts.iter_mut().find(|count| count.kind == KIND) {
            _ if more == 0 => {}
            Some(count) => count.count += more,
            None => counts.push(Count {
                kind: KIND.to_owned(),
                count: more,
            }),
        }
    }
}

/// It names the person, or is about nobody else.
fn goes(of: &OfOthers, naming: &[String]) -> bool {
    !naming.is_empty() || of.stands_alone()
}

/// A text of a draft as it is shown: where a list or a vault lies is the vault's matter alone.
fn as_shown(draft: &Draft, text: &str) -> String {
    let is_path = match draft.spot.place {
        Place::Import => text == draft.text,
        Place::VaultName => text != draft.text,
        _ => false,
    };
    if is_path {
        let name = Path::new(text).file_name();
        return name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    }
    text.to_owned()
}

/// The inventory's word.
const KIND: &str = "drafts";
