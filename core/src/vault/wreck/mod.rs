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
use super::{Aside, DATABASE, SLOTS, migrate};
use crate::{Code, Result};

mod foreign;
mod found;
mod layout;
mod log;
mod pages;
mod shape;
#[cfg(test)]
pub(super) mod tests;
mod tree;

use layout::Layout;
use pages::{Pages, be32};
use shape::{Shape, Shapes};
use tree::{Harvest, Row, Seen};

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
    /// Nobody else opens the vault meanwhile; absent where the folder cannot be written to.
    _lock: Option<FolderLock>,
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
}

impl Remains {
    /// Nothing of it is lost.
    pub(crate) fn whole(&self) -> bool {
        self.gone.is_empty() && !self.uncounted
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
        let database = dir.join(DATABASE);
        let mut slots = session::read_slots(&dir.join(SLOTS)).map_err(missing)?;
        let lock = match FolderLock::take(dir) {
            Ok(lock) => Some(lock),
            Err(error) if error.code() == Code::ReadOnly => None,
            Err(error) => return Err(error),
        };
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
            _lock: lock,
        })
    }

    pub(crate) fn vault(&self) -> Uuid {
        self.slots.vault
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
        };
        self.left.tables.get(name).unwrap_or(&NOTHING)
    }

    /// What is left of an index: its columns, and the number of the row last.
    pub(crate) fn index(&self, name: &str) -> &[Vec<Value>] {
        self.left.indexes.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Walks every tree of the file, then finds a home for the pages that hang in the air.
fn gather(
    pages: &Pages,
    shapes: &Shapes,
    layouts: &dyn Fn() -> Result<Vec<Layout>>,
) -> Result<Left> {
    let mut left = Left::default();
    let mut seen = Seen::none(pages);
    let roots = roots(pages, &mut seen, layouts)?;
    let mut harvests = BTreeMap::new();
    for name in shapes.keys() {
        let lost = || Harvest {
            broken_pages: 1,
            ..Harvest::default()
        };
        let root = roots.tables.get(name);
        let harvest = root.map_or_else(lost, |root| tree::walk(pages, *root, &mut seen));
        harvests.insert(name.as_str(), harvest);
    }
    let mut lists: BTreeMap<&str, Listed> = BTreeMap::new();
    for (name, (table, root, partial)) in &roots.indexes {
        let harvest = tree::walk(pages, *root, &mut seen);
        let whole = harvest.broken_pages + harvest.broken_rows == 0;
        let rows: Vec<_> = harvest.rows.into_iter().map(|(_, row)| row).collect();
        if let Some((table, shape)) = shapes.get_key_value(table) {
            let list = lists.entry(table).or_default();
            list.whole |= whole && !partial;
            if shape.without_rowid {
                list.rows
                    .extend(rows.iter().filter_map(|row| shape.of_entry(name, row)));
            } else {
                list.numbers
                    .extend(rows.iter().filter_map(|row| number(row.last())));
            }
        }
        left.indexes.insert(name.clone(), rows);
    }
    for page in 1..=pages.count() {
        if !seen.has(page)
            && let Some((name, rows)) = home(pages, page, shapes, &harvests)
            && let Some(harvest) = harvests.get_mut(name)
        {
            harvest.rows.extend(rows);
        }
    }
    for (name, harvest) in harvests {
        let list = lists.remove(name).unwrap_or_default();
        if let Some(shape) = shapes.get(name) {
            left.tables
                .insert(name.to_owned(), rest(shape, harvest, list));
        }
    }
    Ok(left)
}

/// What the indexes of a table say of it.
#[derive(Default)]
struct Listed {
    /// One of them is whole and leaves no row out.
    whole: bool,
    numbers: BTreeSet<i64>,
    /// Rows without numbers, of which an index holds all columns.
    rows: Vec<Vec<Value>>,
}

fn rest(shape: &Shape, harvest: Harvest, list: Listed) -> Remains {
    let damaged = harvest.broken_pages + harvest.broken_rows > 0;
    let mut rest = Remains {
        columns: shape.names(),
        uncounted: damaged && !list.whole,
        ..Remains::default()
    };
    if shape.without_rowid {
        let rows = harvest
            .rows
            .into_iter()
            .map(|(_, row)| row)
            .chain(list.rows);
        let mut known = BTreeSet::new();
        let rows = rows.filter(|row| shape.fits(row) && known.insert(shape::key(row)));
        rest.rows = (1..).zip(rows).collect();
    } else {
        for (number, row) in harvest.rows {
            if let Some(row) = shape.complete(number, row) {
                rest.rows.entry(number).or_insert(row);
            }
        }
        let there = |number: &i64| rest.rows.contains_key(number);
        rest.gone = list
            .numbers
            .into_iter()
            .filter(|number| !there(number))
            .collect();
    }
    rest
}

fn number(value: Option<&Value>) -> Option<i64> {
    match value {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
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

/// Where trees begin.
#[derive(Default)]
struct Roots {
    tables: BTreeMap<String, usize>,
    /// Table, root, and whether the index leaves rows out.
    indexes: BTreeMap<String, (String, usize, bool)>,
}

/// Reads the schema's own table. Where its first page is lost, its rows are known by their looks: nothing else in a vault
/// has them.
fn roots(
    pages: &Pages,
    seen: &mut Seen,
    layouts: &dyn Fn() -> Result<Vec<Layout>>,
) -> Result<Roots> {
    let Harvest {
        mut rows,
        broken_pages,
        ..
    } = tree::walk(pages, 1, seen);
    if broken_pages > 0 {
        for number in 1..=pages.count() {
            if !seen.has(number)
                && tree::is_table_leaf(pages, number)
                && let Some(found) = tree::alone(pages, number)
                && !found.is_empty()
                && found.iter().all(|(_, row)| object(row).is_some())
            {
                seen.take(number);
                rows.extend(found);
            }
        }
    }
    if broken_pages > 0 {
        complete(&mut rows, layouts()?);
    }
    let mut roots = Roots::default();
    for (kind, name, table, root, partial) in rows.iter().filter_map(|(_, row)| object(row)) {
        match kind {
            "table" if root > 0 => drop(roots.tables.insert(name.to_owned(), root)),
            "index" => {
                let index = (table.to_owned(), root, partial);
                roots.indexes.insert(name.to_owned(), index);
            }
            _ => {}
        }
    }
    Ok(roots)
}

/// Rows of the schema that are lost come from a usual layout, when every row that is left says the same.
fn complete(rows: &mut Vec<Row>, layouts: Vec<Layout>) {
    let agrees = |layout: &Layout| {
        rows.iter()
            .filter_map(|(_, row)| object(row))
            .all(|(_, name, _, root, _)| {
                let there = layout
                    .iter()
                    .filter_map(|row| object(row))
                    .find(|it| it.1 == name);
                there.is_some_and(|it| it.3 == root)
            })
    };
    let known = |name: &str| {
        rows.iter()
            .any(|(_, row)| object(row).is_some_and(|it| it.1 == name))
    };
    if let Some(layout) = layouts.into_iter().find(agrees) {
        let lost = layout
            .into_iter()
            .filter(|row| object(row).is_some_and(|it| !known(it.1)));
        let lost: Vec<Row> = lost.map(|row| (0, row)).collect();
        rows.extend(lost);
    }
}

/// A row of `sqlite_schema`: kind, name, table, root, whether an index leaves rows out.
fn object(row: &[Value]) -> Option<(&str, &str, &str, usize, bool)> {
    let [
        Value::Text(kind),
        Value::Text(name),
        Value::Text(table),
        root,
        sql,
    ] = row
    else {
        return None;
    };
    let root = match root {
        Value::Integer(root) => usize::try_from(*root).ok()?,
        Value::Null => 0,
        _ => return None,
    };
    let partial = match sql {
        Value::Text(sql) => sql.contains(" WHERE "),
        Value::Null => false,
        _ => return None,
    };
    matches!(kind.as_str(), "table" | "index" | "trigger" | "view")
        .then_some((kind, name, table, root, partial))
}

/// The one table with a gap whose rows look like those of a page that no tree leads to any more. Where two could be it,
/// it is neither.
fn home<'s>(
    pages: &Pages,
    page: usize,
    shapes: &'s Shapes,
    harvests: &BTreeMap<&str, Harvest>,
) -> Option<(&'s str, Vec<Row>)> {
    if !tree::is_table_leaf(pages, page) {
        return None;
    }
    let rows = tree::alone(pages, page).filter(|rows| !rows.is_empty())?;
    let fits = |name: &str, shape: &Shape| {
        harvests.get(name).is_some_and(|harvest| {
            let known = |(number, _): &Row| harvest.rows.iter().any(|(there, _)| there == number);
            harvest.broken_pages > 0
                && !shape.without_rowid
                && rows.iter().all(|(_, row)| shape.fits(row))
                && !rows.iter().any(known)
        })
    };
    let mut homes = shapes.iter().filter(|(name, shape)| fits(name, shape));
    match (homes.next(), homes.next()) {
        (Some((name, _)), None) => Some((name, rows)),
        _ => None,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
