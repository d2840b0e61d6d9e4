//! Another program holds a lock in the database's files for a while: whoever works waits, and hears what is the matter when
//! it takes too long.

use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::fd::AsRawFd as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kartotek_core::{Code, verify};

use crate::faults::bed;
use crate::people;

/// Set in the process that holds: the file, and for how many milliseconds.
const FILE: &str = "KARTOTEK_TEST_HOLD";
const LONG: &str = "KARTOTEK_TEST_HOLD_MS";
const TEST: &str = "held::a_lock_of_another_program_is_waited_for";

/// The locks of readers and writers in the index of the log (sqlite.org/walformat.html, 2.3).
#[expect(unsafe_code, reason = "no library locks a part of a file")]
fn hold(file: &Path, long: Duration) {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(file)
        .unwrap();
    // SAFETY: all zeros are a lock of nothing.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    lock.l_type = libc::F_WRLCK.try_into().unwrap();
    lock.l_whence = libc::SEEK_SET.try_into().unwrap();
    (lock.l_start, lock.l_len) = (120, 8);
    // SAFETY: the descriptor is open and the lock lives on.
    let done = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLKW, &raw const lock) };
    assert_eq!(done, 0, "nobody is in the middle of something");
    let mut out = std::io::stdout();
    writeln!(out, "\nheld").and_then(|()| out.flush()).unwrap();
    std::thread::sleep(long);
}

fn holder(home: &Path, long: Duration) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", TEST, "--nocapture"])
        .env(FILE, home.join("kartotek.db-shm"))
        .env(LONG, long.as_millis().to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let told = out.lines().map_while(Result::ok).any(|line| line == "held");
    assert!(told, "it holds");
    child
}

#[test]
fn a_lock_of_another_program_is_waited_for() {
    if let (Some(file), Ok(long)) = (std::env::var_os(FILE), std::env::var(LONG)) {
        hold(file.as_ref(), Duration::from_millis(long.parse().unwrap()));
        std::process::exit(0);
    }
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("valv");
    let vault = bed::vault(&home);
    people::add(&vault, &[("name", "Berit Ek")]).unwrap();

    let mut other = holder(&home, Duration::from_millis(1_500));
    let begun = Instant::now();
    people::add(&vault, &[("name", "Cilla Dal")]).expect("waited for");
    assert!(
        begun.elapsed() > Duration::from_millis(500),
        "it was in the way"
    );
    other.wait().unwrap();

    let mut other = holder(&home, Duration::from_mins(1));
    let late = people::add(&vault, &[("name", "Doris Falk")]);
    assert_eq!(late.err().map(|error| error.code()), Some(Code::FileHeld));
    other.kill().unwrap();
    other.wait().unwrap();
    people::add(&vault, &[("name", "Eva Gran")]).expect("free again");
    let names = bed::names(&vault).unwrap();
    let all = ["Berit Ek", "Cilla Dal", "Eva Gran"].map(str::to_owned);
    assert_eq!(names, all.into(), "what was answered, and nothing else");
    assert!(verify::verify(&vault, None).iter().all(|check| check.ok));
}
