//! Somebody else's program with the key in hand: no rule of ours but what the file itself holds.

use std::fmt::Write as _;
use std::path::Path;

use kartotek_core::vault::DATABASE;
use rusqlite::Connection;

/// Opens the database with the settings that SQLite is born with (the bundled build turns foreign keys on).
pub(crate) fn open(dir: &Path, key: &[u8; 32]) -> Connection {
    let conn = Connection::open(dir.join(DATABASE)).unwrap();
    conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", hex(key)))
        .unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    conn
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
