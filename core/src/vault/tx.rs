//! Reading and writing are different types: the compiler refuses a write outside a named transaction.

use std::collections::BTreeSet;
use std::ops::{ControlFlow, Deref};

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction};
use uuid::Uuid;

use super::{Clock, Op, Topic, journal};
use crate::{Code, PersonId, Result};

/// A consistent view of the vault.
pub struct ReadTx<'c> {
    conn: &'c Connection,
    clock: &'c dyn Clock,
    session: Uuid,
}

impl<'c> ReadTx<'c> {
    pub(super) fn new(conn: &'c Connection, clock: &'c dyn Clock, session: Uuid) -> Self {
        Self {
            conn,
            clock,
            session,
        }
    }

    /// This opening of the vault, by a number that is never the same again.
    pub(crate) fn session(&self) -> Uuid {
        self.session
    }

    /// The calendar day of an instant (milliseconds UTC) in the home zone.
    pub fn day_of(&self, at: i64) -> Result<NaiveDate> {
        Ok(self.local(at)?.date())
    }

    /// An instant (milliseconds UTC) by the clock on the wall in the home zone.
    pub fn local(&self, at: i64) -> Result<NaiveDateTime> {
        let zone: String = self.row("SELECT zone FROM vault", [], |r| r.get(0))?;
        let zone: chrono_tz::Tz = zone.parse().map_err(|_| Code::Internal)?;
        let at = DateTime::from_timestamp_millis(at).ok_or(Code::InvalidArgument)?;
        Ok(at.with_timezone(&zone).naive_local())
    }

    /// Today in the home zone.
    pub fn today(&self) -> Result<NaiveDate> {
        self.day_of(self.now())
    }

    /// A number that grows with every action committed; none inside an action, which sees what is not committed yet.
    pub(crate) fn generation(&self) -> Result<Option<i64>> {
        if self.conn.transaction_state(None::<&str>)? == rusqlite::TransactionState::Write {
            return Ok(None);
        }
        self.row("SELECT coalesce(max(id), 0) FROM journal", (), |r| r.get(0))
            .map(Some)
    }

    /// When the `nth` day with an act began, counted back from now: milliseconds UTC; none when there were fewer.
    pub(crate) fn day_of_work(&self, nth: u32) -> Result<Option<i64>> {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        let day: Option<i64> = self.row_opt(
            "SELECT DISTINCT at / ?1 FROM journal WHERE at <= ?2 ORDER BY 1 DESC LIMIT 1 OFFSET ?3",
            (DAY, self.now(), nth.saturating_sub(1)),
            |r| r.get(0),
        )?;
        Ok(day.map(|day| day * DAY))
    }

    /// Now, in milliseconds UTC.
    pub fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Every row, mapped.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params, map)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Row after row, nothing kept, until `each` has seen enough.
    pub(crate) fn each(
        &self,
        sql: &str,
        mut each: impl FnMut(&Row<'_>) -> rusqlite::Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            if each(row)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The one row that must be there ([`Code::NotFound`] otherwise).
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        Ok(self.conn.prepare_cached(sql)?.query_row(params, map)?)
    }

    /// The one row that may be there.
    pub(crate) fn row_opt<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row(params, map)
            .optional()?)
    }

    /// The row number of a person who is in the vault (in the bin, too).
    pub(crate) fn person(&self, id: PersonId) -> Result<i64> {
        self.row_opt("SELECT id FROM person WHERE uid = ?1", [id], |r| r.get(0))?
            .ok_or(Code::NoSuchPerson.into())
    }
}

/// One named transaction: atomicity, the journal entry, the clock, the actor and the topics that changed.
pub struct WriteTx<'c> {
    read: ReadTx<'c>,
    topics: BTreeSet<Topic>,
    /// The journal names a person by this random handle, which is erased with the person.
    pub(super) entry: journal::Entry,
}

impl<'c> WriteTx<'c> {
    pub(super) fn new(
        tx: &'c Transaction<'_>,
        clock: &'c dyn Clock,
        session: Uuid,
        op: Op,
    ) -> Self {
        let mut topics = BTreeSet::new();
        topics.extend(op.topics());
        Self {
            read: ReadTx::new(tx, clock, session),
            topics,
            entry: journal::Entry::new(op),
        }
    }

    /// Runs one statement; returns the number of rows it changed.
    pub(crate) fn execute(&mut self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.read.conn.prepare_cached(sql)?.execute(params)?)
    }

    /// Inserts one row; returns its number.
    pub(crate) fn insert(&mut self, sql: &str, params: impl Params) -> Result<i64> {
        self.read.conn.prepare_cached(sql)?.execute(params)?;
        Ok(self.read.conn.last_insert_rowid())
    }

    /// Names the person whom the journal entry is about, by handle.
    pub(crate) fn about(&mut self, person: i64) -> Result<()> {
        self.entry.handle = Some(self.row(
            "SELECT handle FROM person WHERE id = ?1",
            [person],
            |r| r.get(0),
        )?);
        Ok(())
    }

    /// Names the row whom the journal entry is about.
    pub(crate) fn refers_to(&mut self, row: Uuid) {
        self.entry.reference = Some(row);
    }

    /// The keyed commitment of what was written.
    pub(crate) fn commits_to(&mut self, commitment: [u8; 32]) {
        self.entry.commitment = Some(commitment);
    }

    /// The actor's row number (one row so far).
    #[allow(clippy::unused_self)]
    pub(crate) fn actor(&self) -> i64 {
        1
    }

    pub(super) fn into_parts(self) -> (journal::Entry, Vec<Topic>) {
        (self.entry, self.topics.into_iter().collect())
    }
}

impl<'c> Deref for WriteTx<'c> {
    type Target = ReadTx<'c>;
    fn deref(&self) -> &ReadTx<'c> {
        &self.read
    }
}
