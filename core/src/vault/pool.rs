//! The connections of an open vault: a few readers, one writer, and none that the disk has failed under.

use std::path::{Path, PathBuf};
use std::sync::MutexGuard;

use rusqlite::Connection;

use super::{Vault, connection, files, lock, verify};
use crate::{Code, Result};

/// The connection that writes.
pub(super) struct Writer {
    pub(super) conn: Connection,
    /// The disk failed under it.
    pub(super) spoilt: bool,
    /// The file may say that it is open.
    pub(super) marked: bool,
    file: Opened,
}

impl Writer {
    pub(super) fn new(conn: Connection, file: Opened) -> Self {
        Self {
            conn,
            spoilt: false,
            marked: false,
            file,
        }
    }
}

/// The file that was opened at a path.
#[derive(Clone)]
pub(super) struct Opened {
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

impl Opened {
    pub(super) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            identity: files::identity(path),
        }
    }

    /// Whether it still lies there.
    fn is_there(&self) -> bool {
        files::identity(&self.path) == self.identity
    }
}

/// A vault that is let go of without [`Vault::close`] is closed all the same.
impl Drop for Writer {
    fn drop(&mut self) {
        if self.marked && !self.spoilt && self.file.is_there() {
            let _ = mark(&self.conn, false);
        }
    }
}

/// Says in the file whether it is open.
pub(super) fn mark(conn: &Connection, open: bool) -> Result<()> {
    conn.execute("UPDATE vault SET open = ?1 WHERE open <> ?1", [open])?;
    Ok(())
}

/// Whether a connection must not be used again: after one page that it could not read or check, SQLCipher refuses every
/// further one on it, however well the disk works again.
fn spoils<T>(out: &Result<T>) -> bool {
    out.as_ref().is_err_and(|error| {
        matches!(
            error.code(),
            Code::Damaged | Code::DiskFailed | Code::DiskFull | Code::ReadOnly | Code::Internal
        )
    })
}

/// What came of it, or that a page could not be checked; an error that says so already stays.
fn seen<T>(conn: &Connection, out: Result<T>) -> Result<T> {
    if spoils(&out) {
        return out;
    }
    verify::intact(conn, out)
}

/// Idle readers that stay open.
const POOL: usize = 4;

impl Vault {
    /// A reader's connection, outside any transaction.
    pub(super) fn looking<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let _reading = self.turn();
        let pooled = lock(&self.readers).pop();
        let conn = match pooled {
            Some(conn) => conn,
            None => self.fresh()?,
        };
        let out = seen(&conn, f(&conn));
        let mut pool = lock(&self.readers);
        if pool.len() < POOL && !spoils(&out) {
            pool.push(conn);
        }
        drop(pool);
        self.judged(out)
    }

    /// What one connection took for damage may have been one bad read: a fresh one looks at every page before the word
    /// falls.
    pub(super) fn judged<T>(&self, out: Result<T>) -> Result<T> {
        let Err(error) = out else { return out };
        if !error.is_torn_page() {
            return Err(error);
        }
        match self.fresh().and_then(|conn| verify::pages(&conn)) {
            Ok(found) if !found.is_empty() => Err(error),
            Err(again) if again.code() == Code::Damaged => Err(error),
            _ => Err(Code::DiskFailed.into()),
        }
    }

    /// The writer's connection, renewed when the disk failed under it.
    pub(super) fn writing<T>(
        &self,
        mut writer: MutexGuard<'_, Writer>,
        f: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        if writer.spoilt {
            writer.conn = connection::writer(&self.path, &self.keys.database)?;
        }
        let out = f(&mut writer.conn);
        let out = seen(&writer.conn, out);
        writer.spoilt = spoils(&out);
        drop(writer);
        self.judged(out)
    }

    /// The same on a connection that has never looked before: a search index remembers its structure from one search to
    /// the next, and its own check does not notice that others have changed it since.
    pub(super) fn looking_afresh<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let _reading = self.turn();
        let conn = self.fresh()?;
        seen(&conn, f(&conn))
    }

    pub(super) fn fresh(&self) -> Result<Connection> {
        self.still_there()?;
        connection::reader(&self.path, &self.keys.database)
    }

    /// Refuses when the database was moved away or replaced while it is open: what is written now would go with it.
    pub(super) fn still_there(&self) -> Result<()> {
        if self.file.is_there() {
            return Ok(());
        }
        Err(Code::DatabaseMissing.into())
    }
}
