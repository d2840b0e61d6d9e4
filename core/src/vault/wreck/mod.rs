//! A wreck: a vault whose key fits and whose database does not hold together. What is left of it is read page by page into
//! memory, without the engine and without a write anywhere; what is lost is counted as far as anything tells.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::types::Value;
use uuid::Uuid;

use super::keys::RootKey;
use super::lock::FolderLock;
use super::sealed::open_slots;
use super::session::{self, Surroundings, Unlock};
use super::slots::Slots;
use super::{Aside, DATABASE, SLOTS, container, migrate, moving_in};
use crate::{Code, Result};

mod foreign;
mod found;
mod gather;
mod layout;
mod log;
mod pages;
mod roots;
mod shape;
#[cfg(test)]
pub(super) mod tests;
mod tree;

use gather::gather;
use pages::{Pages, be32};

pub(super) use pages::has_page_under;

pub use foreign::{log_pages, rummage};

/// What is left of a vault.
pub(crate) struct Wreck {
    /// `PRAGMA user_version`; the newest when the first page is lost.
    schema: i32,
    root: RootKey,
    slots: Slots,
    left: Left,
    pages: u32,
    unreadable: u32,
    /// Nobody else opens the vault meanwhile; absent where the folder cannot be written to, or is held by somebody else.
    lock: Option<FolderLock>,
}

/// What is left, by the name of table and index.
#[derive(Default)]
struct Left {
    tables: BTreeMap<String, Remains>,
    indexes: BTreeMap<String, Vec<Vec<Value>>>,
}

/// What is left of a table.
#[derive(Default)]
pub(crate) struct Remains {
    /// As in the rows.
    pub(crate) columns: Vec<String>,
    /// Whole rows by number.
    pub(crate) rows: BTreeMap<i64, Vec<Value>>,
    /// Numbers of rows that were there and are not readable.
    pub(crate) gone: BTreeSet<i64>,
    /// More than those may be gone: no index of the table is whole.
    pub(crate) uncounted: bool,
    /// Where it begins is said by so little of the file that it may be elsewhere.
    pub(crate) guessed: bool,
}

impl Remains {
    /// Nothing of it is lost.
    pub(crate) fn whole(&self) -> bool {
        self.gone.is_empty() && !self.uncounted
    }

