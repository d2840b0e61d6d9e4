//! `contact`: add, list, show, search and edit.

use std::path::PathBuf;

use kartotek_core::contact::{self, ContactDraft, ContactEdit, Content, Filter, Order};
use kartotek_core::vault::{Op, Vault};
use kartotek_core::{PersonId, activity, consent, search};

use crate::console::{Console, Failure};
use crate::{exit, input};

/// People read from the vault at a time.
const PAGE: u32 = 500;
/// The newest entries of the timeline that `show` gives.
const ENTRIES: u32 = 100;
const HITS: u32 = 20;

#[derive(clap::Subcommand)]
pub(crate) enum Contact {
    /// Add a contact from JSON: {"person_type", "source": {"how"}, "values": [{"field", "content"}], "bases", "tags"}
    Add {
        /// The JSON; without it or with -, stdin
        file: Option<PathBuf>,
    },
    /// All contacts by name
    List,
    /// Everything about one contact
    Show { id: PersonId },
    /// Find contacts by name, organization, e-mail, tag, note or part of a phone number
    Search {
        /// What to look for; without it, the first line of stdin (a name belongs there)
        query: Option<String>,
    },
    /// Change a contact with JSON: {"add", "change", "remove", "tags", "bases", "person_type", "language"}
    Edit {
        id: PersonId,
        /// The JSON; without it or with -, stdin
        file: Option<PathBuf>,
    },
}

#[derive(serde::Serialize)]
struct Added {
    id: PersonId,
}

/// A row of `contact list --json`.
#[derive(serde::Serialize)]
struct Listed {
    id: PersonId,
    display_name: String,
    emails: Vec<String>,
    phones: Vec<String>,
}

/// `contact show --json`.
#[derive(serde::Serialize)]
struct Shown {
    #[serde(flatten)]
    contact: contact::Contact,
    consents: Vec<consent::ConsentLine>,
    timeline: Vec<activity::Entry>,
}

impl Contact {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        match self {
            Self::Add { file } => add(vault, console, &input::json(file.as_ref())?)?,
            Self::List => list(vault, console)?,
            Self::Show { id } => show(vault, console, *id)?,
            Self::Search { query } => find(vault, console, query.as_deref())?,
            Self::Edit { id, file } => {
                let change: ContactEdit = input::json(file.as_ref())?;
                vault.write(Op::EditContact, |tx| contact::edit(tx, *id, &change))?;
                console.tell("contact-edited");
            }
        }
        Ok(exit::DONE)
    }
}

fn add(vault: &Vault, console: &Console, draft: &ContactDraft) -> Result<(), Failure> {
    let id = vault
        .write(Op::CreateContact, |tx| contact::create(tx, draft))?
        .value;
    if console.json {
        console.print_json(&Added { id })
    } else {
        console.print(&id.to_string())
    }
}

fn list(vault: &Vault, console: &Console) -> Result<(), Failure> {
    let mut people = Vec::new();
    loop {
        let start = u32::try_from(people.len()).unwrap_or(u32::MAX);
        let (rows, addresses) = vault.read(|tx| {
            let page = contact::list(tx, Order::Name, &Filter::All, start, PAGE)?;
            let ids: Vec<PersonId> = page.rows.iter().map(|row| row.id).collect();
            Ok((page.rows, contact::addresses(tx, &ids)?))
        })?;
        if rows.is_empty() {
            break;
        }
        people.extend(rows.into_iter().zip(addresses).map(|(row, at)| Listed {
            id: row.id,
            display_name: row.display_name,
            emails: at.emails,
            phones: at.phones,
        }));
    }
    if console.json {
        return console.print_json(&people);
    }
    for person in people {
        console.print(&format!(
            "{}  {}  {}",
            person.id,
            person.display_name,
            [person.emails, person.phones].concat().join("  ")
        ))?;
    }
    Ok(())
}

fn show(vault: &Vault, console: &Console, id: PersonId) -> Result<(), Failure> {
    let shown = vault.read(|tx| {
        Ok(Shown {
            contact: contact::get(tx, id)?,
            consents: consent::panel(tx, id)?,
            timeline: activity::timeline(tx, id, None, ENTRIES)?.entries,
        })
    })?;
    if console.json {
        return console.print_json(&shown);
    }
    console.print(&shown.contact.display_name)?;
    for value in &shown.contact.values {
        let text = match &value.content {
            Content::Text(_) => value.display.clone(),
            Content::Address(a) => [&a.street, &a.postal_code, &a.town, &a.country]
                .map(String::as_str)
                .join(" "),
        };
        console.print(&format!("  {}: {}", value.field, text.trim()))?;
    }
    for entry in &shown.timeline {
        if let activity::Entry::Call { text, .. } | activity::Entry::Note { text, .. } = entry
            && !text.is_empty()
        {
            console.print(&format!("  · {text}"))?;
        }
    }
    Ok(())
}

fn find(vault: &Vault, console: &Console, query: Option<&str>) -> Result<(), Failure> {
    let typed = match query {
        Some(query) => query.to_owned(),
        None => input::text(None)?
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned(),
    };
    let hits = vault.read(|tx| search::search(tx, &typed, HITS))?;
    if console.json {
        return console.print_json(&hits);
    }
    for person in &hits.people {
        console.print(&format!(
            "{}  {}  {}",
            person.id, person.display_name, person.matched
        ))?;
    }
    for note in &hits.notes {
        console.print(&format!(
            "{}  {}  {}",
            note.person, note.display_name, note.excerpt
        ))?;
    }
    Ok(())
}
