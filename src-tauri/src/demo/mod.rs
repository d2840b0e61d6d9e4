//! `--demo`: a throw-away vault full of invented people, filled as a seller would have filled it over half a year.

mod people;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kartotek_core::activity::{self, Direction, Outcome, PastCall};
use kartotek_core::consent::{self, Method, No, Yes};
use kartotek_core::contact::{self, Address, ContactDraft, Content, Source, SourceHow, ValueDraft};
use kartotek_core::policy::{Channel, Language};
use kartotek_core::vault::session::{self, Controller, NewVault};
use kartotek_core::vault::{Clock, Op, SystemClock, Vault};
use kartotek_core::{PersonId, Result};
use secrecy::SecretString;
use tauri::AppHandle;

use crate::desk::Desk;
use people::{NOTES, PEOPLE, Person};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// Opens the demo again after locking it; the window says so.
pub(crate) const PASSPHRASE: &str = "kartotek demo kartotek";

/// A desk over a fresh folder that is deleted when the program ends.
pub(crate) fn desk(app: &AppHandle, language: Language) -> std::io::Result<Desk> {
    let folder = tempfile::Builder::new()
        .prefix("kartotek-demo-")
        .tempdir()?;
    let desk = Desk::throw_away(app.clone(), folder);
    let fill = || {
        fill(&desk, language).map_err(|error| std::io::Error::other(format!("{:?}", error.code())))
    };
    let vault = fill()?;
    desk.enter(|_| Ok(vault))
        .map_err(|fault| std::io::Error::other(format!("{:?}", fault.code)))?;
    Ok(desk)
}

/// A clock that stands where the story is, and then runs.
struct StoryClock(AtomicI64);

impl Clock for StoryClock {
    fn now_ms(&self) -> i64 {
        match self.0.load(Ordering::Relaxed) {
            0 => SystemClock.now_ms(),
            then => then,
        }
    }
}

