//! Journal, schema, clock and the checks of the file: each is broken by hand with the key and must be named.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::{KEY, vault};
use crate::vault::verify::Check;
use crate::vault::{Clock, Op, Vault, journal_head, schema, verify};

fn checks(vault: &Vault, heads: &[String]) -> Vec<Check> {
    let mut out = Vec::new();
    verify::file(vault, heads, &mut |check| out.push(check));
    out
}

fn check(vault: &Vault, name: &str) -> Check {
    let all = checks(vault, &[]);
    all.into_iter().find(|c| c.name == name).expect(name)
}

/// Somebody with the key and a program of their own: default pragmas, nothing of ours.
fn foreign(vault: &Vault, sql: &str) {
    let conn = Connection::open(&vault.path).unwrap();
    let hex = crate::vault::hex(&KEY);
    conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
        .unwrap();
    conn.execute_batch(sql).unwrap();
}

fn busy(vault: &Vault, times: usize) {
    for _ in 0..times {
        vault.write(Op::ChangeSettings, |_| Ok(())).unwrap();
    }
}

fn head(vault: &Vault) -> String {
    vault.read(journal_head).unwrap()
}

#[test]
fn a_sound_vault_passes_every_check() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    busy(&vault, 20);
    let all = checks(&vault, &[head(&vault)]);
    let names: Vec<_> = all.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "header",
            "settings",
            "integrity",
            "cipher",
            "search",
            "schema",
            "journal"
        ]
    );
    for check in all {
        assert!(check.ok, "{}: {}", check.name, check.detail);
    }
}

/// `KARTOTEK_WRITE_SCHEMA=1 cargo test -p kartotek-core schema_sql` writes the file after a new migration.
#[test]
fn schema_sql_is_what_the_migrations_leave() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let live = vault.looking(schema::dump).unwrap();
    if std::env::var_os("KARTOTEK_WRITE_SCHEMA").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/schema.sql"), &live).unwrap();
    }
    assert!(
        live == schema::SCHEMA,
        "core/schema.sql is behind the migrations; see the comment on this test"
    );
}

#[test]
fn a_dropped_changed_or_added_object_is_named() {
    for (sql, named) in [
        ("DROP TRIGGER value_update", "trigger value_update missing"),
        ("DROP INDEX value_norm", "index value_norm missing"),
        (
            "CREATE TABLE shadow_copy (name TEXT)",
            "table shadow_copy added",
        ),
        (
            "DROP TRIGGER journal_update; CREATE TRIGGER journal_update BEFORE UPDATE ON journal BEGIN SELECT 1; END",
            "trigger journal_update changed",
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let vault = vault(dir.path());
        foreign(&vault, sql);
        let schema = check(&vault, "schema");
        assert!(
            !schema.ok && schema.detail == named,
            "{sql}: {}",
            schema.detail
        );
    }
}

#[test]
fn an_edited_entry_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    busy(&vault, 30);
    foreign(
        &vault,
        "DROP TRIGGER journal_update; UPDATE journal SET at = at + 1 WHERE n = 17",
    );
    let journal = check(&vault, "journal");
    assert!(
        !journal.ok && journal.detail.ends_with(" n 17"),
        "{}",
        journal.detail
    );
}

#[test]
fn a_removed_entry_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    busy(&vault, 30);
    foreign(
        &vault,
        "DROP TRIGGER journal_delete; DELETE FROM journal WHERE n = 12",
    );
    let journal = check(&vault, "journal");
    assert!(
        !journal.ok && journal.detail.ends_with(" n 12"),
        "{}",
        journal.detail
    );
}

#[test]
fn the_journal_refuses_edits_while_its_triggers_stand() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    busy(&vault, 3);
    for sql in [
        "UPDATE journal SET op = 'x'",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT id, writer, n, at + 1, actor_id, op, handle, ref, commitment, prev, hash FROM journal WHERE n = 2",
    ] {
        let refused = vault.maintenance(|c| Ok(c.execute_batch(sql)?));
        assert_eq!(
            refused.err().map(|e| e.code()),
            Some(crate::Code::AppendOnly),
            "{sql}"
        );
    }
}

#[test]
fn ten_entries_cut_off_the_end_are_missed() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    busy(&vault, 30);
    let kept = head(&vault);
    let cut = "DROP TRIGGER journal_delete; DELETE FROM journal WHERE n > (SELECT max(n) FROM journal) - 10";
    foreign(&vault, cut);
    assert!(!check(&vault, "journal").ok, "the numbers never return");
    // Somebody thorough turns the numbers back and puts the trigger back, too: the head in the last export remembers.
    foreign(
        &vault,
        "UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM journal) WHERE name = 'journal';
         CREATE TRIGGER journal_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;",
    );
    assert!(
        checks(&vault, &[]).iter().all(|c| c.ok),
        "without the head nothing shows: the case is what it says"
    );
    let journal = checks(&vault, std::slice::from_ref(&kept)).pop().unwrap();
    assert!(
        !journal.ok && journal.detail == format!("head {kept}"),
        "{}",
        journal.detail
    );
    // Writing on does not make it good: the same number has another hash now.
    busy(&vault, 15);
    let journal = checks(&vault, &[kept]).pop().unwrap();
    assert!(!journal.ok, "the number is back, the entry is not");
    for nonsense in ["", "a:b:c", "00000000-0000-4000-8000-000000000000:3:00"] {
        assert!(
            !checks(&vault, &[nonsense.into()]).pop().unwrap().ok,
            "{nonsense:?} is no head of ours"
        );
    }
}

