//! Where the trees of a file begin: its schema's own table, and what stands in for the rows of it that are lost.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;

use super::layout::Layout;
use super::pages::Pages;
use super::tree::{self, Harvest, Row, Seen};
use crate::Result;

/// Where trees begin.
#[derive(Default)]
pub(super) struct Roots {
    pub(super) tables: BTreeMap<String, usize>,
    /// Table, root, and whether the index leaves rows out.
    pub(super) indexes: BTreeMap<String, (String, usize, bool)>,
    /// Those that come from a usual layout, which too little of the file confirms.
    pub(super) guessed: BTreeSet<String>,
}

/// Reads the schema's own table. Where its first page is lost, its rows are known by their looks: nothing else in a vault
/// has them.
pub(super) fn roots(
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
    let read = rows.len();
    let sure = broken_pages == 0 || complete(&mut rows, layouts()?);
    let mut roots = Roots::default();
    if !sure {
        let guessed = rows.iter().skip(read).filter_map(|(_, row)| object(row));
        roots.guessed = guessed.map(|(_, name, ..)| name.to_owned()).collect();
    }
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

/// Rows of the schema that are lost come from a usual layout, when every row that is left says the same. Answers whether
/// half of all are left to say so: a few would agree with any layout.
fn complete(rows: &mut Vec<Row>, layouts: Vec<Layout>) -> bool {
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
    let rooted = |rows: &[&[Value]]| {
        let roots = rows.iter().filter_map(|row| object(row));
        roots.filter(|it| it.3 > 0).count()
    };
    let left: Vec<&[Value]> = rows.iter().map(|(_, row)| &row[..]).collect();
    let left = rooted(&left);
    let mut sure = false;
    if let Some(layout) = layouts.into_iter().find(agrees) {
        let all: Vec<&[Value]> = layout.iter().map(|row| &row[..]).collect();
        sure = 2 * left >= rooted(&all);
        let lost = layout
            .into_iter()
            .filter(|row| object(row).is_some_and(|it| !known(it.1)));
        let lost: Vec<Row> = lost.map(|row| (0, row)).collect();
        rows.extend(lost);
    }
    sure
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
