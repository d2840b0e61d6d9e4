//! The process itself: what it leaves behind when it fails, and who may read what it writes.

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// New files are the user's alone; a crash leaves no memory image; a panic says where, never what.
pub(crate) fn harden() {
    umask(Mode::from_raw_mode(0o077));
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    overwrite_freed_memory();
    std::panic::set_hook(Box::new(|info| {
        use std::io::Write as _;
        let place = info
            .location()
            .map_or_else(String::new, ToString::to_string);
        let _ = writeln!(std::io::stderr(), "kartotek: internal error at {place}");
    }));
}

/// What is freed is overwritten at once, by the C below as well: what was on screen does not outlive the lock in memory
/// that nobody uses any more.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "a setting of the C library")]
fn overwrite_freed_memory() {
    // SAFETY: called once, before there is a second thread.
    unsafe { libc::mallopt(libc::M_PERTURB, 0xff) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn overwrite_freed_memory() {}

/// A sentence for whoever started the program from a terminal.
pub(crate) fn say(sentence: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "kartotek: {sentence}");
}
