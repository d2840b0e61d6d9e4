//! Upkeep of the file in chunks small enough that nobody who reads or writes notices.

use std::sync::TryLockError;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::{Vault, connection, lock};
use crate::Result;

/// How long emptying the write-ahead log waits for a moment without readers.
const PATIENCE: Duration = Duration::from_secs(10);

impl Vault {
    /// Runs one chunk of upkeep on the writer's connection, outside any transaction and without a journal entry.
    /// Writers that wait go first; call it again for the next chunk, so that they can.
    pub(crate) fn maintenance<T>(&self, chunk: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        while self.waiting.load(Ordering::SeqCst) > 0 {
            thread::sleep(Duration::from_micros(200));
        }
        let conn = lock(&self.writer);
        chunk(&conn)
    }

    /// A chunk that may write raw pages through `sqlite_dbpage`: DEFENSIVE is off for exactly as long.
    pub(crate) fn raw_pages<T>(&self, chunk: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.maintenance(|conn| {
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
            let out = chunk(conn);
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            out
        })
    }

    /// Moves the write-ahead log into the file and empties it. `false`: a long read held it back; try again later.
    pub(crate) fn truncate_wal(&self) -> Result<bool> {
        let start = Instant::now();
        // Never queues for the lock: a queued writer would keep new readers waiting behind the longest read.
        let _nobody_reads = loop {
            match self.reading.try_write() {
                Ok(guard) => break guard,
                Err(TryLockError::Poisoned(poisoned)) => break poisoned.into_inner(),
                Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                    thread::sleep(Duration::from_millis(2));
                }
                Err(TryLockError::WouldBlock) => return Ok(false),
            }
        };
        let (busy, left, moved) = self.maintenance(|conn| {
            Ok(conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| {
                Ok((
                    r.get::<_, i64>(0)?,
                    r.get::<_, i64>(1)?,
                    r.get::<_, i64>(2)?,
                ))
            })?)
        })?;
        let wal = connection::beside(&self.path, "-wal");
        Ok((busy, left, moved) == (0, 0, 0) && wal.metadata().map_or(0, |m| m.len()) == 0)
    }

    /// For the doors, after some seconds without a command: keeps the write-ahead log short.
    pub fn idle(&self) -> Result<()> {
        self.truncate_wal().map(|_| ())
    }
}
