//! The vault: one encrypted file, its keys, its transactions, its journal. No rule about people lives here.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use crate::Result;

mod before;
mod clock;
mod closed;
mod connection;
mod container;
mod copies;
mod course;
mod create;
mod due;
mod files;
mod founding;
mod journal;
mod journal_check;
mod keyed;
mod keyring;
mod keys;
pub mod known;
mod lock;
pub mod locking;
mod memory;
mod migrate;
mod moving_in;
mod op;
mod outward;
mod passphrase;
mod pool;
mod process;
mod put_aside;
mod put_back;
mod raw;
mod recovery;
mod rotate;
mod schema;
mod sealed;
#[cfg(feature = "keyring")]
mod secret_service;
pub mod session;
pub mod settings;
mod sheet;
mod slots;
mod stopped;
mod tx;
mod upkeep;
pub mod verify;
mod versions;
mod ways;
mod wreck;

#[cfg(test)]
mod tests;

use pool::{Opened, Writer};

pub(crate) use copies::{Aside, Edition, backup_folder, backup_name, labelled, make_backup_folder};
pub(crate) use files::{FRESH, is_in_the_making};
pub(crate) use keyed::{Keyed, Use};
pub(crate) use lock::FolderLock;
pub(crate) use put_aside::{PutAside, delete as delete_put_aside, put_aside};
pub(crate) use put_back::{hold, move_in, opens, put_keys_back, same_keys, unpack};
pub(crate) use wreck::{Remains, Wreck, as_uuid};

pub(crate) use journal::hex;

pub use clock::{Clock, SystemClock};
pub use copies::{BACKUP_ENDING, BACKUP_FOLDER, replace_file};
pub use course::{Course, Headway, Stage};
pub use due::{Due, decline_new_key, new_key_due, new_key_is_due};
pub use journal::head as journal_head;
pub use keyring::{Keyring, KeyringFault, NoKeyring, SERVICE as KEYRING_SERVICE};
pub use op::{Op, Topic};
pub use outward::{allow as allow_outward, check as check_outward};
pub use passphrase::{Cost, strength as passphrase_strength};
pub use process::keep_private;
#[doc(hidden)]
pub use raw::raw_keys;
pub use rotate::{Step, Unrotated, rotate, rotate_until};
pub use slots::SLOTS;
pub use stopped::{stop_at, stopped_at};
pub use tx::{ReadTx, WriteTx};
pub use versions::versions;
pub use ways::{KeySlot, KeyWay};
#[doc(hidden)]
pub use wreck::{log_pages, rummage};

/// The answer to a write.
#[derive(Debug)]
pub struct Committed<T> {
    /// What the action returned.
    pub value: T,
    /// What changed.
    pub changed: Vec<Topic>,
}

/// The name of the database file in a vault's folder.
pub const DATABASE: &str = "kartotek.db";

/// An open vault: one writer, a few readers. `Send` and `Sync`: commands come from many threads.
pub struct Vault {
    // The order is the order of closing: readers, writer, and the folder's lock last.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Writer>,
    /// The file says that it is open, past its log.
    said_open: AtomicBool,
    watch: Mutex<clock::Watch>,
    /// Readers hold it shared while they read; emptying the write-ahead log needs a moment without them.
    reading: RwLock<()>,
    /// That moment is being looked for; new reads let it come.
    emptying: AtomicBool,
    /// Writers that wait for their turn; upkeep lets them go first.
    waiting: AtomicUsize,
    /// The vault is about to close: a running proof ends at its next chunk.
    leaving: AtomicBool,
    /// Commits since it was opened, and those that were tried.
    commits: AtomicU64,
    kept: memory::Kept,
    keys: sealed::Keys,
    path: PathBuf,
    /// The file that was opened there.
    file: Opened,
    writer_uid: Uuid,
    /// This opening of the vault: what began in another one was interrupted.
    session: Uuid,
    /// The newest act that was there, when it had not been closed the last time.
    cut_off: Option<i64>,
    clock: Arc<dyn Clock>,
    lock: lock::FolderLock,
}

