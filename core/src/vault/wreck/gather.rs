//! Everything that is left: the trees that the schema names, and the pages that hang in the air, brought home where only
//! one table can be theirs.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;

use super::layout::Layout;
use super::pages::Pages;
use super::roots::roots;
use super::shape::{self, Shape, Shapes};
use super::tree::{self, Harvest, Row, Seen};
use super::{Left, Remains};
use crate::Result;

/// Walks every tree of the file, then finds a home for the pages that hang in the air.
pub(super) fn gather(
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
        let whole =
            harvest.broken_pages + harvest.broken_rows == 0 && !roots.guessed.contains(name);
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
            let mut rest = rest(shape, harvest, list);
            rest.guessed = roots.guessed.contains(name);
            left.tables.insert(name.to_owned(), rest);
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
