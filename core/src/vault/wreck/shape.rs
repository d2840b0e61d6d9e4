//! What rows of each table look like, from an empty database of the same schema: a damaged file is not asked.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::Result;

pub(super) type Shapes = BTreeMap<String, Shape>;

/// A table's columns in the order in which a record holds them.
pub(super) struct Shape {
    pub(super) without_rowid: bool,
    columns: Vec<Column>,
    /// For each index that holds all columns: where each of them stands in it.
    covering: BTreeMap<String, Vec<usize>>,
}

struct Column {
    name: String,
    kind: String,
    required: bool,
    /// Stands for the number of the row, which the record leaves out.
    number: bool,
}

impl Column {
    fn fits(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.number || !self.required,
            Value::Integer(_) => !self.number && matches!(self.kind.as_str(), "INTEGER" | ""),
            Value::Real(_) => matches!(self.kind.as_str(), "REAL" | ""),
            Value::Text(_) => matches!(self.kind.as_str(), "TEXT" | ""),
            Value::Blob(_) => matches!(self.kind.as_str(), "BLOB" | ""),
        }
    }
}

impl Shape {
    pub(super) fn names(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    }

    /// Whether a record could be a row of this table. A row from before a column was added is shorter.
    pub(super) fn fits(&self, row: &[Value]) -> bool {
        let pairs = self.columns.iter().zip(row);
        !row.is_empty()
            && row.len() <= self.columns.len()
            && pairs.into_iter().all(|(column, value)| column.fits(value))
    }

    /// The row that an entry of `index` stands for, when the index holds all of it.
    pub(super) fn of_entry(&self, index: &str, entry: &[Value]) -> Option<Vec<Value>> {
        let places = self.covering.get(index)?;
        places
            .iter()
            .map(|place| entry.get(*place).cloned())
            .collect()
    }

    /// The row with its number in place; `None` for a row that is none of this table's.
    pub(super) fn complete(&self, number: i64, mut row: Vec<Value>) -> Option<Vec<Value>> {
        if !self.fits(&row) {
            return None;
        }
        for (column, value) in self.columns.iter().zip(&mut row) {
            if column.number {
                *value = Value::Integer(number);
            }
        }
        Some(row)
    }
}

/// The shapes of all tables that have rows of their own.
pub(super) fn all(blank: &Connection) -> Result<Shapes> {
    let mut tables = blank.prepare(
        "SELECT s.name, l.wr FROM sqlite_schema s JOIN pragma_table_list(s.name) l WHERE s.type = 'table' AND s.rootpage > 0 AND l.schema = 'main'",
    )?;
    let tables: Vec<(String, bool)> = tables
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    tables
        .into_iter()
        .map(|(name, without_rowid)| {
            let columns = columns(blank, &name, without_rowid)?;
            let shape = Shape {
                covering: if without_rowid {
                    covering(blank, &name, &columns)?
                } else {
                    BTreeMap::new()
                },
                columns,
                without_rowid,
            };
            Ok((name, shape))
        })
        .collect()
}

fn columns(blank: &Connection, table: &str, without_rowid: bool) -> Result<Vec<Column>> {
    // Without row numbers the key stands first in a record.
    let order = if without_rowid {
        "pk = 0, pk, cid"
    } else {
        "cid"
    };
    let sql = format!(
        "SELECT name, upper(type), \"notnull\", pk FROM pragma_table_info(?1) ORDER BY {order}"
    );
    let mut statement = blank.prepare(&sql)?;
    let rows = statement.query_map([table], |r| {
        let (kind, key): (String, i64) = (r.get(1)?, r.get(3)?);
        Ok(Column {
            name: r.get(0)?,
            required: r.get(2)?,
            number: !without_rowid && key == 1 && kind == "INTEGER",
            kind,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The indexes of a table without row numbers that hold all its columns.
fn covering(
    blank: &Connection,
    table: &str,
    columns: &[Column],
) -> Result<BTreeMap<String, Vec<usize>>> {
    let mut statement = blank.prepare(
        "SELECT l.name, x.name FROM pragma_index_list(?1) l JOIN pragma_index_xinfo(l.name) x WHERE l.origin = 'c' AND l.partial = 0 ORDER BY l.name, x.seqno",
    )?;
    let listed: Vec<(String, Option<String>)> = statement
        .query_map([table], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut parts: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for (index, column) in listed {
        parts.entry(index).or_default().push(column);
    }
    let places = |parts: Vec<Option<String>>| {
        let place = |column: &Column| {
            parts
                .iter()
                .position(|part| part.as_deref() == Some(&column.name))
        };
        columns.iter().map(place).collect::<Option<Vec<_>>>()
    };
    Ok(parts
        .into_iter()
        .filter_map(|(index, parts)| Some((index, places(parts)?)))
        .collect())
}

/// What tells two rows without numbers apart.
pub(super) fn key(row: &[Value]) -> Vec<u8> {
    let mut key = Vec::new();
    for value in row {
        let (kind, bytes) = match value {
            Value::Null => (0, Vec::new()),
            Value::Integer(number) => (1, number.to_be_bytes().to_vec()),
            Value::Real(number) => (2, number.to_be_bytes().to_vec()),
            Value::Text(text) => (3, text.clone().into_bytes()),
            Value::Blob(bytes) => (4, bytes.clone()),
        };
        key.push(kind);
        key.extend(bytes.len().to_be_bytes());
        key.extend(bytes);
    }
    key
}
