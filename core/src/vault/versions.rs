//! The versions of what the vault is built on.

use super::connection;

/// SQLite and SQLCipher, e.g. `3.51.3` and `4.10.0 community`.
pub fn versions() -> (String, String) {
    let cipher = connection::in_memory()
        .and_then(|conn| Ok(conn.query_row("PRAGMA cipher_version", [], |r| r.get(0))?))
        .unwrap_or_default();
    (rusqlite::version().to_owned(), cipher)
}
