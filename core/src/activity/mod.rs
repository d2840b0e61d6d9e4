//! Calls and notes: activities with participants, one timeline, follow-ups.

use crate::consent::ConsentEvent;
use crate::contact::Source;
use crate::vault::{ReadTx, WriteTx};
use crate::{ActivityId, PersonId, Result};

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
    },
    Note {
        id: ActivityId,
        at: i64,
        text: String,
        edited_at: Option<i64>,
        follow_up_on: Option<String>,
        follow_up_done: bool,
        /// More people take part in it.
        shared: bool,
    },
    Consent {
        at: i64,
        event: ConsentEvent,
    },
    Export {
        at: i64,
        recipient: String,
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

macro_rules! unfinished { ($($(#[$m:meta])* fn $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty;)*) => { $($(#[$m])* pub fn $name($($arg: $ty),*) -> Result<$ret> { $(let _ = $arg;)* Err(crate::Code::Internal.into()) })* } }

unfinished! {
    /// Starts the clock; its start is in the vault at once.
    fn start_call(tx: &mut WriteTx<'_>, person: PersonId, direction: Direction) -> ActivityId;
    /// Ends the running call.
    fn end_call(tx: &mut WriteTx<'_>, call: ActivityId, end: &CallEnd) -> ();
    /// Throws the running call away (started by mistake).
    fn drop_call(tx: &mut WriteTx<'_>, call: ActivityId) -> ();
    /// The call that runs, if any.
    fn running_call(tx: &ReadTx<'_>) -> Option<RunningCall>;
    /// Records a call of the past.
    fn log_call(tx: &mut WriteTx<'_>, call: &PastCall) -> ActivityId;
    /// Writes a note about one or more people.
    fn write_note(tx: &mut WriteTx<'_>, people: &[PersonId], text: &str, follow_up_on: Option<&str>) -> ActivityId;
    /// Changes the text of a note or call.
    fn edit_text(tx: &mut WriteTx<'_>, id: ActivityId, text: &str) -> ();
    /// Deletes a note or call.
    fn delete(tx: &mut WriteTx<'_>, id: ActivityId) -> ();
    /// Sets, moves or clears the follow-up date.
    fn follow_up(tx: &mut WriteTx<'_>, id: ActivityId, on: Option<&str>) -> ();
    /// Marks a follow-up as done (or not).
    fn follow_up_done(tx: &mut WriteTx<'_>, id: ActivityId, done: bool) -> ();
    /// A page of the timeline.
    fn timeline(tx: &ReadTx<'_>, person: PersonId, after: Option<&str>, count: u32) -> TimelinePage;
}
