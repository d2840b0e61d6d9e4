//! The vault: one encrypted file, its keys, its transactions, its journal. No rule about people lives here.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::Result;

mod journal;
mod keyed;
pub mod session;
pub mod settings;
mod tx;
pub mod verify;

pub(crate) use keyed::{Keyed, Use};
pub use tx::{ReadTx, WriteTx};

/// Time comes from outside, so that deadlines can be tested.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now_ms(&self) -> i64;
}

/// The computer's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place where time comes in
    fn now_ms(&self) -> i64 {
        chrono::Utc::now().timestamp_millis()
    }
}

/// Every user action by name; the journal keeps the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    CreateVault,
    ChangeSettings,
    ConfirmAssessment,
    CreateContact,
    EditContact,
    BinContact,
    RestoreContact,
    TagContacts,
    GiveConsent,
    RefuseConsent,
    WithdrawConsent,
    StartCall,
    EndCall,
    LogCall,
    WriteNote,
    EditNote,
    DeleteNote,
    FollowUp,
    Enrich,
    UndoEnrichment,
    Import,
    Export,
    Print,
    Forget,
    ProveErasure,
    ClockJump,
}

/// What the window re-reads after a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Contacts,
    Consents,
    Timeline,
    FollowUps,
    Calls,
    Settings,
    Policy,
    Erasures,
}

impl Op {
    /// The code in the journal; for ever.
    pub fn code(self) -> &'static str {
        match self {
            Self::CreateVault => "vault.create",
            Self::ChangeSettings => "settings.change",
            Self::ConfirmAssessment => "assessment.confirm",
            Self::CreateContact => "contact.create",
            Self::EditContact => "contact.edit",
            Self::BinContact => "contact.bin",
            Self::RestoreContact => "contact.restore",
            Self::TagContacts => "contact.tag",
            Self::GiveConsent => "consent.give",
            Self::RefuseConsent => "consent.refuse",
            Self::WithdrawConsent => "consent.withdraw",
            Self::StartCall => "call.start",
            Self::EndCall => "call.end",
            Self::LogCall => "call.log",
            Self::WriteNote => "note.write",
            Self::EditNote => "note.edit",
            Self::DeleteNote => "note.delete",
            Self::FollowUp => "follow_up.change",
            Self::Enrich => "enrichment.accept",
            Self::UndoEnrichment => "enrichment.undo",
            Self::Import => "import.run",
            Self::Export => "person.export",
            Self::Print => "person.print",
            Self::Forget => "person.forget",
            Self::ProveErasure => "erasure.prove",
            Self::ClockJump => "clock.jump",
        }
    }

    /// The topics that this action may change.
    pub fn topics(self) -> &'static [Topic] {
        use Topic::{Calls, Consents, Contacts, Erasures, FollowUps, Policy, Settings, Timeline};
        match self {
            Self::CreateVault | Self::Import | Self::Forget => &[
                Contacts, Consents, Timeline, FollowUps, Calls, Settings, Policy, Erasures,
            ],
            Self::ChangeSettings => &[Settings],
            Self::ConfirmAssessment => &[Policy],
            Self::CreateContact
            | Self::EditContact
            | Self::BinContact
            | Self::RestoreContact
            | Self::Enrich
            | Self::UndoEnrichment => &[Contacts, Consents, Timeline, FollowUps],
            Self::TagContacts => &[Contacts],
            Self::GiveConsent | Self::RefuseConsent | Self::WithdrawConsent => {
                &[Consents, Timeline]
            }
            Self::StartCall | Self::EndCall | Self::LogCall => {
                &[Calls, Timeline, Contacts, FollowUps]
            }
            Self::WriteNote | Self::EditNote | Self::DeleteNote | Self::FollowUp => {
                &[Timeline, Contacts, FollowUps]
            }
            Self::Export | Self::Print => &[Timeline],
            Self::ProveErasure => &[Erasures],
            Self::ClockJump => &[],
        }
    }
}

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