    /// What stands in a column of one of its rows.
    pub(crate) fn column<'r>(&self, row: &'r [Value], name: &str) -> Option<&'r Value> {
        row.get(self.columns.iter().position(|column| column == name)?)
    }

    /// A text; empty where there is none.
    pub(crate) fn text<'r>(&self, row: &'r [Value], name: &str) -> &'r str {
        match self.column(row, name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    pub(crate) fn number(&self, row: &[Value], name: &str) -> Option<i64> {
        match self.column(row, name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn uuid(&self, row: &[Value], name: &str) -> Option<Uuid> {
        self.column(row, name).and_then(as_uuid)
    }
}

/// An id as it is stored.
pub(crate) fn as_uuid(value: &Value) -> Option<Uuid> {
    match value {
        Value::Blob(bytes) => Uuid::from_slice(bytes).ok(),
        _ => None,
    }
}

impl Wreck {
    /// Reads what is left of the vault in `dir`. `done` hears how many pages of how many are read.
    ///
    /// # Errors
    /// Those of opening a vault as far as its key goes; [`Code::NothingReadable`] when not one page opens with it.
    pub(crate) fn read(
        dir: &Path,
        unlock: &Unlock,
        around: &Surroundings,
        aside: &Aside,
        done: &mut dyn FnMut(usize, usize) -> Result<()>,
    ) -> Result<Self> {
        let slots = session::read_slots(&dir.join(SLOTS)).map_err(missing)?;
        let lock = match FolderLock::take(dir) {
            Ok(lock) => Some(lock),
            Err(error) if error.code() == Code::ReadOnly => None,
            Err(error) => return Err(error),
        };
        Self::under(dir, slots, (unlock, around), lock, aside, done)
    }

    /// The same of a folder that is held. Where its own keys are lost, or do not open the database, those of the backup
    /// `file` may.
    ///
    /// # Errors
    /// As [`Wreck::read`]; [`Code::OtherVault`] when the backup is another vault's.
    pub(crate) fn read_held(
        (dir, _lock): (&Path, &FolderLock),
        file: &Path,
        key: (&Unlock, &Surroundings),
        aside: &Aside,
        done: &mut dyn FnMut(usize, usize) -> Result<()>,
    ) -> Result<Self> {
        moving_in::finish(dir)?;
        let theirs = container::open(file)?.slots;
        let own = session::read_slots(&dir.join(SLOTS)).map_err(missing);
        if own.as_ref().is_ok_and(|own| own.vault != theirs.vault) {
            return Err(Code::OtherVault.into());
        }
        let read = own.and_then(|own| Self::under(dir, own, key, None, aside, done));
        match read.as_ref().map_err(crate::Error::code) {
            Err(
                Code::KeyFileDamaged
                | Code::KeyFileMissing
                | Code::KeyringUnavailable
                | Code::NothingReadable
                | Code::WrongPassphrase,
            ) => Self::under(dir, theirs, key, None, aside, done),
            _ => read,
        }
    }

    /// What is left of the vault in `dir` under the keys of `slots`.
    fn under(
        dir: &Path,
        mut slots: Slots,
        (unlock, around): (&Unlock, &Surroundings),
        lock: Option<FolderLock>,
        aside: &Aside,
        done: &mut dyn FnMut(usize, usize) -> Result<()>,
    ) -> Result<Self> {
        let database = dir.join(DATABASE);
        if !database.is_file() {
            return Err(Code::DatabaseMissing.into());
        }
        let opened = open_slots(&slots, unlock, around)?;
        let mut root = opened.root;
        let mut read = Pages::read(&database, &root.database(), done)?;
        if let (None, Some(next)) = (&read, opened.pending) {
            read = Pages::read(&database, &next.database(), done)?;
            root = next;
            slots.promote();
        } else {
            slots.drop_pending();
        }
        let pages = read.ok_or(Code::NothingReadable)?;
        Self::of(&pages, root, slots, lock, aside)
    }

    /// What is left on `pages`.
    fn of(
        pages: &Pages,
        root: RootKey,
        slots: Slots,
        lock: Option<FolderLock>,
        aside: &Aside,
    ) -> Result<Self> {
        let readable = (1..=pages.count()).filter(|n| pages.get(*n).is_some());
        let schema = schema_version(pages)?;
        let shapes = shape::all(&migrate::blank(schema)?)?;
        Ok(Self {
            left: gather(pages, &shapes, &|| layout::usual(aside, schema))?,
            schema,
            root,
            slots,
            pages: count(pages.count()),
            unreadable: count(pages.count() - readable.count()),
            lock,
        })
    }

    pub(crate) fn vault(&self) -> Uuid {
        self.slots.vault
    }

    /// The hold on the folder, when everything is read.
    pub(crate) fn into_hold(self) -> Option<FolderLock> {
        self.lock
    }

    /// How many pages the database has or had.
    pub(crate) fn pages(&self) -> u32 {
        self.pages
    }

    /// How many of them cannot be read.
    pub(crate) fn unreadable(&self) -> u32 {
        self.unreadable
    }

    /// The tables by name.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &str> {
        self.left.tables.keys().map(String::as_str)
    }

    /// What is left of a table; nothing for one that is unknown.
    pub(crate) fn table(&self, name: &str) -> &Remains {
        static NOTHING: Remains = Remains {
            columns: Vec::new(),
            rows: BTreeMap::new(),
            gone: BTreeSet::new(),
            uncounted: true,
            guessed: true,
        };
        self.left.tables.get(name).unwrap_or(&NOTHING)
    }

    /// What is left of an index: its columns, and the number of the row last.
    pub(crate) fn index(&self, name: &str) -> &[Vec<Value>] {
        self.left.indexes.get(name).map_or(&[], Vec::as_slice)
    }
}

fn missing(error: crate::Error) -> crate::Error {
    match error.code() {
        Code::NotFound => Code::KeyFileMissing.into(),
        _ => error,
    }
}

fn schema_version(pages: &Pages) -> Result<i32> {
    let said = pages.get(1).and_then(|first| be32(first, 60));
    match said.and_then(|version| i32::try_from(version).ok()) {
        Some(version) if version > migrate::LATEST => Err(Code::TooNew.into()),
        Some(version) if version > 0 => Ok(version),
        _ => Ok(migrate::LATEST),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
