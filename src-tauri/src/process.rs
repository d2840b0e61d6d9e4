//! The process itself: what it leaves behind when it fails, and who may read what it writes.

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};
use zeroizing_alloc::ZeroAlloc;

/// What is freed on our side of the program is overwritten at once, and so is what was moved to grow.
#[global_allocator]
static MEMORY: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

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

/// What the C below frees is overwritten, too, but for the few pieces that each thread keeps for the next one who asks.
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;
    use std::os::unix::fs::FileExt as _;

    #[test]
    fn what_is_freed_is_overwritten() {
        let words = vec![0xa5_u8; 600];
        let at = words.as_ptr().addr() as u64;
        let memory = File::open("/proc/self/mem").expect("our own memory");
        let mut there = [0; 600];
        memory.read_exact_at(&mut there, at).expect("mapped");
        assert_eq!(there, *words, "this looks where they lie");
        drop(words);
        memory.read_exact_at(&mut there, at).expect("mapped");
        let left: usize = there.iter().map(|byte| usize::from(*byte == 0xa5)).sum();
        assert!(left < 50, "{left} bytes are left");
    }
}