impl Vault {
    /// A consistent read; never waits for a writer.
    pub fn read<T>(&self, f: impl FnOnce(&ReadTx<'_>) -> Result<T>) -> Result<T> {
        self.looking(|conn| {
            // Nothing is written, so the transaction may end as it is dropped.
            let tx = conn.unchecked_transaction()?;
            f(&ReadTx::new(&tx, &*self.clock, self.session))
        })
    }

    /// One named transaction. An error rolls all of it back, the journal entry included.
    pub fn write<T>(
        &self,
        op: Op,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<Committed<T>> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut writer = lock(&self.writer);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        self.still_there()?;
        writer.marked = true;
        self.writing(writer, |conn| {
            self.say_open(conn)?;
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut write = WriteTx::new(&tx, &*self.clock, self.session, op);
            let (at, actor) = (write.now(), write.actor());
            if lock(&self.watch).jumped(&*self.clock) {
                let jump = journal::Entry::new(Op::ClockJump);
                journal::append(&tx, self.writer_uid, at, actor, &jump)?;
            }
            let value = f(&mut write)?;
            let (entry, changed) = write.into_parts();
            if op.is_act() {
                journal::append(&tx, self.writer_uid, at, actor, &entry)?;
            }
            // What is written may come of what was read.
            verify::intact(&tx, Ok(()))?;
            self.commits.fetch_add(1, Ordering::SeqCst);
            tx.commit()?;
            Ok(Committed { value, changed })
        })
    }

    /// This opening, by a number that is never the same again.
    pub fn session(&self) -> Uuid {
        self.session
    }

    /// This opening goes on with an earlier one of the same program: what began there was not interrupted.
    #[must_use]
    pub fn continuing(mut self, session: Uuid) -> Self {
        self.session = session;
        self
    }

    /// The vault had not been closed the last time: a crash, or the power failed. The newest act that is there is of this
    /// instant (milliseconds UTC); everything that was answered should be, unless the disk lost it.
    pub fn cut_off(&self) -> Option<i64> {
        self.cut_off
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database is opened, the rest put around it.
    fn assemble(
        path: PathBuf,
        keys: sealed::Keys,
        clock: Arc<dyn Clock>,
        lock: lock::FolderLock,
    ) -> Result<Self> {
        let conn = connection::writer(&path, &keys.database)?;
        let file = Opened::at(&path);
        Ok(Self {
            readers: Mutex::default(),
            writer: Mutex::new(Writer::new(conn, file.clone())),
            said_open: AtomicBool::new(false),
            watch: Mutex::default(),
            reading: RwLock::default(),
            emptying: AtomicBool::default(),
            waiting: AtomicUsize::new(0),
            leaving: AtomicBool::new(false),
            commits: AtomicU64::new(0),
            kept: memory::Kept::default(),
            keys,
            file,
            path,
            writer_uid: Uuid::nil(),
            session: Uuid::new_v4(),
            cut_off: None,
            clock,
            lock,
        })
    }

    /// Learns who writes here, when that was last done and whether it was closed then, once the house stands.
    fn settled(mut self) -> Result<Self> {
        let (uid, last, open) = lock(&self.writer).conn.query_row(
            "SELECT uid, (SELECT at FROM journal WHERE writer = uid ORDER BY n DESC LIMIT 1), (SELECT open FROM vault) FROM device WHERE id = 1",
            [],
            |r| Ok((r.get(0)?, r.get::<_, Option<i64>>(1)?, r.get::<_, Option<bool>>(2)?)),
        )?;
        self.writer_uid = uid;
        self.watch = Mutex::new(clock::Watch::since(last.unwrap_or(i64::MIN / 2)));
        let open = open == Some(true);
        lock(&self.writer).marked = open;
        self.left_open(open)
    }

    /// Remembers the newest act when a write-ahead log was left, which whoever closes last takes away, or the file says
    /// that nobody closed it: then its log may be gone, too.
    fn left_open(mut self, left: bool) -> Result<Self> {
        if left {
            self.cut_off = self.read(journal::newest)?;
        }
        Ok(self)
    }
}

/// A panic in another thread rolled its transaction back; the connection is still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
