//! Upkeep of the file in chunks small enough that nobody who reads or writes notices.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLockReadGuard, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::lock::FolderLock;
use super::pool::mark;
use super::sealed::Keys;
use super::{Clock, Vault, connection, lock};
use crate::{Code, Result};

/// How long emptying the write-ahead log looks for a moment without readers.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long new reads wait for it at a time, and the pauses between, which double.
const MOMENT: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(160);
/// How long writers go before a chunk of upkeep.
const COURTESY: Duration = Duration::from_millis(100);

/// What became of the write-ahead log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Log {
    Empty,
    /// A long read of ours held it back.
    Read,
    /// Another program holds it.
    Held,
}

/// New reads wait for a moment, as long as this is there.
struct Emptying<'v>(&'v AtomicBool);

impl<'v> Emptying<'v> {
    fn begin(flag: &'v AtomicBool) -> Self {
        flag.store(true, Ordering::SeqCst);
        Self(flag)
    }
}

impl Drop for Emptying<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

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

    /// Moves before every commit of anybody, drafts among them. The pass over the pages has no part in it.
    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }

    /// Whether the vault is about to close.
    pub fn leaves(&self) -> bool {
        self.leaving.load(Ordering::SeqCst)
    }

    /// It does not close after all.
    pub fn stays(&self) {
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

    /// [`Vault::close`]; the folder stays held, and nobody else opens what is in it meanwhile.
    pub(crate) fn close_and_hold(self) -> Result<FolderLock> {
        self.apart().map(|(_, _, lock)| lock)
    }

    /// Closes the database in order; what opened it is left.
    pub(super) fn apart(self) -> Result<(Keys, Arc<dyn Clock>, FolderLock)> {
        let closed = self.say_closed();
        let emptied = self.truncate_wal();
        if closed.is_err() {
            // With the log empty there is room for it.
            let _ = self.say_closed();
        }
        drop(self.readers);
        drop(self.writer);
        emptied?;
        Ok((self.keys, self.clock, self.lock))
    }

    /// Before the first write the file says that it is open; in the log alone that would go with the log. Where it does not
    /// come past the log at once, the next write tries again; where it cannot be written, nor can the rest.
    pub(super) fn say_open(&self, conn: &Connection) -> Result<()> {
        if !self.said_open.load(Ordering::Relaxed) {
            mark(conn, true)?;
            let log = self.in_a_moment(conn)?;
            self.said_open.store(log == Log::Empty, Ordering::Relaxed);
        }
        Ok(())
    }

    fn say_closed(&self) -> Result<()> {
        let writer = lock(&self.writer);
        if !writer.marked {
            return Ok(());
        }
        self.still_there()?;
        self.writing(writer, |conn| mark(conn, false))?;
        lock(&self.writer).marked = false;
        Ok(())
    }

    /// Runs one chunk of upkeep on the writer's connection, outside any transaction and without a journal entry.
    /// Writers that wait go first, for a while; call it again for the next chunk, so that they can.
    pub(crate) fn maintenance<T>(&self, chunk: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let begun = Instant::now();
        while self.waiting.load(Ordering::SeqCst) > 0 && begun.elapsed() < COURTESY {
            thread::sleep(Duration::from_micros(200));
        }
        self.writing(lock(&self.writer), |conn| chunk(conn))
    }

    /// A turn to read: at once, or a moment later when the write-ahead log is being emptied.
    pub(super) fn turn(&self) -> RwLockReadGuard<'_, ()> {
        let begun = Instant::now();
        while self.emptying.load(Ordering::SeqCst) && begun.elapsed() < MOMENT {
            thread::sleep(Duration::from_micros(200));
        }
        self.reading.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A chunk that may write raw pages through `sqlite_dbpage`: DEFENSIVE is off for exactly as long.
    pub(crate) fn raw_pages<T>(&self, chunk: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.maintenance(|conn| {
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
            let _again = Defended(conn);
            chunk(conn)
        })
    }

    /// Moves the write-ahead log into the file and empties it, when there is a moment for it within a second.
    pub(crate) fn truncate_wal(&self) -> Result<Log> {
        let (begun, mut pause) = (Instant::now(), Duration::from_millis(2));
        loop {
            let log = self.maintenance(|conn| self.in_a_moment(conn))?;
            if log == Log::Empty || begun.elapsed() > PATIENCE || self.leaves() {
                return Ok(log);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// The writer stands still meanwhile and new reads are held up, so that many short ones leave a gap. A write that
    /// reads, or a read that writes, would wait for this and this for it: nobody is held up for longer than a moment.
    fn in_a_moment(&self, conn: &Connection) -> Result<Log> {
        let begun = Instant::now();
        let _wait = Emptying::begin(&self.emptying);
        loop {
            match self.reading.try_write() {
                Ok(_nobody_reads) => return self.checkpoint(conn),
                Err(TryLockError::Poisoned(_)) => return self.checkpoint(conn),
                Err(TryLockError::WouldBlock) if begun.elapsed() < MOMENT => {
                    thread::sleep(Duration::from_micros(100));
                }
                Err(TryLockError::WouldBlock) => return Ok(Log::Read),
            }
        }
    }

    /// Everybody stands still meanwhile, so another program that holds the log is not waited for.
    fn checkpoint(&self, conn: &Connection) -> Result<Log> {
        conn.busy_timeout(Duration::ZERO)?;
        let pragma = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = conn.query_row(pragma, [], |r| r.get::<_, bool>(0));
        conn.busy_timeout(connection::BUSY)?;
        let busy = busy?;
        let wal = connection::beside(&self.path, "-wal");
        let left = wal.metadata().map_or(0, |m| m.len());
        Ok(if busy || left > 0 {
            Log::Held
        } else {
            Log::Empty
        })
    }

    /// Empties the write-ahead log, however long our own reads take. [`Code::FileHeld`]: another program holds it;
    /// [`Code::Cancelled`] after [`Vault::stop_proving`].
    pub(crate) fn empty_log(&self) -> Result<()> {
        loop {
            match self.truncate_wal()? {
                Log::Empty => return Ok(()),
                Log::Held => return Err(Code::FileHeld.into()),
                Log::Read => self.still_proving()?,
            }
        }
    }

    /// For the doors, after some seconds without a command: keeps the write-ahead log short.
    pub fn idle(&self) -> Result<()> {
        self.truncate_wal().map(|_| ())
    }
}
