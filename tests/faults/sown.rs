//! A vault to sow in: rows by raw SQL with the key in hand, so that nothing here depends on the rooms above.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kartotek_core::vault::{Clock, DATABASE, Op, Vault};
use kartotek_core::{PersonId, policy};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

/// The vault's key.
pub(crate) const KEY: [u8; 32] = [0x5e; 32];

/// A clock that stands still unless it is moved.
pub(crate) struct Still(AtomicI64);

impl Clock for Still {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// 2026-03-10 12:00 UTC.
pub(crate) const NOW: i64 = 1_773_144_000_000;

pub(crate) fn clock() -> Arc<Still> {
    Arc::new(Still(AtomicI64::new(NOW)))
}

/// A folder with an open vault.
pub(crate) struct Bed {
    pub(crate) vault: Vault,
    pub(crate) folder: TempDir,
}

impl Bed {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let vault = Vault::create_raw(folder.path(), KEY, clock()).expect("a vault");
        vault
            .write(Op::CreateVault, |tx| {
                policy::activate(tx, &policy::default_policy())
            })
            .expect("a policy");
        let bed = Self { vault, folder };
        bed.foreign()
            .execute_batch(
                "INSERT INTO wording (id, sha256, language, body, recorded_at) VALUES (1000, zeroblob(32), 'sv', 'Får vi skicka nyhetsbrevet?', 0);",
            )
            .expect("words");
        bed
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join(DATABASE)
    }

    /// A connection of somebody else's, with the vault's own settings.
    pub(crate) fn foreign(&self) -> Connection {
        let conn = Connection::open(self.database()).expect("a connection");
        let hex = hex(&KEY);
        conn.execute_batch(&format!(
            "PRAGMA key = \"x'{hex}'\"; PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000;"
        ))
        .expect("the key fits");
        conn
    }

    /// A person row; its number and id.
    pub(crate) fn person(conn: &Connection, number: i64) -> PersonId {
        let id = PersonId::new();
        conn.execute(
            "INSERT INTO person (id, uid, handle, person_type, language, source_how, source_on, source_where, recorded_by, recorded_at, policy_id, subject_key)
             VALUES (?1, ?2, ?3, 'consumer', 'sv', 'met', '2026-02-10', '', 1, ?4, (SELECT policy_id FROM active_policy), randomblob(32))",
            (number, id, Uuid::new_v4(), NOW),
        )
        .expect("a person");
        id
    }

    pub(crate) fn value(
        conn: &Connection,
        person: i64,
        field: i64,
        content: &str,
        norm: Option<&str>,
    ) -> i64 {
        conn.execute(
            "INSERT INTO value (uid, person_id, field_id, content, norm, origin, recorded_at, recorded_by, policy_id) VALUES (?1, ?2, ?3, ?4, ?5, 'typed', ?6, 1, (SELECT policy_id FROM active_policy))",
            (Uuid::now_v7(), person, field, content, norm, NOW),
        )
        .expect("a value");
        conn.last_insert_rowid()
    }

    /// The rows that lists and the search keep.
    pub(crate) fn card(conn: &Connection, person: i64, name: &str, email: &str, phone: &str) {
        conn.execute(
            "INSERT INTO card (person_id, display_name, subtitle, town, name_key, town_key, key_version) VALUES (?1, ?2, '', '', ?3, x'', 1)",
            (person, name, name.to_lowercase().as_bytes()),
        )
        .expect("a card");
        conn.execute(
            "INSERT INTO person_fts (rowid, name, organization, email, tags, phone) VALUES (?1, ?2, '', ?3, '', ?4)",
            (person, name, email, phone),
        )
        .expect("a search row");
    }

    /// A note about `people`; its number.
    pub(crate) fn note(conn: &Connection, people: &[i64], text: &str) -> i64 {
        conn.execute(
            "INSERT INTO activity (uid, kind, at, text, recorded_at, recorded_by) VALUES (?1, 'note', ?2, ?3, ?2, 1)",
            (Uuid::now_v7(), NOW, text),
        )
        .expect("a note");
        let note = conn.last_insert_rowid();
        for person in people {
            conn.execute(
                "INSERT INTO participant (person_id, at, activity_id) VALUES (?1, ?2, ?3)",
                (person, NOW, note),
            )
            .expect("a participant");
        }
        note
    }

    /// Somebody whole: name, e-mail, phone, card and one note. The row number is `number`.
    pub(crate) fn somebody(
        conn: &Connection,
        number: i64,
        name: &str,
        email: &str,
        phone: &str,
        note: &str,
    ) -> PersonId {
        let id = Bed::person(conn, number);
        Bed::value(conn, number, 1, name, None);
        Bed::value(conn, number, 4, email, Some(&email.to_lowercase()));
        Bed::value(conn, number, 5, phone, Some(phone));
        Bed::card(conn, number, name, email, phone);
        Bed::note(conn, &[number], note);
        id
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
