//! Somebody else's program with the key in hand: no rule of ours but what the file itself holds.

use std::path::Path;

use kartotek_core::vault::DATABASE;
use rusqlite::Connection;

pub(crate) use crate::faults::sown::hex;

/// Opens the database with the settings that SQLite is born with (the bundled build turns foreign keys on).
pub(crate) fn open(dir: &Path, key: &[u8; 32]) -> Connection {
    let conn = Connection::open(dir.join(DATABASE)).unwrap();
    conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", hex(key)))
        .unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    conn
}
