//! Calls and notes: activities with participants, one timeline, follow-ups.

mod call;
mod note;
mod stopped;
mod store;
mod timeline;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::consent::ConsentEvent;
use crate::contact::Source;
use crate::vault::{ReadTx, WriteTx};
use crate::{ActivityId, Code, PersonId, Result, contact};

pub use call::{continue_call, drop_call, end_call, log_call, running_call, start_call};
pub use note::{delete, edit_text, follow_up, follow_up_done, write_note};
pub use stopped::take_stop;
pub use timeline::timeline;

/// The longest text of a note or call, in characters.
pub const MAX_TEXT: usize = 100_000;

/// Who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Outgoing,
    Incoming,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Reached,
    NoAnswer,
    Voicemail,
    WrongNumber,
    CallBack,
}

/// A call that runs.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct RunningCall {
    pub id: ActivityId,
    pub person: PersonId,
    pub display_name: String,
    pub started_at: i64,
    /// It was running when the vault was closed: ask whether it goes on.
    pub interrupted: bool,
    /// Milliseconds UTC: it was stopped then, while the vault was locked, and waits for how it went.
    pub stopped_at: Option<i64>,
}

/// What is recorded when a call ends.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct CallEnd {
    pub outcome: Outcome,
    #[serde(default)]
    pub text: String,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub follow_up_on: Option<String>,
    /// Milliseconds UTC; absent: now.
    #[serde(default)]
    pub ended_at: Option<i64>,
}

/// A call that took place earlier.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct PastCall {
    pub person: PersonId,
    /// Others who were on the line.
    #[serde(default)]
    pub with: Vec<PersonId>,
    pub direction: Direction,
    pub outcome: Outcome,
    pub started_at: i64,
    /// Seconds.
    pub duration: u32,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub follow_up_on: Option<String>,
}

/// Somebody else who takes part in a note or call. People in the bin are not named.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Companion {
    pub id: PersonId,
    pub display_name: String,
}

/// An entry of the timeline.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    Call {
        id: ActivityId,
        at: i64,
        ended_at: Option<i64>,
        running: bool,
        direction: Direction,
        outcome: Option<Outcome>,
        text: String,
        follow_up_on: Option<String>,
        follow_up_done: bool,
        with: Vec<Companion>,
    },
    Note {
        id: ActivityId,
        at: i64,
        text: String,
        edited_at: Option<i64>,
        follow_up_on: Option<String>,
        follow_up_done: bool,
        with: Vec<Companion>,
    },
    Consent {
        at: i64,
        event: ConsentEvent,
    },
    Export {
        at: i64,
        recipient: String,
    },
    /// The person's own sheet, or a list that the person stood on.
    Print {
        at: i64,
        list: bool,
    },
    Created {
        at: i64,
        source: Source,
    },
}

/// A page of the timeline, newest first.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct TimelinePage {
    pub entries: Vec<Entry>,
    /// Ask with this to get the next page.
    pub next: Option<String>,
}

impl Direction {
    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outgoing => "outgoing",
            Self::Incoming => "incoming",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Outgoing, Self::Incoming]
            .into_iter()
            .find(|direction| direction.code() == code)
    }
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [
        Self::Reached,
        Self::NoAnswer,
        Self::Voicemail,
        Self::WrongNumber,
        Self::CallBack,
    ];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no_answer",
            Self::Voicemail => "voicemail",
            Self::WrongNumber => "wrong_number",
            Self::CallBack => "call_back",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// Brings the cards of `people` up to date and names the activity in the journal.
fn settle(tx: &mut WriteTx<'_>, activity: ActivityId, people: &[i64]) -> Result<()> {
    for person in people {
        contact::refresh_activity(tx, *person)?;
    }
    if let [person] = people {
        tx.about(*person)?;
    }
    tx.refers_to(activity.0);
    Ok(())
}

fn checked_text(text: &str) -> Result<()> {
    if text.chars().count() > MAX_TEXT {
        return Err(Code::TextTooLong.into());
    }
    Ok(())
}

/// The row numbers of everybody who takes part, each once.
fn numbers(tx: &ReadTx<'_>, people: impl IntoIterator<Item = PersonId>) -> Result<Vec<i64>> {
    let numbers: Result<BTreeSet<i64>> = people.into_iter().map(|id| tx.person(id)).collect();
    Ok(numbers?.into_iter().collect())
}

/// A day as it is stored: `YYYY-MM-DD` and nothing else.
fn checked_day(day: Option<&str>) -> Result<Option<&str>> {
    if let Some(text) = day {
        let parsed = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d");
        if parsed.map_err(|_| Code::InvalidDate)?.to_string() != text {
            return Err(Code::InvalidDate.into());
        }
    }
    Ok(day)
}