#[test]
fn a_damaged_page_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    vault.truncate_wal().unwrap();
    let mut bytes = std::fs::read(&vault.path).unwrap();
    let at = bytes.len() - 2000;
    bytes[at] ^= 1;
    std::fs::write(&vault.path, bytes).unwrap();
    let cipher = check(&vault, "cipher");
    assert!(!cipher.ok, "every page's HMAC is looked at");
}

#[test]
fn a_lost_search_row_and_a_leaky_index_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    vault
        .maintenance(|c| {
            Ok(c.execute_batch("INSERT INTO person_fts (rowid, name) VALUES (4711, 'Ljung')")?)
        })
        .unwrap();
    assert_eq!(check(&vault, "search").detail, "person 4711");
    vault
        .maintenance(|c| {
            Ok(c.execute_batch(
                "INSERT INTO note_fts (note_fts, rank) VALUES ('secure-delete', 1)",
            )?)
        })
        .unwrap();
    assert_eq!(check(&vault, "settings").detail, "note_fts secure-delete");
}

#[test]
fn a_setting_that_was_changed_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    vault
        .maintenance(|c| {
            c.execute_batch("PRAGMA secure_delete = OFF; PRAGMA synchronous = NORMAL")?;
            c.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
            Ok(())
        })
        .unwrap();
    assert_eq!(
        check(&vault, "settings").detail,
        "synchronous; secure_delete; defensive"
    );
}

struct TwoClocks {
    now: AtomicI64,
    steady: AtomicI64,
}

impl Clock for TwoClocks {
    fn now_ms(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }
    fn steady_ms(&self) -> i64 {
        self.steady.load(Ordering::SeqCst)
    }
}

#[test]
fn a_clock_that_jumps_leaves_an_entry() {
    const MINUTE: i64 = 60_000;
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(TwoClocks {
        now: AtomicI64::new(1_764_000_000_000),
        steady: AtomicI64::new(5),
    });
    let vault = Vault::create_raw(dir.path(), KEY, clock.clone()).unwrap();
    let jumps = |vault: &Vault| {
        vault
            .read(|tx| {
                tx.row(
                    "SELECT count(*) FROM journal WHERE op = 'clock.jump'",
                    [],
                    |r| r.get::<_, i64>(0),
                )
            })
            .unwrap()
    };
    let pass = |now: i64, steady: i64| {
        clock.now.fetch_add(now, Ordering::SeqCst);
        clock.steady.fetch_add(steady, Ordering::SeqCst);
    };
    busy(&vault, 1);
    for (now, steady, expected, why) in [
        (
            8 * 60 * MINUTE,
            8 * 60 * MINUTE,
            0,
            "a night's sleep is no jump",
        ),
        (4 * MINUTE, 0, 0, "four minutes are forgiven"),
        (6 * MINUTE, 0, 1, "six minutes ahead"),
        (-6 * MINUTE, 0, 2, "six minutes back"),
        (MINUTE, MINUTE, 2, "and on it goes"),
    ] {
        pass(now, steady);
        busy(&vault, 1);
        assert_eq!(jumps(&vault), expected, "{why}");
    }
    vault.close().unwrap();
    pass(-60 * MINUTE, 1);
    let vault = Vault::open_raw(dir.path(), KEY, clock.clone()).unwrap();
    busy(&vault, 1);
    assert_eq!(
        jumps(&vault),
        3,
        "back before the last entry while the vault was closed"
    );
    assert!(check(&vault, "journal").ok, "the chain holds all the same");
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let open = vault(dir.path());
    foreign(&open, "PRAGMA user_version = 999");
    let path = open.path.clone();
    open.close().unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = Vault::open_raw(dir.path(), KEY, Arc::new(crate::vault::SystemClock)).err();
    assert_eq!(refused.map(|e| e.code()), Some(crate::Code::TooNew));
    assert!(
        std::fs::read(&path).unwrap() == before,
        "not one byte changed"
    );
    assert_eq!(
        std::fs::read_dir(dir.path()).unwrap().count(),
        2,
        "database and lock file, nothing else"
    );
}

#[test]
fn a_newer_vault_with_a_pending_log_keeps_its_log() {
    let dir = tempfile::tempdir().unwrap();
    let open = vault(dir.path());
    foreign(&open, "PRAGMA user_version = 999");
    // A crash: the files as they are while the vault is open.
    let crashed = tempfile::tempdir().unwrap();
    for name in ["kartotek.db", "kartotek.db-wal"] {
        std::fs::copy(dir.path().join(name), crashed.path().join(name)).unwrap();
    }
    let read = |name: &str| std::fs::read(crashed.path().join(name)).unwrap();
    let before = (read("kartotek.db"), read("kartotek.db-wal"));
    assert!(!before.1.is_empty(), "the number stands in the log only");
    let refused = Vault::open_raw(crashed.path(), KEY, Arc::new(crate::vault::SystemClock)).err();
    assert_eq!(refused.map(|e| e.code()), Some(crate::Code::TooNew));
    assert!(
        (read("kartotek.db"), read("kartotek.db-wal")) == before,
        "not one byte changed"
    );
    assert!(
        !crashed.path().join("kartotek.db-shm").exists(),
        "and nothing left behind"
    );
}

#[test]
fn another_programs_encrypted_database_is_not_ours() {
    let dir = tempfile::tempdir().unwrap();
    let open = vault(dir.path());
    foreign(&open, "PRAGMA application_id = 7");
    open.close().unwrap();
    let refused = Vault::open_raw(dir.path(), KEY, Arc::new(crate::vault::SystemClock)).err();
    assert_eq!(refused.map(|e| e.code()), Some(crate::Code::NotAVault));
}
