//! Damage at hundreds of places: what can be read is there, and nothing else is.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use super::pages::{PAGE, Pages};
use super::{Wreck, tree};
use crate::house::draft;
use crate::policy::{Channel, Language};
use crate::vault::keys::RootKey;
use crate::vault::session::{self, Controller, NewVault, Surroundings};
use crate::vault::slots::Slots;
use crate::vault::{Aside, Cost, DATABASE, NoKeyring, Op, SystemClock, Vault};
use crate::{activity, consent, contact};

pub(crate) const PASSPHRASE: &str = "gröna hästar äter sill";

pub(crate) fn around() -> Surroundings {
    Surroundings {
        keyring: Arc::new(NoKeyring),
        patience: Duration::from_millis(500),
        cost: Cost::Floor,
        ..Surroundings::new(Arc::new(SystemClock))
    }
}

/// A vault with `people` who have addresses, notes and consents.
pub(crate) fn furnished(dir: &Path, people: usize) -> Vault {
    let new = NewVault {
        controller: Controller {
            name: "Ljungs Trä".into(),
            ..Controller::default()
        },
        language: Language::Sv,
        zone: "Europe/Stockholm".into(),
        passphrase: SecretString::from(PASSPHRASE),
        keyring: false,
        confirm_assessments: true,
    };
    let (vault, _) = session::create_in(dir, new, &around()).unwrap();
    vault
        .write(Op::Import, |tx| {
            for n in 0..people {
                let mail = format!("person{n}@example.se");
                let person = contact::create(
                    tx,
                    &draft(&[("name", &format!("Person Nummer {n}")), ("email", &mail)]),
                )?;
                let text = format!("Anteckning {n}: {}", "ord ".repeat(n % 40));
                activity::write_note(tx, &[person], &text, None)?;
                if n % 3 == 0 {
                    let no = consent::No {
                        person,
                        purpose: "newsletter".into(),
                        product: String::new(),
                        channel: Channel::Email,
                        method: None,
                        evidence: String::new(),
                        happened_at: None,
                    };
                    consent::refuse(tx, &no)?;
                }
            }
            Ok(())
        })
        .unwrap();
    vault
}

/// The parts of a closed vault, so that a thousand wrecks need no passphrase.
struct Yard {
    dir: tempfile::TempDir,
    root: RootKey,
    slots: Slots,
    whole: Vec<u8>,
    aside: Aside,
}

impl Yard {
    fn new(people: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let vault = furnished(dir.path(), people);
        let sealed = vault.sealed().unwrap();
        let root = sealed.root.again();
        let slots = crate::vault::lock(&sealed.slots).clone();
        vault.close().unwrap();
        let whole = fs::read(dir.path().join(DATABASE)).unwrap();
        Self {
            aside: Aside::for_copies(dir.path()).unwrap(),
            dir,
            root,
            slots,
            whole,
        }
    }

    fn pages(&self, bytes: &[u8]) -> Option<Pages> {
        let file = self.dir.path().join("wreck.db");
        fs::write(&file, bytes).unwrap();
        let read = Pages::read(&file, &self.root.database(), &mut |_, _| Ok(())).unwrap();
        assert_eq!(fs::read(&file).unwrap(), bytes, "never touched");
        read
    }

    fn wreck(&self, bytes: &[u8]) -> Wreck {
        self.of(&self.pages(bytes).expect("some page opens"))
    }

