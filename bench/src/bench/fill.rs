//! The vault of the benchmark: contacts by the import, notes and consents by the calls that the window makes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use kartotek_bench::figures::{Figures, Stopwatch, file_size, peak_memory};
use kartotek_bench::people::{Words, write_csv};
use kartotek_bench::{KEY, Size};
use kartotek_core::consent::{self, Method, No, Yes};
use kartotek_core::contact::{self, Filter, Order, Source, SourceHow};
use kartotek_core::import::{self, ImportPlan};
use kartotek_core::policy::{self, Channel, Language};
use kartotek_core::vault::{Op, SystemClock, Vault, WriteTx};
use kartotek_core::{PersonId, activity};

use crate::Outcome;

/// Rows of one transaction.
const CHUNK: u32 = 10_000;
/// Rows of one page when the whole list is read.
const MANY: u32 = 200;

pub(crate) fn fill(folder: &Path, size: Size) -> Outcome<Figures> {
    let mut figures = Figures::new();
    let vault = Vault::create_raw(&folder.join("vault"), KEY, Arc::new(SystemClock))?;
    vault.write(Op::CreateVault, |tx| {
        policy::activate(tx, &policy::default_policy())?;
        policy::confirm_assessment(tx, "prospecting")
    })?;
    import(&vault, folder, size, &mut figures)?;
    let people = everybody(&vault)?;
    if people.len() != size.contacts as usize {
        return Err(format!("{} of {} came in", people.len(), size.contacts).into());
    }

    let words = Words::new();
    let start = Stopwatch::start();
    in_chunks(size.notes, |from, to| {
        vault.write(Op::WriteNote, |tx| {
            for n in from..to {
                let note = words.note(n, size);
                let about = [people[note.person as usize]];
                activity::write_note(tx, &about, &note.text, None)?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    figures.insert(
        "notes/s".into(),
        f64::from(size.notes) * 1_000.0 / start.millis(),
    );

    let start = Stopwatch::start();
    in_chunks(size.events, |from, to| {
        vault.write(Op::GiveConsent, |tx| {
            (from..to).try_for_each(|n| consent(tx, people[(n / 3) as usize], n % 3))
        })?;
        Ok(())
    })?;
    figures.insert(
        "consents/s".into(),
        f64::from(size.events) * 1_000.0 / start.millis(),
    );
    let database = vault.path().to_owned();
    drop(vault);
    figures.insert("vault size".into(), file_size(&database));
    Ok(figures)
}

fn import(vault: &Vault, folder: &Path, size: Size, figures: &mut Figures) -> Outcome<()> {
    let list = folder.join("people.csv");
    write_csv(&list, size.contacts)?;
    let plan = ImportPlan {
        targets: None,
        source: Source {
            how: SourceHow::Import,
            on: String::new(),
            place: "people.csv".to_owned(),
        },
        person_type: Some(policy::PersonType::Employee),
        bases: Vec::new(),
    };
    let start = Stopwatch::start();
    let report = import::run(
        vault,
        &list,
        &plan,
        false,
        &AtomicBool::new(false),
        &mut |_, _| {},
    )?;
    let seconds = start.millis() / 1_000.0;
    if report.value.created != size.contacts {
        return Err(format!(
            "created {}, refused {}",
            report.value.created, report.value.refused
        )
        .into());
    }
    figures.insert("import rows/s".into(), f64::from(size.contacts) / seconds);
    figures.insert("peak memory of the import".into(), peak_memory());
    Ok(())
}

/// The n-th act of a person: a yes by e-mail, a no by phone, then the yes again.
fn consent(tx: &mut WriteTx<'_>, person: PersonId, act: u32) -> kartotek_core::Result<()> {
    if act == 1 {
        let no = No {
            person,
            purpose: "prospecting".to_owned(),
            product: String::new(),
            channel: Channel::Phone,
            method: Some(Method::VerbalCall),
            evidence: String::new(),
            happened_at: None,
        };
        return consent::refuse(tx, &no).map(|_| ());
    }
    let yes = Yes {
        person,
        purpose: "newsletter".to_owned(),
        product: String::new(),
        channel: Channel::Email,
        value: None,
        wording: "Får jag skicka mitt nyhetsbrev högst en gång i månaden?".to_owned(),
        language: Language::Sv,
        method: Method::VerbalVisit,
        evidence: "Svarskort".to_owned(),
        happened_at: None,
        valid_until_on: None,
        lifts_no: false,
    };
    consent::give(tx, &yes).map(|_| ())
}

/// Everybody in the order of the list.
pub(crate) fn everybody(vault: &Vault) -> Outcome<Vec<PersonId>> {
    let mut people = Vec::new();
    loop {
        let start = u32::try_from(people.len())?;
        let page = vault.read(|tx| contact::list(tx, Order::Name, &Filter::All, start, MANY))?;
        if page.rows.is_empty() {
            return Ok(people);
        }
        people.extend(page.rows.into_iter().map(|row| row.id));
    }
}

fn in_chunks(count: u32, mut f: impl FnMut(u32, u32) -> Outcome<()>) -> Outcome<()> {
    for chunk in 0..count.div_ceil(CHUNK) {
        f(chunk * CHUNK, (chunk * CHUNK + CHUNK).min(count))?;
    }
    Ok(())
}
