//! Checks of the file itself: header, settings, pages, search index, schema and journal, each with its own verdict.
//!
//! Every check runs on a reader and in slices, so it can run behind the user's back.

use rusqlite::Connection;

use super::{ReadTx, Vault, connection, journal_check, schema};
use crate::{Code, PersonId, Result};

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Check {
    /// `header`, `settings`, `integrity`, `cipher`, `search`, `schema`, `journal`; the room `verify` adds `consents`
    /// and `inventory`.
    pub name: String,
    pub ok: bool,
    /// Ids, numbers and codes only: `writer … n 42`.
    pub detail: String,
    /// What kept it from looking.
    #[serde(skip)]
    pub(crate) kept_by: Option<Code>,
}

impl Check {
    /// Good when nothing was found; the first findings are the detail. What cannot even be read is a finding, too.
    pub(crate) fn of(name: &str, found: Result<Vec<String>>) -> Self {
        let kept_by = found.as_ref().err().map(crate::Error::code);
        let found = found.unwrap_or_else(|error| vec![format!("{:?}", error.code())]);
        Self {
            name: name.to_owned(),
            ok: found.is_empty(),
            detail: found.iter().take(5).cloned().collect::<Vec<_>>().join("; "),
            kept_by,
        }
    }
}

/// The checks of the file; each is told to `done` as it ends. `heads` were kept outside the vault.
pub(crate) fn file(vault: &Vault, heads: &[String], done: &mut dyn FnMut(Check)) {
    done(Check::of(
        "header",
        connection::inspect(&vault.path).map(|()| Vec::new()),
    ));
    done(Check::of("settings", settings(vault)));
    done(Check::of("integrity", integrity(vault)));
    done(Check::of("cipher", cipher(vault)));
    done(Check::of("search", vault.looking(search)));
    done(Check::of("schema", vault.looking(schema::differences)));
    let journal = journal_check::first_break(vault, heads);
    done(Check::of(
        "journal",
        journal.map(|found| found.into_iter().collect()),
    ));
}

fn settings(vault: &Vault) -> Result<Vec<String>> {
    let mut found = vault.maintenance(connection::differing)?;
    found.extend(vault.looking(secure_delete)?);
    Ok(found)
}

/// Every person's id.
pub(crate) fn everybody(tx: &ReadTx<'_>) -> Result<Vec<PersonId>> {
    tx.rows("SELECT uid FROM person ORDER BY id", [], |r| r.get(0))
}

/// `PRAGMA integrity_check`, one table at a time; all rows are read. Each in one snapshot: the check of a search index reads
/// its structure first and its leaves later, and takes somebody's commit in between for damage.
fn integrity(vault: &Vault) -> Result<Vec<String>> {
    let tables: Vec<String> = vault.looking(|conn| {
        texts(conn, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    })?;
    let mut found = Vec::new();
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        let rows = vault.looking_afresh(|conn| {
            let _snapshot = conn.unchecked_transaction()?;
            conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            texts(conn, &format!("PRAGMA integrity_check(\"{quoted}\")"))
        })?;
        found.extend(
            rows.iter()
                .filter(|r| *r != "ok")
                .map(|_| format!("table {table}")),
        );
    }
    found.dedup();
    Ok(found)
}

/// The HMAC of every page as it lies in the file. A page with a newer copy in the write-ahead log may be torn there:
/// moved at that very moment, or left so by a power cut in the middle of a checkpoint. It is sound all the same, so
/// after a finding the log is moved in, and the pages are looked at again with the writer standing still.
fn cipher(vault: &Vault) -> Result<Vec<String>> {
    if vault.looking(pages)?.is_empty() {
        return Ok(Vec::new());
    }
    vault.empty_log()?;
    vault.maintenance(pages)
}

impl Vault {
    /// Whether every page of the file is whole, also those that nobody has asked for yet.
    pub fn whole(&self) -> Result<bool> {
        Ok(cipher(self)?.is_empty())
    }
}

/// `out`, unless the connection came upon a page whose MAC does not fit. `SQLCipher` hands that one out as zeros and refuses
/// the next: where it ends a long text, nothing that reads it would notice.
pub(super) fn intact<T>(conn: &Connection, out: Result<T>) -> Result<T> {
    // Answered as it is compiled: never from a cache.
    let status: String = conn.query_row("PRAGMA cipher_status", [], |r| r.get(0))?;
    if status == "1" {
        return out;
    }
    let torn = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    Err(rusqlite::Error::SqliteFailure(torn, None).into())
}

/// The pages of the file whose HMAC does not fit.
pub(super) fn pages(conn: &Connection) -> Result<Vec<String>> {
    texts(conn, "PRAGMA cipher_integrity_check")
}

/// What is derived against what it stands for: the rows of the search indexes (whose inside `integrity_check` has
/// looked at) and the number of cards.
fn search(conn: &Connection) -> Result<Vec<String>> {
    let strays = "SELECT 'note ' || id FROM (SELECT id FROM note_fts_docsize EXCEPT SELECT id FROM searchable_note)
                  UNION ALL SELECT 'note ' || id FROM (SELECT id FROM searchable_note EXCEPT SELECT id FROM note_fts_docsize)
                  UNION ALL SELECT 'person ' || id FROM (SELECT id FROM person_fts_docsize EXCEPT SELECT id FROM person)
                  UNION ALL SELECT 'tally' WHERE (SELECT cards FROM tally) <> (SELECT count(*) FROM card)
                  LIMIT 5";
    texts(conn, strays)
}

/// FTS5's `secure-delete` must stay 0: set, it leaves term prefixes that no later merge removes.
fn secure_delete(conn: &Connection) -> Result<Vec<String>> {
    texts(
        conn,
        "SELECT 'person_fts secure-delete' FROM person_fts_config WHERE k = 'secure-delete' AND v <> 0
         UNION ALL SELECT 'note_fts secure-delete' FROM note_fts_config WHERE k = 'secure-delete' AND v <> 0",
    )
}

fn texts(conn: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
