//! The first use of the engine in a process, by many threads at once.

use std::process::Command;
use std::sync::Barrier;

use super::KEY;
use crate::vault::connection;

const FIRST: &str = "KARTOTEK_TEST_FIRST_USE";
const THREADS: usize = 8;

/// One process of [`the_first_to_open_a_file_wait_until_the_engine_is_ready`].
#[test]
fn first_use() {
    if std::env::var_os(FIRST).is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let together = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        for n in 0..THREADS {
            let (path, together) = (dir.path().join(format!("{n}.db")), &together);
            std::fs::write(&path, b"").unwrap();
            scope.spawn(move || {
                together.wait();
                connection::keyed(&path, &KEY).unwrap();
            });
        }
    });
}

#[test]
fn the_first_to_open_a_file_wait_until_the_engine_is_ready() {
    let program = std::env::current_exe().unwrap();
    for _ in 0..120 {
        let mut first = Command::new(&program);
        first.args(["--exact", "vault::tests::first_use::first_use"]);
        let done = first.env(FIRST, "1").output().unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stdout)
        );
    }
}
