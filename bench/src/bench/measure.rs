//! The questions of a working day, through the functions that the window calls, answers serialised as the door does it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use kartotek_bench::figures::{Figures, Stopwatch, Times, peak_memory};
use kartotek_bench::people::{Words, person};
use kartotek_bench::{KEY, Size, questions};
use kartotek_core::contact::{
    self, ContactDraft, Content, Filter, Order, Source, SourceHow, ValueDraft,
};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::policy::PersonType;
use kartotek_core::vault::{Op, ReadTx, SystemClock, Vault};
use kartotek_core::{Code, Error, PersonId, activity, consent, rights, search};
use serde::Serialize;

use crate::Outcome;
use crate::fill::everybody;

pub(crate) fn measure(folder: &Path, size: Size) -> Outcome<Figures> {
    let mut figures = Figures::new();
    let mut times = Times::default();
    for _ in 0..11 {
        times.take(|| -> Outcome<()> {
            let vault = open(folder)?;
            vault.read(|tx| page(tx, 0))?;
            Ok(())
        })?;
    }
    times.into(&mut figures, "unlock to first page");

    let vault = open(folder)?;
    let people = everybody(&vault)?;
    let mut times = Times::default();
    for place in questions::places(size) {
        times.take(|| vault.read(|tx| page(tx, place)))?;
    }
    times.into(&mut figures, "list page");

    let mut times = Times::default();
    for person in questions::cards(size) {
        times.take(|| vault.read(|tx| card(tx, people[person as usize])))?;
    }
    times.into(&mut figures, "card");

    let mut times = Times::default();
    for typed in questions::typed(size, &Words::new()) {
        times.take(|| vault.read(|tx| key_press(tx, &typed)))?;
    }
    times.into(&mut figures, "key press");

    let mut times = Times::default();
    let words = Words::new();
    for n in 0..questions::SAVED {
        let note = words.note(size.notes + n, size);
        let about = [people[note.person as usize]];
        times.take(|| {
            vault.write(Op::WriteNote, |tx| {
                activity::write_note(tx, &about, &note.text, None)
            })
        })?;
    }
    times.into(&mut figures, "save a note");

    let mut times = Times::default();
    for n in 0..questions::CREATED {
        let draft = draft(size.contacts + n);
        times.take(|| vault.write(Op::CreateContact, |tx| contact::create(tx, &draft)))?;
    }
    times.into(&mut figures, "create a contact");
    figures.insert("peak memory".into(), peak_memory());
    Ok(figures)
}

/// Exports and forgets; while the physical part runs, somebody goes on typing.
pub(crate) fn forget(folder: &Path, size: Size) -> Outcome<Figures> {
    let mut figures = Figures::new();
    let vault = open(folder)?;
    let people = everybody(&vault)?;
    let leaving: Vec<PersonId> = questions::forgotten(size)
        .into_iter()
        .map(|n| people[n as usize])
        .collect();

    let mut times = Times::default();
    for (n, person) in leaving.iter().enumerate() {
        let out = folder.join(format!("{n}.zip"));
        times.take(|| rights::export(&vault, *person, &out, ""))?;
    }
    times.into(&mut figures, "export");

    let mut times = Times::default();
    for person in &leaving {
        times.take(|| erasure::forget(&vault, *person, Ground::A, false))?;
    }
    times.into(&mut figures, "forget: out of every view");

    let typed = questions::typed(size, &Words::new());
    let done = AtomicBool::new(false);
    let start = Stopwatch::start();
    let (proven, meanwhile) = thread::scope(|scope| {
        let typing = scope.spawn(|| {
            let mut times = Times::default();
            for typed in typed.iter().cycle() {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                if times
                    .take(|| vault.read(|tx| key_press(tx, typed)))
                    .is_err()
                {
                    break;
                }
                thread::sleep(std::time::Duration::from_millis(20));
            }
            times
        });
        let proven = erasure::prove_pending(&vault, &mut |_| {});
        let seconds = start.millis() / 1_000.0;
        done.store(true, Ordering::Relaxed);
        (
            proven.map(|certificates| (certificates.len(), seconds)),
            typing.join(),
        )
    });
    let (certificates, seconds) = proven?;
    if certificates != leaving.len() {
        return Err(format!("{certificates} of {} erasures are proven", leaving.len()).into());
    }
    figures.insert("forget: physically gone".into(), seconds);
    meanwhile
        .map_err(|_| "typing failed")?
        .into(&mut figures, "key press meanwhile");
    figures.insert("peak memory of forgetting".into(), peak_memory());
    Ok(figures)
}

fn draft(n: u32) -> ContactDraft {
    let person = person(n);
    let value = |field: &str, text: String| ValueDraft {
        field: field.to_owned(),
        content: Content::Text(text),
        as_typed: false,
    };
    ContactDraft {
        person_type: PersonType::Employee,
        language: None,
        source: Source {
            how: SourceHow::Met,
            on: String::new(),
            place: String::new(),
        },
        bases: Vec::new(),
        values: vec![
            value("name", person.name),
            value("email", person.email),
            value("phone", person.phone),
        ],
        tags: Vec::new(),
    }
}

fn open(folder: &Path) -> Outcome<Vault> {
    Ok(Vault::open_raw(
        &folder.join("vault"),
        KEY,
        Arc::new(SystemClock),
    )?)
}

fn page(tx: &ReadTx<'_>, start: u32) -> kartotek_core::Result<usize> {
    sent(&contact::list(
        tx,
        Order::Name,
        &Filter::All,
        start,
        questions::PAGE,
    )?)
}

fn card(tx: &ReadTx<'_>, person: PersonId) -> kartotek_core::Result<usize> {
    Ok(sent(&contact::get(tx, person)?)?
        + sent(&consent::panel(tx, person)?)?
        + sent(&activity::timeline(tx, person, None, questions::ENTRIES)?)?)
}

fn key_press(tx: &ReadTx<'_>, typed: &str) -> kartotek_core::Result<usize> {
    sent(&search::search(tx, typed, questions::HITS)?)
}

/// What goes to the page, in bytes.
fn sent(answer: &impl Serialize) -> kartotek_core::Result<usize> {
    let json = serde_json::to_string(answer).map_err(|_| Error::from(Code::Internal))?;
    Ok(json.len())
}
