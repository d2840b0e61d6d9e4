//! `call` and `note`: what happened with a person.

use std::path::PathBuf;

use kartotek_core::activity::{self, Direction, Outcome, PastCall};
use kartotek_core::vault::{Op, Vault};
use kartotek_core::{ActivityId, PersonId};

use crate::console::{Console, Failure};
use crate::{exit, input};

#[derive(clap::Subcommand)]
pub(crate) enum Call {
    /// Record a call that took place
    Add(AddCall),
}

#[derive(clap::Args)]
pub(crate) struct AddCall {
    id: PersonId,
    /// outgoing or incoming
    #[arg(long, value_parser = input::word::<Direction>, default_value = "outgoing")]
    direction: Direction,
    /// reached, no_answer, voicemail, wrong_number or call_back
    #[arg(long, value_parser = input::word::<Outcome>, default_value = "reached")]
    outcome: Outcome,
    /// When it began (2026-03-31T14:05:00+02:00); without it, now less its length
    #[arg(long, value_name = "TIME", value_parser = input::instant)]
    at: Option<i64>,
    /// How long it lasted, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    duration: u32,
    /// The day to follow it up, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = input::day)]
    follow_up: Option<String>,
    /// A file with what was said; - for stdin
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
}

#[derive(clap::Subcommand)]
pub(crate) enum Note {
    /// Write a note about one or more people
    Add(AddNote),
}

#[derive(clap::Args)]
pub(crate) struct AddNote {
    #[arg(required = true)]
    ids: Vec<PersonId>,
    /// A file with the note; without it or with -, stdin
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// The day to follow it up, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = input::day)]
    follow_up: Option<String>,
}

#[derive(serde::Serialize)]
struct Written {
    id: ActivityId,
}

impl Call {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        let Self::Add(add) = self;
        let text = match &add.text {
            Some(file) => input::text(Some(file))?.trim().to_owned(),
            None => String::new(),
        };
        let id = vault.write(Op::LogCall, |tx| {
            let started_at = add
                .at
                .unwrap_or_else(|| tx.now() - i64::from(add.duration) * 1000);
            let call = PastCall {
                with: Vec::new(),
                person: add.id,
                direction: add.direction,
                outcome: add.outcome,
                started_at,
                duration: add.duration,
                text: text.clone(),
                follow_up_on: add.follow_up.clone(),
            };
            activity::log_call(tx, &call)
        })?;
        written(console, id.value, "call-recorded")
    }
}

impl Note {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        let Self::Add(add) = self;
        let text = input::text(add.text.as_ref())?.trim().to_owned();
        let id = vault.write(Op::WriteNote, |tx| {
            activity::write_note(tx, &add.ids, &text, add.follow_up.as_deref())
        })?;
        written(console, id.value, "note-written")
    }
}

fn written(console: &Console, id: ActivityId, sentence: &str) -> Result<u8, Failure> {
    if console.json {
        console.print_json(&Written { id })?;
    } else {
        console.tell(sentence);
    }
    Ok(exit::DONE)
}
