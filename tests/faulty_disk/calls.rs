//! libc's functions, as the program finds them: each does its system call, counts, fails when it is told to, and notes what
//! was done.

use std::ffi::{c_char, c_int, c_long, c_uint, c_void};

use libc::{iovec, mode_t, off_t, size_t, ssize_t};

use crate::watch::Entry;
use crate::{disk, path};

fn wrong(errno: c_int) -> c_int {
    // SAFETY: libc's own place for the error of this thread.
    unsafe { *libc::__errno_location() = errno };
    -1
}

/// A system call with up to five arguments; its answer as libc gives it, its error in errno.
macro_rules! system {
    ($call:ident $(, $argument:expr)*) => {
        // SAFETY: the arguments are those the program gave for this very call.
        unsafe { libc::syscall(libc::$call $(, $argument)*) }
    };
}

/// Whether this call, on a file below the root, is to fail.
fn fails(fd: c_int) -> bool {
    disk().is_some_and(|mut disk| disk.open.contains_key(&fd) && disk.fails())
}

fn int(answer: c_long) -> c_int {
    c_int::try_from(answer).unwrap_or(-1)
}

fn size(answer: c_long) -> ssize_t {
    ssize_t::try_from(answer).unwrap_or(-1)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn openat(
    folder: c_int,
    name: *const c_char,
    flags: c_int,
    mode: mode_t,
) -> c_int {
    let call = || int(system!(SYS_openat, folder, name, flags, mode));
    let Some(mut disk) = disk() else {
        return call();
    };
    // SAFETY: a C string by openat's contract.
    let place = unsafe { path(&disk, folder, name) }.filter(|place| disk.below(place));
    let Some(place) = place else {
        return call();
    };
    // A recorded disk is one that knows no file without a name, as on most sticks.
    if disk.records() && flags & libc::O_TMPFILE == libc::O_TMPFILE {
        return wrong(libc::EOPNOTSUPP);
    }
    if disk.fails() {
        return wrong(libc::EIO);
    }
    let before = system!(SYS_faccessat, folder, name, libc::F_OK) == 0;
    if before && flags & libc::O_NOFOLLOW == 0 && disk.holds(&place) {
        return wrong(libc::EBUSY);
    }
    let fd = call();
    if fd >= 0 {
        let fresh = (flags & libc::O_CREAT != 0 && !before)
            || (flags & libc::O_TRUNC != 0 && flags & libc::O_ACCMODE != libc::O_RDONLY);
        disk.note(&Entry::Open {
            fd,
            made: fresh,
            path: &place,
        });
        disk.open.insert(fd, place);
    }
    fd
}

#[unsafe(no_mangle)]
unsafe extern "C" fn openat64(
    folder: c_int,
    name: *const c_char,
    flags: c_int,
    mode: mode_t,
) -> c_int {
    // SAFETY: the same function.
    unsafe { openat(folder, name, flags, mode) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn open(name: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: the same function.
    unsafe { openat(libc::AT_FDCWD, name, flags, mode) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn open64(name: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: the same function.
    unsafe { openat(libc::AT_FDCWD, name, flags, mode) }
}

#[unsafe(no_mangle)]
extern "C" fn close(fd: c_int) -> c_int {
    if let Some(mut disk) = disk()
        && disk.open.remove(&fd).is_some()
    {
        disk.note(&Entry::Close { fd });
    }
    int(system!(SYS_close, fd))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn read(fd: c_int, to: *mut c_void, length: size_t) -> ssize_t {
    if fails(fd) {
        return wrong(libc::EIO) as ssize_t;
    }
    size(system!(SYS_read, fd, to, length))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn pread64(fd: c_int, to: *mut c_void, length: size_t, at: off_t) -> ssize_t {
    if fails(fd) {
        return wrong(libc::EIO) as ssize_t;
    }
    size(system!(SYS_pread64, fd, to, length, at))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn pread(fd: c_int, to: *mut c_void, length: size_t, at: off_t) -> ssize_t {
    // SAFETY: the same function.
    unsafe { pread64(fd, to, length, at) }
}

/// Writes at a place, or where the file stands.
fn written(fd: c_int, from: *const c_void, length: size_t, at: Option<off_t>) -> ssize_t {
    let Some(mut disk) = disk() else {
        return match at {
            Some(at) => size(system!(SYS_pwrite64, fd, from, length, at)),
            None => size(system!(SYS_write, fd, from, length)),
        };
    };
    if disk.open.contains_key(&fd) && disk.fails() {
        return wrong(libc::EIO) as ssize_t;
    }
    let place = at.map_or_else(|| system!(SYS_lseek, fd, 0, libc::SEEK_CUR), c_long::from);
    let done = match at {
        Some(at) => size(system!(SYS_pwrite64, fd, from, length, at)),
        None => size(system!(SYS_write, fd, from, length)),
    };
    if let (true, Ok(done), Ok(at)) = (
        disk.open.contains_key(&fd),
        usize::try_from(done),
        u64::try_from(place),
    ) {
        // SAFETY: the system has just read these bytes.
        let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), done) };
        disk.note(&Entry::Write { fd, at, bytes });
    }
    done
}

#[unsafe(no_mangle)]
unsafe extern "C" fn write(fd: c_int, from: *const c_void, length: size_t) -> ssize_t {
    written(fd, from, length, None)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite64(
    fd: c_int,
    from: *const c_void,
    length: size_t,
    at: off_t,
) -> ssize_t {
    written(fd, from, length, Some(at))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite(fd: c_int, from: *const c_void, length: size_t, at: off_t) -> ssize_t {
    written(fd, from, length, Some(at))
}

/// Short, as a write may be: the first piece that holds something.
#[unsafe(no_mangle)]
unsafe extern "C" fn writev(fd: c_int, pieces: *const iovec, count: c_int) -> ssize_t {
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: `count` pieces by writev's contract.
    let pieces = unsafe { std::slice::from_raw_parts(pieces, count) };
    match pieces.iter().find(|piece| piece.iov_len > 0) {
        Some(piece) => written(fd, piece.iov_base, piece.iov_len, None),
        None => 0,
    }
}

/// Does a call on an open file, and notes it when it worked.
fn changed(fd: c_int, call: impl Fn() -> c_int, entry: &Entry<'_>) -> c_int {
    let Some(mut disk) = disk().filter(|disk| disk.open.contains_key(&fd)) else {
        return call();
    };
    if disk.fails() {
        return wrong(libc::EIO);
    }
    let answer = call();
    if answer == 0 {
        disk.note(entry);
    }
    answer
}

#[unsafe(no_mangle)]
extern "C" fn fsync(fd: c_int) -> c_int {
    changed(fd, || int(system!(SYS_fsync, fd)), &Entry::Sync { fd })
}

#[unsafe(no_mangle)]
extern "C" fn fdatasync(fd: c_int) -> c_int {
    changed(fd, || int(system!(SYS_fdatasync, fd)), &Entry::Sync { fd })
}

#[unsafe(no_mangle)]
extern "C" fn ftruncate64(fd: c_int, length: off_t) -> c_int {
    let cut = Entry::Cut {
        fd,
        length: u64::try_from(length).unwrap_or(0),
    };
    changed(fd, || int(system!(SYS_ftruncate, fd, length)), &cut)
}

#[unsafe(no_mangle)]
extern "C" fn ftruncate(fd: c_int, length: off_t) -> c_int {
    ftruncate64(fd, length)
}

#[unsafe(no_mangle)]
extern "C" fn flock(fd: c_int, how: c_int) -> c_int {
    if fails(fd) {
        return wrong(libc::EIO);
    }
    int(system!(SYS_flock, fd, how))
}

#[unsafe(no_mangle)]
extern "C" fn fcntl64(fd: c_int, command: c_int, argument: c_long) -> c_int {
    // Letting go of a lock does not fail on any system.
    let locks = matches!(command, libc::F_SETLK | libc::F_SETLKW | libc::F_OFD_SETLK)
        // SAFETY: these commands are given a lock.
        && c_int::from(unsafe { (*(argument as *const libc::flock)).l_type }) != libc::F_UNLCK;
    if locks && fails(fd) {
        return wrong(libc::EIO);
    }
    let answer = int(system!(SYS_fcntl, fd, command, argument));
    if matches!(command, libc::F_DUPFD | libc::F_DUPFD_CLOEXEC)
        && answer >= 0
        && let Some(mut disk) = disk()
        && let Some(place) = disk.open.get(&fd).cloned()
    {
        disk.note(&Entry::Copy { fd: answer, of: fd });
        disk.open.insert(answer, place);
    }
    answer
}

#[unsafe(no_mangle)]
extern "C" fn fcntl(fd: c_int, command: c_int, argument: c_long) -> c_int {
    fcntl64(fd, command, argument)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn renameat2(
    from_folder: c_int,
    from: *const c_char,
    to_folder: c_int,
    to: *const c_char,
    flags: c_uint,
) -> c_int {
    let call = || {
        int(system!(
            SYS_renameat2,
            from_folder,
            from,
            to_folder,
            to,
            flags
        ))
    };
    let Some(mut disk) = disk() else {
        return call();
    };
    // SAFETY: C strings by rename's contract.
    let names = unsafe { (path(&disk, from_folder, from), path(&disk, to_folder, to)) };
    let (Some(from), Some(to)) = names else {
        return call();
    };
    if !disk.below(&from) && !disk.below(&to) {
        return call();
    }
    if disk.fails() {
        return wrong(libc::EIO);
    }
    if disk.holds(&from) || disk.holds(&to) {
        return wrong(libc::EBUSY);
    }
    let answer = call();
    if answer == 0 {
        disk.note(&Entry::Rename {
            from: &from,
            to: &to,
        });
    }
    answer
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    // SAFETY: the same function.
    unsafe { renameat2(libc::AT_FDCWD, from, libc::AT_FDCWD, to, 0) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn unlinkat(folder: c_int, name: *const c_char, flags: c_int) -> c_int {
    let call = || int(system!(SYS_unlinkat, folder, name, flags));
    let Some(mut disk) = disk() else {
        return call();
    };
    // SAFETY: a C string by unlink's contract.
    let Some(place) = (unsafe { path(&disk, folder, name) }) else {
        return call();
    };
    if disk.steer(&place) {
        return 0;
    }
    if !disk.below(&place) {
        return call();
    }
    if disk.fails() {
        return wrong(libc::EIO);
    }
    if disk.holds(&place) {
        return wrong(libc::EBUSY);
    }
    let answer = call();
    if answer == 0 {
        disk.note(&Entry::Unlink { path: &place });
    }
    answer
}

#[unsafe(no_mangle)]
unsafe extern "C" fn unlink(name: *const c_char) -> c_int {
    // SAFETY: the same function.
    unsafe { unlinkat(libc::AT_FDCWD, name, 0) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rmdir(name: *const c_char) -> c_int {
    // SAFETY: the same function.
    unsafe { unlinkat(libc::AT_FDCWD, name, libc::AT_REMOVEDIR) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn mkdir(name: *const c_char, mode: mode_t) -> c_int {
    let call = || int(system!(SYS_mkdirat, libc::AT_FDCWD, name, mode));
    let Some(mut disk) = disk() else {
        return call();
    };
    // SAFETY: a C string by mkdir's contract.
    let place = unsafe { path(&disk, libc::AT_FDCWD, name) }.filter(|place| disk.below(place));
    let Some(place) = place else {
        return call();
    };
    if disk.fails() {
        return wrong(libc::EIO);
    }
    let answer = call();
    if answer == 0 {
        disk.note(&Entry::MakeFolder { path: &place });
    }
    answer
}

#[unsafe(no_mangle)]
unsafe extern "C" fn readlink(name: *const c_char, to: *mut c_char, length: size_t) -> ssize_t {
    // SAFETY: a C string by readlink's contract.
    if unsafe { std::ffi::CStr::from_ptr(name) }.to_bytes() != b"/faulty-disk/count" {
        return size(system!(SYS_readlinkat, libc::AT_FDCWD, name, to, length));
    }
    let Some(mut disk) = disk() else {
        return wrong(libc::ENOENT) as ssize_t;
    };
    disk.counting = false;
    let text = disk.calls.to_string();
    let length = text.len().min(length);
    // SAFETY: the caller's place holds `length` bytes.
    unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), to.cast::<u8>(), length) };
    ssize_t::try_from(length).unwrap_or(-1)
}

/// Not there: the program copies by reading and writing, where it can be watched.
#[unsafe(no_mangle)]
extern "C" fn copy_file_range() -> ssize_t {
    wrong(libc::ENOSYS) as ssize_t
}

/// As `copy_file_range`.
#[unsafe(no_mangle)]
extern "C" fn sendfile64() -> ssize_t {
    wrong(libc::EINVAL) as ssize_t
}
