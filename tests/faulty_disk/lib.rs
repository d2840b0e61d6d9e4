//! A disk that can be watched and that can fail. Preloaded into a program (`LD_PRELOAD`) it stands between it and libc: for
//! everything below one folder it writes down each change in the order it was made (`watch.rs`), and lets one call fail, or
//! all from one on. Nothing in the product knows of it, so what is tested is the product.
//!
//! The program steers it with file calls on names that do not exist: `unlink("/faulty-disk/mark/TEXT")` puts TEXT into
//! the record, `unlink("/faulty-disk/fail/N/once")` or `…/always` arms it (0 counts only), `readlink("/faulty-disk/count")`
//! disarms it and answers how many calls there were. `unlink("/faulty-disk/hold/N")` lets another program hold the files for
//! N milliseconds: what opens, moves or deletes one of them is answered that it is busy. The engine's own opening is spared,
//! because on the systems where files are held it waits by itself.
#![cfg(target_os = "linux")]
#![expect(unsafe_code, reason = "it takes the place of libc's functions")]

mod calls;
mod watch;

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use watch::Entry;

/// How the names of the files end that somebody may hold.
const HELD: &[&str] = &[".json", ".db", ".part", ".new", ".kartotek-backup"];

/// What is known of the folder under watch.
struct Disk {
    root: String,
    /// Where the record goes; -1: nowhere.
    log: c_int,
    /// Files and folders below the root that are open.
    open: HashMap<c_int, String>,
    /// The call that fails, counted from 1, and whether those after it do, too.
    fails: Option<(u64, bool)>,
    counting: bool,
    calls: u64,
    /// Until then somebody else holds the files.
    held: Option<Instant>,
}

fn disk() -> Option<MutexGuard<'static, Disk>> {
    static DISK: OnceLock<Option<Mutex<Disk>>> = OnceLock::new();
    let disk = DISK.get_or_init(|| {
        let root = std::env::var("FAULTY_DISK").ok()?;
        let log = std::env::var("FAULTY_DISK_RECORD").map_or(-1, |file| watch::create(&file));
        Some(Mutex::new(Disk {
            root,
            log,
            open: HashMap::new(),
            fails: None,
            counting: false,
            calls: 0,
            held: None,
        }))
    });
    let disk = disk.as_ref()?;
    Some(disk.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Disk {
    fn below(&self, path: &str) -> bool {
        path.strip_prefix(&self.root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Counts a call, and says whether it is to fail.
    fn fails(&mut self) -> bool {
        if !self.counting {
            return false;
        }
        self.calls += 1;
        match self.fails {
            Some((at, ever)) => self.calls == at || (ever && self.calls > at),
            None => false,
        }
    }

    /// Whether somebody else holds this file.
    fn holds(&self, path: &str) -> bool {
        self.held.is_some_and(|until| Instant::now() < until)
            && HELD.iter().any(|kind| path.ends_with(kind))
    }

    fn records(&self) -> bool {
        self.log >= 0
    }

    fn note(&self, entry: &Entry<'_>) {
        if self.records() {
            watch::append(self.log, entry);
        }
    }

    /// Words to the disk itself.
    fn steer(&mut self, path: &str) -> bool {
        let Some(word) = path.strip_prefix("/faulty-disk/") else {
            return false;
        };
        if let Some(text) = word.strip_prefix("mark/") {
            self.note(&Entry::Mark(text));
        } else if let Some(long) = word.strip_prefix("hold/") {
            let long = Duration::from_millis(long.parse().unwrap_or(0));
            self.held = Some(Instant::now() + long);
        } else if let Some(how) = word.strip_prefix("fail/") {
            let (at, ever) = how.split_once('/').unwrap_or((how, "once"));
            let at = at.parse().unwrap_or(0);
            self.fails = (at > 0).then_some((at, ever == "always"));
            self.counting = true;
            self.calls = 0;
        }
        true
    }
}

/// The path as text, made whole from the folder's when it is relative to one that is open below the root.
unsafe fn path(disk: &Disk, folder: c_int, path: *const c_char) -> Option<String> {
    // SAFETY: the caller was given a C string to open.
    let path = unsafe { CStr::from_ptr(path) }.to_str().ok()?;
    if path.starts_with('/') {
        return Some(path.to_owned());
    }
    Some(format!("{}/{path}", disk.open.get(&folder)?))
}
