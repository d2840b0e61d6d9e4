//! The connection, the lock and upkeep, on a real file.

mod first_use;
mod keys;
#[cfg(target_os = "linux")]
mod memory;
mod migration;
mod proof;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;

use super::upkeep::Log;
use super::{Course, Op, SystemClock, Vault, connection};
use crate::Code;

const KEY: [u8; 32] = [7; 32];

fn vault(dir: &Path) -> Vault {
    Vault::create_raw(dir, KEY, Arc::new(SystemClock)).expect("a new vault")
}

fn pragma(conn: &rusqlite::Connection, name: &str) -> String {
    conn.query_row(&format!("PRAGMA {name}"), [], |r| {
        r.get::<_, rusqlite::types::Value>(0)
    })
    .map(|value| match value {
        rusqlite::types::Value::Integer(n) => n.to_string(),
        rusqlite::types::Value::Text(s) => s,
        other => format!("{other:?}"),
    })
    .unwrap()
}

#[test]
fn every_setting_is_in_force_on_the_opened_file() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let reader = connection::reader(&vault.path, &KEY).unwrap();
    let writer = super::lock(&vault.writer);
    for (conn, cache, query_only) in [(&writer.conn, "-65536", "0"), (&reader, "-16384", "1")] {
        for (name, value) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("fullfsync", "1"),
            ("checkpoint_fullfsync", "1"),
            ("secure_delete", "1"),
            ("auto_vacuum", "0"),
            ("foreign_keys", "1"),
            ("trusted_schema", "0"),
            ("cell_size_check", "1"),
            ("temp_store", "2"),
            ("wal_autocheckpoint", "1000"),
            ("journal_size_limit", "0"),
            ("busy_timeout", "5000"),
            ("page_size", "4096"),
            ("locking_mode", "normal"),
            ("cipher_memory_security", "0"),
            ("application_id", "1264677492"),
            ("cache_size", cache),
            ("query_only", query_only),
        ] {
            assert_eq!(pragma(conn, name), value, "PRAGMA {name}");
        }
        for (config, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
            (DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false),
        ] {
            assert_eq!(conn.db_config(config).unwrap(), on, "{config:?}");
        }
        assert!(
            pragma(conn, "cipher_version").starts_with("4."),
            "the engine encrypts"
        );
    }
    assert!(
        rusqlite::version_number() >= connection::SQLITE_FLOOR,
        "no WAL-reset bug"
    );
    let options: Vec<String> = writer
        .conn
        .prepare("PRAGMA compile_options")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for wanted in [
        "TEMP_STORE=3",
        "DQS=0",
        "ENABLE_DBPAGE_VTAB",
        "ENABLE_FTS5",
        "HAS_CODEC",
    ] {
        assert!(
            options.iter().any(|o| o == wanted),
            "{wanted} is compiled in"
        );
    }
    assert!(
        !options.iter().any(|o| o == "ENABLE_STAT4"),
        "ANALYZE would keep samples of names"
    );
    // USE_URI=0 is listed like USE_URI=1, so ask what it does.
    let named = writer
        .conn
        .execute_batch("ATTACH 'file:x?mode=memory' AS named");
    assert!(named.is_err(), "a name is never a URI");
}

#[test]
fn a_reader_cannot_write() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let reader = connection::reader(&vault.path, &KEY).unwrap();
    assert!(reader.execute("DELETE FROM scope", []).is_err());
}

#[test]
fn a_second_owner_is_turned_away_until_the_first_has_gone() {
    let dir = tempfile::tempdir().unwrap();
    let first = vault(dir.path());
    let second = super::lock::FolderLock::take(dir.path());
    assert_eq!(second.err().unwrap().code(), Code::OpenElsewhere);
    drop(first);
    assert!(super::lock::FolderLock::take(dir.path()).is_ok());
}

#[test]
fn raw_pages_are_writable_inside_their_chunk_only() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let same = "UPDATE sqlite_dbpage SET data = data WHERE pgno = 2 AND schema = 'main'";
    assert!(
        vault.maintenance(|c| Ok(c.execute(same, [])?)).is_err(),
        "DEFENSIVE refuses raw pages"
    );
    vault
        .raw_pages(|c| Ok(c.execute(same, [])?))
        .expect("a raw page in its chunk");
    assert!(
        vault.maintenance(|c| Ok(c.execute(same, [])?)).is_err(),
        "DEFENSIVE is on again"
    );
}

