//! Another program holds a lock in the database's files for a while: whoever works waits, and hears what is the matter when
//! it takes too long.

use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::fd::AsRawFd as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kartotek_core::erasure::{self, Ground, Progress};
use kartotek_core::vault::{Course, rotate, session};
use kartotek_core::{Code, verify};

use crate::faults::bed;
use crate::people;

/// Set in the process that holds: the file, how, and for how many milliseconds.
const FILE: &str = "KARTOTEK_TEST_HOLD";
const HOW: &str = "KARTOTEK_TEST_HOLD_HOW";
const LONG: &str = "KARTOTEK_TEST_HOLD_MS";
const TEST: &str = "held::a_lock_of_another_program_is_waited_for";

/// A lock in the index of the log (sqlite.org/walformat.html, 2.3): its kind, where it begins and how long it is.
type Lock = (libc::c_int, libc::off_t, libc::off_t);
/// Nobody else reads or writes.
const ALL: Lock = (libc::F_WRLCK, 120, 8);
/// As another program that reads.
const READS: Lock = (libc::F_RDLCK, 124, 1);

#[expect(unsafe_code, reason = "no library locks a part of a file")]
fn hold(file: &Path, (kind, start, len): Lock, long: Duration) {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(file)
        .unwrap();
    // SAFETY: all zeros are a lock of nothing.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    lock.l_type = kind.try_into().unwrap();
    lock.l_whence = libc::SEEK_SET.try_into().unwrap();
    (lock.l_start, lock.l_len) = (start, len);
    // SAFETY: the descriptor is open and the lock lives on.
    let done = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLKW, &raw const lock) };
    assert_eq!(done, 0, "nobody is in the middle of something");
    let mut out = std::io::stdout();
    writeln!(out, "\nheld").and_then(|()| out.flush()).unwrap();
    std::thread::sleep(long);
}

fn holder(home: &Path, how: &str, long: Duration) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", TEST, "--nocapture"])
        .env(FILE, home.join("kartotek.db-shm"))
        .env(HOW, how)
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
        let lock = if std::env::var(HOW).unwrap() == "all" {
            ALL
        } else {
            READS
        };
        let long = Duration::from_millis(long.parse().unwrap());
        hold(file.as_ref(), lock, long);
        std::process::exit(0);
    }
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("valv");
    let vault = bed::vault(&home);
    people::add(&vault, &[("name", "Berit Ek")]).unwrap();

    let mut other = holder(&home, "all", Duration::from_millis(1_500));
    let begun = Instant::now();
    people::add(&vault, &[("name", "Cilla Dal")]).expect("waited for");
    assert!(
        begun.elapsed() > Duration::from_millis(500),
        "it was in the way"
    );
    other.wait().unwrap();

    let mut other = holder(&home, "all", Duration::from_mins(1));
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

/// Nothing was found, so nothing is called found: the erasure waits until the log is free.
#[test]
fn a_proof_waits_for_a_log_that_another_program_reads() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("valv");
    let vault = bed::vault(&home);
    let leaving = people::add(&vault, &[("name", "Berit Ek")]).unwrap();
    let mut other = holder(&home, "reads", Duration::from_mins(1));
    erasure::forget(&vault, leaving, Ground::A, false).expect("nobody keeps it from being written");
    let mut why = Vec::new();
    let over = AtomicBool::new(false);
    let (proven, longest) = std::thread::scope(|scope| {
        let reads = scope.spawn(|| {
            let mut longest = Duration::ZERO;
            while !over.load(Ordering::SeqCst) {
                let begun = Instant::now();
                bed::rows(&vault).unwrap();
                longest = longest.max(begun.elapsed());
                std::thread::sleep(Duration::from_millis(5));
            }
            longest
        });
        let proven = erasure::prove_pending(&vault, &mut |progress| {
            if let Progress::Waiting { code, .. } = progress {
                why.push(*code);
            }
        });
        over.store(true, Ordering::SeqCst);
        (proven, reads.join().unwrap())
    });
    assert!(
        longest < Duration::from_secs(3),
        "others worked on meanwhile: {longest:?}"
    );
    let code = proven.map(|_| ()).map_err(|error| error.code());
    assert_eq!((code, why), (Err(Code::FileHeld), vec![Code::FileHeld]));
    let ledger = erasure::ledger(&vault).unwrap();
    assert!(matches!(ledger[..], [Progress::Pending { .. }]), "kept");
    other.kill().unwrap();
    other.wait().unwrap();
    let proven = erasure::prove_pending(&vault, &mut |_| {}).expect("the log is free");
    assert_eq!(proven.len(), 1);
}

/// A log that stayed behind would be taken for that of the new file.
#[test]
fn a_new_root_key_waits_for_a_log_that_another_program_reads() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("valv");
    let (vault, _) = session::create_in(&home, bed::house(false), &bed::around()).unwrap();
    people::add(&vault, &[("name", "Berit Ek")]).unwrap();
    let mut other = holder(&home, "reads", Duration::from_mins(1));
    let refused = rotate(vault, Course::alone()).err().expect("it is read");
    assert_eq!(refused.code(), Code::FileHeld);
    let vault = *refused.vault.expect("open as it was");
    people::add(&vault, &[("name", "Cilla Dal")]).unwrap();
    other.kill().unwrap();
    other.wait().unwrap();
    let vault = rotate(vault, Course::alone()).expect("the log is free");
    assert_eq!(bed::names(&vault).unwrap().len(), 2);
    assert!(verify::verify(&vault, None).iter().all(|check| check.ok));
}
