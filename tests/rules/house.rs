//! A vault for one test: a folder of its own, a clock that the test holds, and a foreign connection with the key in hand.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kartotek_core::contact::{self, ContactDraft, Content, Source, SourceHow, ValueDraft};
use kartotek_core::policy::{self, LawfulBasis, PersonType};
use kartotek_core::vault::{Clock, Op, ReadTx, Vault, WriteTx};
use kartotek_core::{Code, PersonId, Result, ValueId};
use rusqlite::Connection;
use tempfile::TempDir;

/// Monday 2 March 2026, 10:00 in Stockholm.
pub(crate) const MORNING: i64 = 1_772_442_000_000;
pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
const KEY: [u8; 32] = [7; 32];

/// The list of the forgotten in a folder of backups, which one vault uses.
pub(crate) fn list_in(folder: &Path) -> PathBuf {
    let all = std::fs::read_dir(folder).unwrap().flatten();
    let mut lists = all.map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("forgotten-")
    });
    let list = lists.next().expect("a list");
    assert_eq!(lists.next(), None, "one only");
    list
}

/// Where trees of a new vault begin.
pub(crate) fn roots<const N: usize>(names: [&str; N]) -> [usize; N] {
    let house = House::new();
    let foreign = house.foreign();
    names.map(|name| {
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
        let root: i64 = foreign.query_row(sql, [name], |r| r.get(0)).unwrap();
        usize::try_from(root).unwrap()
    })
}

/// Stands still until the test moves it.
pub(crate) struct HeldClock(AtomicI64);

impl HeldClock {
    pub(crate) fn at(now: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now)))
    }

    /// By so many milliseconds, back when they are fewer than none.
    pub(crate) fn turn(&self, by: i64) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for HeldClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

pub(crate) struct House {
    pub(crate) vault: Vault,
    clock: Arc<HeldClock>,
    dir: TempDir,
}

impl House {
    /// A new vault with the default policy.
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = HeldClock::at(MORNING);
        let vault = Vault::create_raw(dir.path(), KEY, clock.clone()).unwrap();
        let house = Self { vault, clock, dir };
        house.write(Op::CreateVault, |tx| {
            policy::activate(tx, &policy::default_policy())
        });
        house
    }

    /// Closes the vault and opens it again.
    pub(crate) fn reopen(self) -> Self {
        let Self { vault, clock, dir } = self;
        drop(vault);
        let vault = Vault::open_raw(dir.path(), KEY, clock.clone()).unwrap();
        Self { vault, clock, dir }
    }

    pub(crate) fn wait(&self, ms: i64) {
        self.clock.turn(ms);
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    pub(crate) fn write<T>(&self, op: Op, f: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> T {
        match self.vault.write(op, f) {
            Ok(committed) => committed.value,
            Err(error) => panic!("{op:?} was refused: {error:?}"),
        }
    }

    /// The code of a write that must be refused.
    pub(crate) fn refused<T>(&self, op: Op, f: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Code {
        match self.vault.write(op, f) {
            Ok(_) => panic!("{op:?} was not refused"),
            Err(error) => error.code(),
        }
    }

    pub(crate) fn read<T>(&self, f: impl FnOnce(&ReadTx<'_>) -> Result<T>) -> T {
        self.vault.read(f).unwrap()
    }

    /// Somebody else's program with the key: default pragmas, no rule of ours but what the file itself holds.
    pub(crate) fn foreign(&self) -> Connection {
        crate::foreign::open(self.dir.path(), &KEY)
    }

    /// A consumer with these values.
    pub(crate) fn person(&self, values: &[(&str, &str)]) -> PersonId {
        let draft = ContactDraft {
            person_type: PersonType::Consumer,
            language: None,
            source: Source {
                how: SourceHow::Met,
                on: String::new(),
                place: "Skördemässan".to_owned(),
            },
            bases: vec![contact::BasisChoice {
                purpose: "offer_and_order".to_owned(),
                basis: LawfulBasis::Contract,
            }],
            values: values
                .iter()
                .map(|(field, text)| ValueDraft {
                    field: (*field).to_owned(),
                    content: Content::Text((*text).to_owned()),
                    as_typed: false,
                })
                .collect(),
            tags: Vec::new(),
        };
        self.write(Op::CreateContact, |tx| contact::create(tx, &draft))
    }

    /// The person's value of a field.
    pub(crate) fn value(&self, person: PersonId, field: &str) -> ValueId {
        let contact = self.read(|tx| contact::get(tx, person));
        contact.values.iter().find(|v| v.field == field).unwrap().id
    }
}