/// An open vault: one writer, a few readers.
pub struct Vault {
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    key: Zeroizing<[u8; 32]>,
    path: PathBuf,
    writer_uid: Uuid,
    /// This opening of the vault: what began in another one was interrupted.
    session: Uuid,
    clock: Arc<dyn Clock>,
}

impl Vault {
    /// A consistent read; never waits for a writer.
    pub fn read<T>(&self, f: impl FnOnce(&ReadTx<'_>) -> Result<T>) -> Result<T> {
        let pooled = self
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut conn = match pooled {
            Some(conn) => conn,
            None => self.reader()?,
        };
        let tx = conn.transaction()?;
        let out = f(&ReadTx::new(&tx, &*self.clock, self.session));
        tx.finish()?;
        self.readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(conn);
        out
    }

    /// One named transaction. An error rolls all of it back, the journal entry included.
    pub fn write<T>(
        &self,
        op: Op,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<Committed<T>> {
        let mut conn = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut write = WriteTx::new(&tx, &*self.clock, self.session, op);
        let value = f(&mut write)?;
        let (at, actor) = (write.now(), write.actor());
        let (entry, changed) = write.into_parts();
        journal::append(&tx, self.writer_uid, at, actor, &entry)?;
        tx.commit()?;
        Ok(Committed { value, changed })
    }

    fn reader(&self) -> Result<Connection> {
        connect(&self.path, &self.key, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// A vault for tests of the rooms above: a raw key, no slots.
    #[doc(hidden)]
    pub fn create_raw(dir: &Path, key: [u8; 32], clock: Arc<dyn Clock>) -> Result<Self> {
        let path = dir.join(DATABASE);
        let key = Zeroizing::new(key);
        let mut conn = connect(
            &path,
            &key,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        )?;
        let tx = conn.transaction()?;
        tx.execute_batch(include_str!("migrations/001.sql"))?;
        let now = clock.now_ms();
        tx.execute("INSERT INTO vault (id, uid, created_at, language, zone) VALUES (1, ?1, ?2, 'sv', 'Europe/Stockholm')", (Uuid::new_v4(), now))?;
        tx.execute(
            "INSERT INTO actor (id, uid, label) VALUES (1, ?1, '')",
            [Uuid::new_v4()],
        )?;
        tx.execute(
            "INSERT INTO scope (id, uid) VALUES (1, ?1)",
            [Uuid::new_v4()],
        )?;
        let writer_uid = Uuid::new_v4();
        tx.execute(
            "INSERT INTO device (id, uid, created_at) VALUES (1, ?1, ?2)",
            (writer_uid, now),
        )?;
        for usage in ["suppression", "fingerprint"] {
            let mut fresh = Zeroizing::new([0u8; 32]);
            getrandom::fill(fresh.as_mut()).map_err(std::io::Error::other)?;
            tx.execute(
                "INSERT INTO secret (use, key, created_at) VALUES (?1, ?2, ?3)",
                (usage, &fresh[..], now),
            )?;
        }
        tx.commit()?;
        Ok(Self {
            writer: Mutex::new(conn),
            readers: Mutex::default(),
            key,
            path,
            writer_uid,
            session: Uuid::new_v4(),
            clock,
        })
    }
}

fn connect(path: &Path, key: &[u8; 32], flags: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        flags | OpenFlags::SQLITE_OPEN_NOFOLLOW | OpenFlags::SQLITE_OPEN_EXRESCODE,
    )?;
    let mut hex = Zeroizing::new(String::with_capacity(80));
    hex.push_str("PRAGMA key = \"x'");
    for byte in key {
        use std::fmt::Write as _;
        let _ = write!(hex, "{byte:02x}");
    }
    hex.push_str("'\"");
    conn.execute_batch(&hex)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA cache_size = -65536; PRAGMA busy_timeout = 5000;",
    )?;
    Ok(conn)
}