    fn of(&self, pages: &Pages) -> Wreck {
        Wreck::of(
            pages,
            self.root.again(),
            self.slots.clone(),
            None,
            &self.aside,
        )
        .unwrap()
    }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

const KINDS: [&str; 6] = [
    "person",
    "value",
    "consent_event",
    "activity",
    "participant",
    "journal",
];

#[test]
fn damage_at_three_hundred_places_costs_the_rows_of_one_page_at_most() {
    let yard = Yard::new(120);
    let sound = yard.pages(&yard.whole).unwrap();
    let before = yard.wreck(&yard.whole);
    assert_eq!(before.unreadable(), 0);
    for kind in KINDS {
        assert!(before.table(kind).whole(), "{kind}");
    }
    let mut dice = Dice(7);
    let mut lost = 0;
    for round in 0..300 {
        let at = dice.roll(yard.whole.len());
        let page = at / PAGE + 1;
        // Reading the file takes most of the time, so every tenth is read.
        let wreck = if round % 10 == 0 || at < 16 {
            let mut bytes = yard.whole.clone();
            bytes[at] ^= 1 << dice.roll(8);
            yard.wreck(&bytes)
        } else {
            yard.of(&sound.without(page))
        };
        // A wrong byte of the salt is found and mended.
        assert_eq!(wreck.unreadable(), u32::from(at >= 16), "byte {at}");
        let on_it = tree::alone(&sound, page).unwrap_or_default();
        for (name, rest) in &wreck.left.tables {
            let was = before.table(name);
            for (number, row) in &rest.rows {
                let known =
                    was.rows.get(number) == Some(row) || was.rows.values().any(|r| r == row);
                assert!(known, "byte {at}: {name} {number} is invented");
            }
            if name == "participant" {
                // Its index holds all of it.
                assert_eq!(rest.rows.len(), was.rows.len(), "byte {at}");
                continue;
            }
            if !KINDS.contains(&name.as_str()) {
                continue;
            }
            let missing: Vec<i64> = was
                .rows
                .keys()
                .filter(|n| !rest.rows.contains_key(n))
                .copied()
                .collect();
            lost += missing.len();
            for number in &missing {
                assert!(
                    on_it.iter().any(|(there, _)| there == number),
                    "byte {at}: {name} {number} was readable"
                );
                assert!(
                    rest.gone.contains(number) || rest.uncounted,
                    "byte {at}: {name} {number} is not told"
                );
            }
        }
    }
    assert!(lost > 100, "the damage was damage: {lost}");
}

#[test]
fn a_first_page_that_is_gone_takes_nothing_along() {
    let yard = Yard::new(60);
    let before = yard.wreck(&yard.whole);
    let mut bytes = yard.whole.clone();
    bytes[16..PAGE].fill(0xaa);
    let wreck = yard.wreck(&bytes);
    assert_eq!(wreck.unreadable(), 1);
    for kind in KINDS {
        assert_eq!(
            wreck.table(kind).rows.len(),
            before.table(kind).rows.len(),
            "{kind}"
        );
    }
}

#[test]
fn pages_of_a_branch_that_broke_find_their_table() {
    let yard = Yard::new(400);
    let before = yard.wreck(&yard.whole);
    let pages = yard.pages(&yard.whole).unwrap();
    let branches: Vec<usize> = (2..=pages.count())
        .filter(|n| tree::kind(&pages, *n) == Some(5))
        .collect();
    assert!(branches.len() > 2, "tables with branches: {branches:?}");
    for branch in branches {
        let mut bytes = yard.whole.clone();
        bytes[(branch - 1) * PAGE + 100] ^= 1;
        let wreck = yard.wreck(&bytes);
        for kind in ["person", "value", "consent_event", "activity", "journal"] {
            assert_eq!(
                wreck.table(kind).rows.len(),
                before.table(kind).rows.len(),
                "{kind} by page {branch}"
            );
        }
    }
}

#[test]
fn half_a_file_gives_half_of_its_rows_and_tells_of_the_rest() {
    let yard = Yard::new(120);
    let before = yard.wreck(&yard.whole);
    let wreck = yard.wreck(&yard.whole[..yard.whole.len() / 2]);
    let (half, all) = (wreck.unreadable(), wreck.pages());
    assert!(half >= all / 2 && half <= all / 2 + 1, "{half} of {all}");
    let some: usize = KINDS.iter().map(|kind| wreck.table(kind).rows.len()).sum();
    let every: usize = KINDS.iter().map(|kind| before.table(kind).rows.len()).sum();
    assert!(some > 0 && some < every, "{some} of {every}");
    assert!(KINDS.iter().any(|kind| !wreck.table(kind).whole()));
}

#[test]
fn a_log_counts_as_far_as_it_is_whole() {
    let yard = Yard::new(10);
    let dir = tempfile::tempdir().unwrap();
    let vault = furnished(dir.path(), 30);
    let sealed = vault.sealed().unwrap();
    let (root, slots) = (
        sealed.root.again(),
        crate::vault::lock(&sealed.slots).clone(),
    );
    let file = yard.dir.path().join("wreck.db");
    let log = yard.dir.path().join("wreck.db-wal");
    let read = || {
        let pages = Pages::read(&file, &root.database(), &mut |_, _| Ok(()))
            .unwrap()
            .unwrap();
        Wreck::of(&pages, root.again(), slots.clone(), None, &yard.aside).unwrap()
    };
    fs::copy(dir.path().join(DATABASE), &file).unwrap();
    let wal = dir.path().join(format!("{DATABASE}-wal"));
    fs::copy(&wal, &log).unwrap();
    assert_eq!(
        read().table("person").rows.len(),
        30,
        "all of them are in the log"
    );
    let mut bytes = fs::read(&log).unwrap();
    let last = bytes.len() - 2_000;
    bytes[last] ^= 1;
    fs::write(&log, &bytes).unwrap();
    assert_eq!(
        read().table("person").rows.len(),
        0,
        "a commit that is not whole never was"
    );
    fs::remove_file(&log).unwrap();
    assert_eq!(read().table("person").rows.len(), 0, "a log that is lost");
    drop(vault);
}

#[test]
fn another_key_reads_nothing() {
    let yard = Yard::new(5);
    let other = RootKey::new().unwrap();
    let file = yard.dir.path().join(DATABASE);
    assert!(
        Pages::read(&file, &other.database(), &mut |_, _| Ok(()))
            .unwrap()
            .is_none()
    );
}

#[test]
fn nonsense_in_a_page_whose_seal_fits_stops_nobody() {
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let page: Vec<u8> = (0..PAGE)
            .map(|_| u8::try_from(dice.roll(256)).unwrap())
            .collect();
        let pages = Pages::clear((0..4).map(|n| {
            let mut page = page.clone();
            page[if n == 0 { 100 } else { 0 }] = [13, 5, 10, 2][n];
            Some(page)
        }));
        for root in 0..6 {
            let mut seen = super::tree::Seen::none(&pages);
            tree::walk(&pages, root, &mut seen);
            tree::alone(&pages, root);
        }
    }
}

#[test]
fn rows_that_lie_over_each_other_are_none() {
    // A row of 2,000 empty columns, and so many places that point to it.
    let found = |places: u16| {
        let mut page = vec![0; PAGE];
        page[0] = 13;
        page[3..5].copy_from_slice(&places.to_be_bytes());
        for place in page[8..].chunks_exact_mut(2).take(places.into()) {
            place.copy_from_slice(&2_000_u16.to_be_bytes());
        }
        page[2_000..2_005].copy_from_slice(&[0x8f, 0x52, 1, 0x8f, 0x52]);
        let pages = Pages::clear([None, Some(page)].into_iter());
        tree::alone(&pages, 2).map(|rows| rows.len())
    };
    assert_eq!(found(1), Some(1));
    assert_eq!(found(900), None);
}
