//! The one function that opens the database: settings and their order (docs/vault-format.md says why each).

use std::fmt::Write as _;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::{files, migrate};
use crate::{Code, Error, Result, held};

/// `Kart` in the header of every vault (`PRAGMA application_id`).
pub(super) const APPLICATION_ID: i32 = 0x4b61_7274;
/// The oldest engine that has no WAL-reset bug (sqlite.org/wal.html#walresetbug).
pub(super) const SQLITE_FLOOR: i32 = 3_051_003;
pub(super) const PAGE: u64 = 4096;
/// How long another program's lock is waited for.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Writer,
    Reader,
}

/// Makes an empty encrypted database where no file is, with the newest schema.
pub(super) fn create(path: &Path, key: &[u8; 32]) -> Result<()> {
    create_at(path, key, migrate::LATEST)
}

/// [`create`] with the schema of an older version.
pub(super) fn create_at(path: &Path, key: &[u8; 32], version: i32) -> Result<()> {
    files::create_private(path)?;
    let mut conn = keyed(path, key)?;
    settle(&conn, Role::Writer)?;
    migrate::create(&mut conn, version)?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Opens an existing vault for writing; brings an older schema forward. Refusals change no byte. One bad read is no
/// damage: what looks damaged is looked at twice.
pub(super) fn writer(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    writer_to(path, key, migrate::STEPS)
}

/// [`writer`] with the migrations named.
pub(super) fn writer_to(path: &Path, key: &[u8; 32], steps: &[&str]) -> Result<Connection> {
    match open(path, key, steps) {
        Err(error) if error.code() == Code::Damaged => open(path, key, steps),
        opened => opened,
    }
}

fn open(path: &Path, key: &[u8; 32], steps: &[&str]) -> Result<Connection> {
    inspect(path)?;
    let traces = Traces::before(path);
    let conn = keyed(path, key)?;
    // Until the file is known to be ours and readable, closing must not fold a write-ahead log into it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, traces.pending)?;
    let latest = i32::try_from(steps.len()).map_err(|_| Code::Internal)?;
    if let Err(error) = accept(&conn, latest) {
        drop(conn);
        traces.remove_new(path);
        return Err(error);
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    let mut conn = conn;
    settle(&conn, Role::Writer)?;
    migrate::take(&mut conn, steps)?;
    Ok(conn)
}

/// Opens one more connection to a vault that [`writer`] has opened; it cannot write.
pub(super) fn reader(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    let conn = keyed(path, key)?;
    settle(&conn, Role::Reader)?;
    Ok(conn)
}

/// A connection that copies the vault into another file: a reader in all but that.
pub(super) fn copier(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    let conn = reader(path, key)?;
    conn.execute_batch("PRAGMA query_only = OFF")?;
    Ok(conn)
}

/// Looks at the file from outside, without a key: a plain-text database is refused loudly.
pub(super) fn inspect(path: &Path) -> Result<()> {
    let meta = path.symlink_metadata()?;
    if !meta.is_file() {
        return Err(Code::NotAVault.into());
    }
    let mut head = [0u8; 16];
    match held::open(path)?.read_exact(&mut head) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            return Err(Code::Truncated.into());
        }
        Err(error) => return Err(error.into()),
    }
    if head == *b"SQLite format 3\0" {
        return Err(Code::NotEncrypted.into());
    }
    // With a write-ahead log beside it, a half-written last page is normal after a power loss.
    if meta.len() % PAGE != 0 && length(&beside(path, "-wal")) == 0 {
        return Err(Code::Truncated.into());
    }
    Ok(())
}