#[test]
fn the_log_is_emptied_although_readers_stay_pooled() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    vault
        .read(|tx| tx.row("SELECT count(*) FROM person", [], |r| r.get::<_, i64>(0)))
        .unwrap();
    vault
        .write(super::Op::ChangeSettings, |tx| {
            tx.execute("UPDATE vault SET language = 'en'", [])
        })
        .unwrap();
    let wal = connection::beside(&vault.path, "-wal");
    assert!(
        wal.metadata().unwrap().len() > 0,
        "there is something to empty"
    );
    assert_eq!(vault.truncate_wal().unwrap(), Log::Empty);
    assert_eq!(wal.metadata().unwrap().len(), 0);
}

#[test]
fn emptying_the_log_lets_a_write_that_reads_and_a_long_read_finish() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Arc::new(vault(dir.path()));
    let count = |vault: &Vault| {
        vault.read(|tx| tx.row("SELECT count(*) FROM journal", [], |r| r.get::<_, i64>(0)))
    };
    let other = Arc::clone(&vault);
    let writer = std::thread::spawn(move || {
        for _ in 0..20 {
            other
                .write(super::Op::ChangeSettings, |_| {
                    std::thread::sleep(Duration::from_millis(5));
                    count(&other)
                })
                .unwrap();
        }
    });
    let other = Arc::clone(&vault);
    let reader = std::thread::spawn(move || {
        other
            .read(|tx| {
                std::thread::sleep(Duration::from_millis(300));
                tx.row("SELECT count(*) FROM journal", [], |r| r.get::<_, i64>(0))
            })
            .unwrap()
    });
    let mut emptied = 0;
    while !writer.is_finished() {
        emptied += i32::from(vault.truncate_wal().unwrap() == Log::Empty);
    }
    writer.join().unwrap();
    reader.join().unwrap();
    assert_eq!(vault.truncate_wal().unwrap(), Log::Empty);
    assert!(emptied > 0, "in between, too");
}

/// Between many short reads there is no moment without one unless somebody makes it.
#[test]
fn emptying_the_log_finds_its_moment_between_reads_that_overlap() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let over = AtomicBool::new(false);
    let read = || {
        vault
            .read(|tx| {
                std::thread::sleep(Duration::from_millis(3));
                tx.row("SELECT count(*) FROM journal", [], |r| r.get::<_, i64>(0))
            })
            .unwrap()
    };
    let emptied = std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while !over.load(Ordering::SeqCst) {
                    read();
                }
            });
        }
        let mut emptied = 0;
        for _ in 0..5 {
            let op = super::Op::ChangeSettings;
            vault.write(op, |_| Ok(())).unwrap();
            emptied += u32::from(vault.truncate_wal().unwrap() == Log::Empty);
        }
        over.store(true, Ordering::SeqCst);
        emptied
    });
    assert!(emptied >= 4, "{emptied} of 5");
}

#[test]
fn the_log_is_empty_in_the_end_however_long_somebody_reads() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let slow = vault.read(|_| {
                std::thread::sleep(Duration::from_millis(4_500));
                Ok(())
            });
            slow.unwrap();
        });
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(vault.truncate_wal().unwrap(), Log::Read);
        vault.empty_log().unwrap();
    });
    vault.stop_proving();
    vault.empty_log().expect("nobody reads");
}

/// Whoever writes all the time does not keep upkeep from its turn.
#[test]
fn upkeep_has_its_turn_among_writers() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let over = AtomicBool::new(false);
    let begun = Instant::now();
    let patience = Duration::from_secs(10);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !over.load(Ordering::SeqCst) && begun.elapsed() < patience {
                    let slow = vault.write(super::Op::ChangeSettings, |_| {
                        std::thread::sleep(Duration::from_millis(4));
                        Ok(())
                    });
                    slow.unwrap();
                }
            });
        }
        std::thread::sleep(Duration::from_millis(50));
        for _ in 0..3 {
            vault.maintenance(|_| Ok(())).unwrap();
        }
        over.store(true, Ordering::SeqCst);
    });
    assert!(begun.elapsed() < patience, "it waited for their end");
}

#[test]
fn the_file_says_that_it_is_open_and_no_copy_of_it_does() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let open = |path: &Path| {
        let conn = connection::keyed(path, &vault.keys.database).unwrap();
        conn.query_row("SELECT open FROM vault", [], |r| r.get::<_, bool>(0))
            .unwrap()
    };
    assert!(!open(vault.path()), "nothing was written");
    let write = || vault.write(Op::ChangeSettings, |_| Ok(())).unwrap();
    // Somebody reads meanwhile: it does not come past the log, and the next write tries again.
    vault
        .read(|_| {
            write();
            Ok(())
        })
        .unwrap();
    assert!(!vault.said_open.load(Ordering::SeqCst));
    write();
    assert!(vault.said_open.load(Ordering::SeqCst) && open(vault.path()));
    let copy = dir.path().join("copy.db");
    vault.copy_into(&copy, Course::alone()).unwrap();
    assert!(!open(&copy));
    vault.close().unwrap();
}