/// One act of the story.
enum Act {
    Create(usize),
    Note(usize, &'static str, Option<String>),
    Call(usize, Direction, Outcome, u32, &'static str, Option<String>),
    Yes(usize, Channel, Method),
    No(usize, &'static str),
}

fn fill(desk: &Desk, language: Language) -> Result<Vault> {
    let now = SystemClock.now_ms();
    let clock = Arc::new(StoryClock(AtomicI64::new(now - 200 * DAY)));
    let (vault, _) = session::create(&desk.dir(), new(language), Arc::<StoryClock>::clone(&clock))?;
    let mut ids: Vec<Option<PersonId>> = vec![None; PEOPLE.len()];
    for (at, act) in story(now) {
        clock.0.store(at, Ordering::Relaxed);
        play(&vault, &mut ids, at, act)?;
    }
    clock.0.store(0, Ordering::Relaxed);
    Ok(vault)
}

fn new(language: Language) -> NewVault {
    NewVault {
        controller: Controller {
            name: "Nordanvind Försäljning".to_owned(),
            address: "Exempelgatan 5, 753 20 Uppsala".to_owned(),
            email: "hej@example.se".to_owned(),
            phone: "070-174 06 99".to_owned(),
            organization_number: String::new(),
            sole_trader: true,
        },
        language,
        zone: "Europe/Stockholm".to_owned(),
        passphrase: SecretString::from(PASSPHRASE),
        keyring: false,
        confirm_assessments: true,
    }
}

/// Half a year, oldest first. Everything follows from the person's number, so that every demo is the same.
fn story(now: i64) -> Vec<(i64, Act)> {
    let mut story = Vec::new();
    for (n, person) in PEOPLE.iter().enumerate() {
        let k = i64::try_from(n).unwrap_or(0);
        let born = now - (20 + (k * 37) % 170) * DAY - (k * 7 % 8) * 3_600_000;
        story.push((born, Act::Create(n)));
        let step = (now - born) / 6;
        let direction = if k % 3 == 0 {
            Direction::Incoming
        } else {
            Direction::Outgoing
        };
        if k % 4 != 3 {
            let minutes = 60 * u32::try_from(3 + k % 9).unwrap_or(3) + 17;
            story.push((
                born + step,
                Act::Call(
                    n,
                    direction,
                    Outcome::Reached,
                    minutes,
                    NOTES[n % NOTES.len()],
                    None,
                ),
            ));
        }
        if k % 3 == 1 {
            story.push((
                born + 2 * step,
                Act::Call(n, Direction::Outgoing, Outcome::NoAnswer, 24, "", None),
            ));
        }
        if person.phone != 0 && k % 2 == 0 {
            let on = (k % 5 != 4).then(|| day(now + (k * 3 % 17 - 3) * DAY));
            story.push((
                born + 4 * step,
                Act::Note(n, NOTES[(n + 5) % NOTES.len()], on),
            ));
        }
        match k % 5 {
            0 | 3 if !person.email.is_empty() => story.push((
                born + step + 120_000,
                Act::Yes(n, Channel::Email, Method::VerbalCall),
            )),
            1 if !person.email.is_empty() => story.push((
                born + 3 * step,
                Act::Yes(n, Channel::Email, Method::WebForm),
            )),
            2 => story.push((born + step + 120_000, Act::No(n, "newsletter"))),
            _ => {}
        }
    }
    story.sort_by_key(|act| act.0);
    story
}

/// The calendar day of an instant, in UTC: near enough for a story.
fn day(at: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default();
    at.date_naive().to_string()
}

fn play(vault: &Vault, ids: &mut [Option<PersonId>], at: i64, act: Act) -> Result<()> {
    let known =
        |ids: &[Option<PersonId>], n: usize| ids[n].ok_or(kartotek_core::Code::NoSuchPerson);
    match act {
        Act::Create(n) => {
            let draft = draft(&PEOPLE[n], n, at);
            ids[n] = Some(
                vault
                    .write(Op::CreateContact, |tx| contact::create(tx, &draft))?
                    .value,
            );
        }
        Act::Note(n, text, on) => {
            let person = known(ids, n)?;
            vault.write(Op::WriteNote, |tx| {
                activity::write_note(tx, &[person], text, on.as_deref())
            })?;
        }
        Act::Call(n, direction, outcome, duration, text, follow_up_on) => {
            let call = PastCall {
                with: Vec::new(),
                person: known(ids, n)?,
                direction,
                outcome,
                started_at: at - i64::from(duration) * 1000,
                duration,
                text: text.to_owned(),
                follow_up_on,
            };
            vault.write(Op::LogCall, |tx| activity::log_call(tx, &call))?;
        }
        Act::Yes(n, channel, method) => {
            let yes = yes(known(ids, n)?, channel, method);
            vault.write(Op::GiveConsent, |tx| consent::give(tx, &yes))?;
        }
        Act::No(n, purpose) => {
            let no = No {
                person: known(ids, n)?,
                purpose: purpose.to_owned(),
                product: String::new(),
                channel: Channel::Email,
                method: Some(Method::VerbalCall),
                evidence: String::new(),
                happened_at: None,
            };
            vault.write(Op::RefuseConsent, |tx| consent::refuse(tx, &no))?;
        }
    }
    Ok(())
}

fn yes(person: PersonId, channel: Channel, method: Method) -> Yes {
    let policy = kartotek_core::policy::default_policy();
    let wording = policy
        .purpose("newsletter")
        .and_then(|purpose| purpose.consent_wording.as_ref());
    Yes {
        person,
        purpose: "newsletter".to_owned(),
        product: String::new(),
        channel,
        value: None,
        wording: wording.map(|words| words.sv.clone()).unwrap_or_default(),
        language: Language::Sv,
        method,
        evidence: String::new(),
        happened_at: None,
        valid_until_on: None,
        lifts_no: false,
    }
}

fn draft(person: &Person, n: usize, at: i64) -> ContactDraft {
    let text = |field: &str, content: &str| ValueDraft {
        field: field.to_owned(),
        content: Content::Text(content.to_owned()),
        as_typed: false,
    };
    let mut values = Vec::new();
    let texts = [
        ("name", person.name),
        ("organization", person.organization),
        ("role", person.role),
        ("email", person.email),
        ("relation", person.relation),
    ];
    values.extend(
        texts
            .iter()
            .filter(|(_, content)| !content.is_empty())
            .map(|(field, content)| text(field, content)),
    );
    if person.phone != 0 {
        values.push(text("phone", &format!("070-174 06 {:02}", person.phone)));
    }
    if !person.town.is_empty() {
        values.push(ValueDraft {
            field: "address".to_owned(),
            content: Content::Address(Address {
                street: format!("Exempelvägen {}", n + 1),
                town: person.town.to_owned(),
                ..Address::default()
            }),
            as_typed: false,
        });
    }
    let how = [
        SourceHow::Met,
        SourceHow::Call,
        SourceHow::WebForm,
        SourceHow::Referral,
        SourceHow::Card,
    ][n % 5];
    let place = [
        "Elmia, Jönköping",
        "",
        "nordanvind.example.se",
        "Göran Ek",
        "Gårdsdagen, Enköping",
    ][n % 5];
    ContactDraft {
        person_type: person.kind,
        language: Some(Language::Sv),
        source: Source {
            how,
            on: day(at),
            place: place.to_owned(),
        },
        bases: Vec::new(),
        values,
        tags: person.tags.iter().map(ToString::to_string).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invented_people_stay_within_the_fictional_series() {
        let mut phones = std::collections::BTreeSet::new();
        for person in PEOPLE {
            assert!(
                person.phone == 0 || (5..99).contains(&person.phone),
                "{} has a number of the fictional series",
                person.name
            );
            assert!(
                person.phone == 0 || phones.insert(person.phone),
                "{}: a number of their own",
                person.name
            );
            let domain = person.email.rsplit('@').next().unwrap_or_default();
            assert!(
                domain.is_empty()
                    || ["example.com", "example.org", "example.se"]
                        .iter()
                        .any(|end| domain.ends_with(end)),
                "{domain}"
            );
            if person.kind == kartotek_core::policy::PersonType::Consumer {
                assert!(
                    person.organization.is_empty() && person.role.is_empty(),
                    "{} is a private person",
                    person.name
                );
            }
        }
        assert!(PEOPLE.len() >= 40, "enough people to scroll");
    }

    #[test]
    fn the_story_plays_into_a_vault() {
        let folder = tempfile::tempdir().expect("a folder");
        let now = SystemClock.now_ms();
        let clock = Arc::new(StoryClock(AtomicI64::new(now - 200 * DAY)));
        let dir = folder.path().join("vault");
        let (vault, _) = session::create(&dir, new(Language::Sv), Arc::<StoryClock>::clone(&clock))
            .expect("a vault");
        let mut ids = vec![None; PEOPLE.len()];
        for (at, act) in story(now) {
            clock.0.store(at, Ordering::Relaxed);
            play(&vault, &mut ids, at, act)
                .map_err(|error| error.code())
                .expect("an act of the story");
        }
        clock.0.store(0, Ordering::Relaxed);
        let counts = vault.read(contact::counts).expect("counts");
        assert_eq!(counts.contacts as usize, PEOPLE.len(), "everybody came in");
        assert!(
            counts.due > 0 && counts.follow_ups > counts.due,
            "some follow-ups are due, some are not yet"
        );
    }
}
