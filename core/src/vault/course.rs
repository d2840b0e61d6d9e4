//! How far a long work on copies of the vault is, and the word that stops it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::{Code, Result};

/// What a long work is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Copying the database.
    Copy,
    /// Encrypting the copy.
    Seal,
    /// Reading back what was written.
    Check,
    /// Writing backups anew, one after the other.
    Renew,
    /// Decrypting a backup.
    Open,
    /// Taking out who was forgotten.
    Forget,
    /// Reading what is left of a damaged file.
    Read,
    /// Writing what is left into a new vault.
    Fill,
}

/// How far it is: bytes, pages, rows or backups, `done` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Headway {
    pub stage: Stage,
    pub done: u64,
    pub of: u64,
}

/// Who hears how far it is, and may stop it by a break.
type Told<'t> = &'t (dyn Fn(Headway) -> ControlFlow<()> + Sync);

/// The course of one long work. Stopped, it ends with [`Code::Cancelled`] at its next chunk, and all is as it was.
#[derive(Clone, Copy)]
pub struct Course<'t>(Told<'t>);

impl<'t> Course<'t> {
    pub fn new(told: Told<'t>) -> Self {
        Self(told)
    }

    /// Nobody looks, nobody stops it.
    pub fn alone() -> Self {
        Self(&|_| ControlFlow::Continue(()))
    }

    /// `done` of `of`.
    pub(crate) fn at(self, stage: Stage, done: u64, of: u64) -> Result<()> {
        match (self.0)(Headway { stage, done, of }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Code::Cancelled.into()),
        }
    }
}

/// Runs one long statement. How far it is, `far` says; whoever follows the course may stop it.
pub(super) fn watched<T>(
    conn: &mut Connection,
    stage: Stage,
    course: Course<'_>,
    far: &(dyn Fn() -> (u64, u64) + Sync),
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    let tell = || {
        let (done, of) = far();
        course.at(stage, done, of)
    };
    tell()?;
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    conn.progress_handler(PACE, Some(move || asked.load(Ordering::SeqCst)))?;
    let conn = &*conn;
    let out = thread::scope(|scope| {
        let (working, ended) = mpsc::channel::<()>();
        let stop = &stop;
        scope.spawn(move || {
            while ended.recv_timeout(LOOK) == Err(mpsc::RecvTimeoutError::Timeout) {
                if tell().is_err() {
                    stop.store(true, Ordering::SeqCst);
                }
            }
        });
        let out = work(conn);
        drop(working);
        out
    });
    // Stopped at the very end it is stopped, too.
    if stop.load(Ordering::SeqCst) {
        return Err(Code::Cancelled.into());
    }
    out
}

/// Instructions of the engine between two looks at whether it shall stop.
const PACE: i32 = 2_000;
/// How often it is told how far a long statement is.
const LOOK: Duration = Duration::from_millis(80);
