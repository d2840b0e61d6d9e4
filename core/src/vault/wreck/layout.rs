//! Where the trees of a vault usually begin: as a new one has them, and as a copy has them. Both make their trees before
//! anything is in them, in the order of the schema.

use rusqlite::types::Value;

use crate::Result;
use crate::vault::copies::copy_database;
use crate::vault::course::Course;
use crate::vault::{Aside, closed, connection, keys};

/// The rows of a `sqlite_schema`.
pub(super) type Layout = Vec<Vec<Value>>;

/// Both layouts of schema `version`, made in `aside` and removed.
pub(super) fn usual(aside: &Aside, version: i32) -> Result<Vec<Layout>> {
    let key = keys::random()?;
    let (new, copy) = (aside.path().join("blank.db"), aside.path().join("copy.db"));
    connection::create_at(&new, &key, version)?;
    copy_database(&new, &key, &copy, Course::alone())?;
    let mut layouts = Vec::new();
    for path in [new, copy] {
        layouts.push(closed::schema_rows(&path, &key)?);
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(connection::beside(&path, suffix));
        }
    }
    Ok(layouts)
}
