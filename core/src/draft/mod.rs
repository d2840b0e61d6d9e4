//! Drafts: what somebody typed and has not saved, so that a lock or a crash loses nothing. One a spot; it goes when its
//! form is saved or let go of, with its person, and after 30 days.

mod store;
#[cfg(test)]
mod tests;

use uuid::Uuid;

use crate::activity::Companion;
use crate::vault::{ReadTx, WriteTx};
use crate::{Code, PersonId, Result};

/// The longest draft: the words and the rest, each in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// Drafts at most; the oldest go first.
const MOST: u32 = 200;
/// How long an untouched draft is kept, in milliseconds.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1_000;

/// On how many days the vault was worked in since then.
const WORKED: u32 = 3;

/// The form in which something is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Place {
    NewContact,
    Contact,
    Fact,
    NewFact,
    Note,
    Entry,
    FollowUp,
    Call,
    LoggedCall,
    Consent,
    /// Whom an extract goes to.
    Export,
    /// What the columns of a list become; the words are the list's path.
    Import,
    /// The seller's own particulars.
    Controller,
    /// Tags for those who are marked in the list; they take part.
    Tags,
    /// What a vault is called in the list; the words are the name.
    VaultName,
}

const PLACES: &[(Place, &str)] = &[
    (Place::NewContact, "new_contact"),
    (Place::Contact, "contact"),
    (Place::Fact, "fact"),
    (Place::NewFact, "new_fact"),
    (Place::Note, "note"),
    (Place::Entry, "entry"),
    (Place::FollowUp, "follow_up"),
    (Place::Call, "call"),
    (Place::LoggedCall, "logged_call"),
    (Place::Consent, "consent"),
    (Place::Export, "export"),
    (Place::Import, "import"),
    (Place::Controller, "controller"),
    (Place::Tags, "tags"),
    (Place::VaultName, "vault_name"),
];

impl Place {
    fn code(self) -> &'static str {
        PLACES.iter().find(|(p, _)| *p == self).map_or("", |p| p.1)
    }

    /// Whether what is typed there is at nobody's spot.
    fn is_nobodys(self) -> bool {
        matches!(
            self,
            Self::NewContact | Self::Import | Self::Controller | Self::Tags | Self::VaultName
        )
    }

    fn from_code(code: &str) -> Option<Self> {
        PLACES.iter().find(|(_, c)| *c == code).map(|p| p.0)
    }
}

/// Where something is typed: one draft each.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Spot {
    pub place: Place,
    /// Nobody for a new contact, an import, the seller's own particulars, tags for many and a vault's name; somebody for
    /// everything else.
    pub person: Option<PersonId>,
    /// The call, note or value that it is to change; of tags a number of its own, one for all who were marked together.
    pub about: Option<Uuid>,
}

/// What is typed at a spot.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// The words in a person's own language.
    pub text: String,
    /// The form's other controls, as JSON that its page understands.
    pub rest: String,
    /// Others who take part.
    pub with: Vec<PersonId>,
}

/// A draft that is kept.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Draft {
    pub spot: Spot,
    /// The person's name as lists show it; empty where there is nobody.
    pub display_name: String,
    pub text: String,
    pub rest: String,
    pub with: Vec<Companion>,
    /// Milliseconds UTC.
    pub kept_at: i64,
}

/// Every draft, newest first; people in the bin have theirs kept out of sight, and so do many who are all there.
pub fn drafts(tx: &ReadTx<'_>) -> Result<Vec<Draft>> {
    store::all(tx)
}

/// Keeps what is typed at a spot in the place of what was kept there.
pub fn keep(tx: &mut WriteTx<'_>, spot: &Spot, typed: &Typed) -> Result<()> {
    let whose = spot.place.is_nobodys() == spot.person.is_none();
    if !whose
        || typed.text.len() > MAX_BYTES
        || typed.rest.len() > MAX_BYTES
        || serde_json::from_str::<serde_json::Value>(&typed.rest).is_err()
    {
        return Err(Code::InvalidArgument.into());
    }
    let person = spot.person.map(|person| tx.person(person)).transpose()?;
    let with = typed
        .with
        .iter()
        .map(|other| tx.person(*other))
        .collect::<Result<std::collections::BTreeSet<_>>>()?;
    store::discard(tx, spot.place, person, spot.about)?;
    store::keep(tx, (spot.place, person, spot.about), typed, &with)?;
    store::keep_newest(tx, MOST)
}

/// Lets go of the draft at a spot; none is fine.
pub fn discard(tx: &mut WriteTx<'_>, spot: &Spot) -> Result<()> {
    match spot.person.map(|person| tx.person(person)).transpose() {
        Ok(person) => store::discard(tx, spot.place, person, spot.about),
        // It went with its person.
        Err(error) if error.code() == Code::NoSuchPerson => Ok(()),
        Err(error) => Err(error),
    }
}

/// A draft at somebody else's spot, or at nobody's.
pub(crate) struct OfOthers {
    pub(crate) number: i64,
    pub(crate) draft: Draft,
    /// The person takes part in it.
    pub(crate) takes_part: bool,
    /// Nobody else does.
    alone: bool,
}

impl OfOthers {
    /// Without the person it is about nobody any more.
    pub(crate) fn stands_alone(&self) -> bool {
        self.draft.spot.place == Place::Tags && self.takes_part && self.alone
    }

    /// Everything that was typed: the words, and every text among the other controls.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts = vec![self.draft.text.clone()];
        if let Ok(rest) = serde_json::from_str(&self.draft.rest) {
            gather(rest, &mut texts);
        }
        texts.retain(|text| !text.trim().is_empty());
        texts
    }
}

fn gather(rest: serde_json::Value, texts: &mut Vec<String>) {
    use serde_json::Value::{Array, Object, String};
    match rest {
        String(text) => texts.push(text),
        Array(all) => all.into_iter().for_each(|one| gather(one, texts)),
        Object(all) => all.into_iter().for_each(|(_, one)| gather(one, texts)),
        _ => {}
    }
}

/// The drafts that are not at the person's own spots, those of people in the bin among them, newest first.
pub(crate) fn of_others(tx: &ReadTx<'_>, person: i64) -> Result<Vec<OfOthers>> {
    store::of_others(tx, person)
}

/// Lets go of drafts by their numbers.
pub(crate) fn let_go(tx: &mut WriteTx<'_>, numbers: &[i64]) -> Result<()> {
    numbers
        .iter()
        .try_for_each(|number| store::discard_number(tx, *number))
}

/// Lets go of every draft.
pub(crate) fn discard_all(tx: &mut WriteTx<'_>) -> Result<()> {
    store::discard_all(tx)
}

/// Lets go of drafts that nobody has touched for 30 days. The vault's own days count, not today's alone: it must have been
/// worked in on three days since, so that a clock that is years ahead takes nothing along. What such a clock kept is of
/// today when it is right again.
pub fn tidy(tx: &mut WriteTx<'_>) -> Result<()> {
    store::bring_back(tx)?;
    if let Some(day) = tx.day_of_work(WORKED)? {
        store::discard_before(tx, day.saturating_sub(KEPT))?;
    }
    Ok(())
}