/// A connection with its key and nothing else.
pub(super) fn keyed(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    if rusqlite::version_number() < SQLITE_FLOOR {
        return Err(Code::Internal.into());
    }
    let conn = with_key(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    conn.busy_timeout(BUSY)?;
    Ok(conn)
}

/// SQLite calls itself ready before SQLCipher's own beginning has ended: whoever is second would have no cipher yet.
fn ready() {
    static READY: Once = Once::new();
    READY.call_once(|| drop(Connection::open_in_memory()));
}

/// An empty database in memory.
pub(super) fn in_memory() -> Result<Connection> {
    ready();
    Ok(Connection::open_in_memory()?)
}

/// Opens the file and gives the engine its key; nothing is read yet.
pub(super) fn with_key(path: &Path, mode: OpenFlags, key: &[u8; 32]) -> Result<Connection> {
    ready();
    let conn = Connection::open_with_flags(
        path,
        mode | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW
            | OpenFlags::SQLITE_OPEN_EXRESCODE,
    )?;
    // The engine would write its findings to stderr; ours carry a code and are shown in words.
    conn.execute_batch("PRAGMA cipher_log_level = NONE")?;
    // The pragma rather than sqlite3_key_v2: the crate has no unsafe code, and the engine keeps its own copy of the
    // key for as long as the connection lives anyway. Raw key, so no PBKDF2; the salt stays random per file.
    conn.execute_batch(&pragma("key", key))?;
    Ok(conn)
}

/// `PRAGMA name = "x'…'"`, wiped after use.
pub(super) fn pragma(name: &str, key: &[u8; 32]) -> Zeroizing<String> {
    let mut pragma = Zeroizing::new(String::with_capacity(96));
    let _ = write!(pragma, "PRAGMA {name} = \"x'");
    for byte in key {
        let _ = write!(pragma, "{byte:02x}");
    }
    pragma.push_str("'\"");
    pragma
}

/// First read: right key, our file, an engine that encrypts, a schema that we know.
pub(super) fn accept(conn: &Connection, latest: i32) -> Result<()> {
    let number = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i32>(0));
    let known = number("SELECT count(*) FROM sqlite_schema").map_err(unreadable)?;
    // SQLite falls back to reading only without a word.
    if conn.is_readonly("main")? {
        return Err(Code::ReadOnly.into());
    }
    let cipher: String = conn.query_row("PRAGMA cipher_version", [], |r| r.get(0))?;
    if cipher.is_empty() {
        return Err(Code::Internal.into());
    }
    if known == 0 || number("PRAGMA application_id")? != APPLICATION_ID {
        return Err(Code::NotAVault.into());
    }
    if number("PRAGMA user_version")? > latest {
        return Err(Code::TooNew.into());
    }
    Ok(())
}

/// The file system's refusals stay what they are; everything else at the first read means damage.
fn unreadable(error: rusqlite::Error) -> Error {
    match Error::from(error).code() {
        Code::ReadOnly => Code::ReadOnly.into(),
        Code::DiskFull => Code::DiskFull.into(),
        Code::DiskFailed => Code::DiskFailed.into(),
        _ => Code::Damaged.into(),
    }
}

/// The settings of every connection, as they read back.
const SETTINGS: &[(&str, i64)] = &[
    ("synchronous", 2),
    ("fullfsync", 1),
    ("checkpoint_fullfsync", 1),
    ("secure_delete", 1),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("temp_store", 2),
    ("mmap_size", 0),
    ("wal_autocheckpoint", 1000),
    ("journal_size_limit", 0),
];

/// The settings that are not in force on `conn` any more.
pub(super) fn differing(conn: &Connection) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (name, value) in SETTINGS {
        // SQLCipher's build has no answer for a memory map of 0.
        let live = conn.pragma_query_value(None, name, |r| r.get::<_, i64>(0));
        match live {
            Ok(live) if live == *value => {}
            Err(rusqlite::Error::QueryReturnedNoRows) => {}
            Ok(_) => found.push((*name).to_owned()),
            Err(error) => return Err(error.into()),
        }
    }
    let mode: String = conn.pragma_query_value(None, "journal_mode", |r| r.get(0))?;
    if mode != "wal" {
        found.push("journal_mode".to_owned());
    }
    if !conn.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE)? {
        found.push("defensive".to_owned());
    }
    Ok(found)
}

/// Every setting. No setting `cipher_` pragma may follow the first read: it would corrupt.
fn settle(conn: &Connection, role: Role) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, 16 << 20)?;
    conn.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 2)?;
    conn.set_limit(Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 2000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000)?;
    conn.set_prepared_statement_cache_capacity(256);
    if role == Role::Writer {
        let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
        if mode != "wal" {
            return Err(Code::ReadOnly.into());
        }
    }
    for (name, value) in SETTINGS {
        conn.pragma_update(None, name, value)?;
    }
    conn.execute_batch(match role {
        Role::Writer => "PRAGMA cache_size = -65536",
        Role::Reader => "PRAGMA cache_size = -16384; PRAGMA query_only = ON",
    })?;
    Ok(())
}

/// `kartotek.db` → `kartotek.db-wal`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Bytes of a file; 0 when it is not there.
pub(super) fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |m| m.len())
}

/// A write-ahead log lies beside the database: it is open, or was not closed.
pub(super) fn has_log(path: &Path) -> bool {
    beside(path, "-wal").exists()
}

/// What lay beside the database before it was opened, so that a refusal can leave it as it was.
pub(super) struct Traces {
    pending: bool,
    log: bool,
    index: bool,
}

impl Traces {
    pub(super) fn before(path: &Path) -> Self {
        Self {
            pending: length(&beside(path, "-wal")) > 0,
            log: has_log(path),
            index: beside(path, "-shm").exists(),
        }
    }

    /// What a refused opening made: the log is empty then, and its index is rebuilt at every start.
    pub(super) fn remove_new(&self, path: &Path) {
        let log = beside(path, "-wal");
        if !self.log && length(&log) == 0 {
            let _ = std::fs::remove_file(log);
        }
        if !self.index {
            let _ = std::fs::remove_file(beside(path, "-shm"));
        }
    }
}
