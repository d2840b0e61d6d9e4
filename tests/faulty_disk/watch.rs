//! The record: what was done, in order, in a form that `tests/soak/power.rs` reads. Numbers are little-endian.

use std::ffi::{CString, c_int};

/// One thing that was done, and worked.
pub(crate) enum Entry<'a> {
    /// `made`: the file was not there, or was emptied.
    Open {
        fd: c_int,
        made: bool,
        path: &'a str,
    },
    Close {
        fd: c_int,
    },
    Write {
        fd: c_int,
        at: u64,
        bytes: &'a [u8],
    },
    Cut {
        fd: c_int,
        length: u64,
    },
    Sync {
        fd: c_int,
    },
    Rename {
        from: &'a str,
        to: &'a str,
    },
    Unlink {
        path: &'a str,
    },
    MakeFolder {
        path: &'a str,
    },
    Copy {
        fd: c_int,
        of: c_int,
    },
    Mark(&'a str),
}

pub(crate) fn create(file: &str) -> c_int {
    let Ok(file) = CString::new(file) else {
        return -1;
    };
    // SAFETY: a system call on a string that lives as long as it.
    let fd = unsafe {
        libc::syscall(
            libc::SYS_openat,
            libc::AT_FDCWD,
            file.as_ptr(),
            libc::O_CREAT | libc::O_WRONLY | libc::O_APPEND | libc::O_CLOEXEC,
            0o600,
        )
    };
    c_int::try_from(fd).unwrap_or(-1)
}

/// An entry: its kind, two numbers, a text or bytes, and (for a rename) a second text; each with its length before it.
pub(crate) fn append(log: c_int, entry: &Entry<'_>) {
    let (kind, fd, number, first, second): (u8, c_int, u64, &[u8], &str) = match entry {
        Entry::Open { fd, made, path } => (1, *fd, u64::from(*made), path.as_bytes(), ""),
        Entry::Close { fd } => (2, *fd, 0, b"", ""),
        Entry::Write { fd, at, bytes } => (3, *fd, *at, bytes, ""),
        Entry::Cut { fd, length } => (4, *fd, *length, b"", ""),
        Entry::Sync { fd } => (5, *fd, 0, b"", ""),
        Entry::Rename { from, to } => (6, -1, 0, from.as_bytes(), to),
        Entry::Unlink { path } => (7, -1, 0, path.as_bytes(), ""),
        Entry::MakeFolder { path } => (8, -1, 0, path.as_bytes(), ""),
        Entry::Copy { fd, of } => (9, *fd, u64::from(of.unsigned_abs()), b"", ""),
        Entry::Mark(text) => (10, -1, 0, text.as_bytes(), ""),
    };
    let mut line = vec![kind];
    line.extend(fd.to_le_bytes());
    line.extend(number.to_le_bytes());
    for bytes in [first, second.as_bytes()] {
        line.extend((bytes.len() as u64).to_le_bytes());
        line.extend(bytes);
    }
    let mut left = &line[..];
    while !left.is_empty() {
        // SAFETY: a system call on bytes that live as long as it.
        let written = unsafe { libc::syscall(libc::SYS_write, log, left.as_ptr(), left.len()) };
        match usize::try_from(written) {
            Ok(written) if written > 0 => left = &left[written..],
            _ => return,
        }
    }
}
