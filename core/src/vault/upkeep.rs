//! Upkeep of the file in chunks small enough that nobody who reads or writes notices.

use std::sync::atomic::Ordering;
use std::sync::{Arc, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::lock::FolderLock;
use super::sealed::Keys;
use super::{Clock, Vault, connection, lock};
use crate::{Code, Result};

/// How long emptying the write-ahead log waits for a moment without readers.
const PATIENCE: Duration = Duration::from_secs(10);

/// DEFENSIVE comes back however the chunk ends.
struct Defended<'c>(&'c Connection);

impl Drop for Defended<'_> {
    fn drop(&mut self) {
        // Setting a flag in memory; `verify` looks at it, too.
        let _ = self
            .0
            .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true);
    }
}

impl Vault {
    /// Before closing: a running proof of an erasure ends at its next chunk with [`Code::Cancelled`]. It is pending then,
    /// and goes on at the next opening.
    pub fn stop_proving(&self) {
        self.leaving.store(true, Ordering::SeqCst);
    }

    /// Whether the vault is about to close.
    pub fn leaves(&self) -> bool {
        self.leaving.load(Ordering::SeqCst)
    }

    /// It does not close after all.
    pub(super) fn stays(&self) {
        self.leaving.store(false, Ordering::SeqCst);
    }

    /// Refuses when [`Vault::stop_proving`] was called.
    pub(crate) fn still_proving(&self) -> Result<()> {
        if self.leaving.load(Ordering::SeqCst) {
            return Err(Code::Cancelled.into());
        }
        Ok(())
    }

    /// Closes the database in order (write-ahead log, readers, writer) and wipes the keys.
    pub fn close(self) -> Result<()> {
        self.apart().map(|_| ())
    }

    /// Closes the database in order; what opened it is left.
    pub(super) fn apart(self) -> Result<(Keys, Arc<dyn Clock>, FolderLock)> {
        let emptied = self.truncate_wal();
        drop(self.readers);
        let writer = self
            .writer
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let closed = writer.conn.close().map_err(|(_, error)| error);
        if !writer.spoilt {
            closed?;
        }
        emptied?;
        Ok((self.keys, self.clock, self.lock))
    }

    /// Runs one chunk of upkeep on the writer's connection, outside any transaction and without a journal entry.
    /// Writers that wait go first; call it again for the next chunk, so that they can.
    pub(crate) fn maintenance<T>(&self, chunk: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        while self.waiting.load(Ordering::SeqCst) > 0 {
            thread::sleep(Duration::from_micros(200));
        }
        self.writing(lock(&self.writer), |conn| chunk(conn))
    }

    /// A chunk that may write raw pages through `sqlite_dbpage`: DEFENSIVE is off for exactly as long.
    pub(crate) fn raw_pages<T>(&self, chunk: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.maintenance(|conn| {
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
            let _again = Defended(conn);
            chunk(conn)
        })
    }

    /// Moves the write-ahead log into the file and empties it. `false`: a long read held it back; try again later.
    pub(crate) fn truncate_wal(&self) -> Result<bool> {
        let start = Instant::now();
        // Neither lock is waited for while the other is held: a write that reads, or a read that writes, would stand
        // still for ever; and a queued writer would keep new readers waiting behind the longest read.
        while start.elapsed() < PATIENCE {
            let emptied = self.maintenance(|conn| match self.reading.try_write() {
                Ok(_nobody_reads) => checkpoint(conn).map(Some),
                Err(TryLockError::Poisoned(_)) => checkpoint(conn).map(Some),
                Err(TryLockError::WouldBlock) => Ok(None),
            })?;
            if let Some(answer) = emptied {
                let wal = connection::beside(&self.path, "-wal");
                return Ok(answer == (0, 0, 0) && wal.metadata().map_or(0, |m| m.len()) == 0);
            }
            if self.still_proving().is_err() {
                break;
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(false)
    }

    /// For the doors, after some seconds without a command: keeps the write-ahead log short.
    pub fn idle(&self) -> Result<()> {
        self.truncate_wal().map(|_| ())
    }
}

/// Busy, frames left, frames moved.
fn checkpoint(conn: &Connection) -> Result<(i64, i64, i64)> {
    Ok(conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| {
        Ok((r.get(0)?, r.get(1)?, r.get(2)?))
    })?)
}
