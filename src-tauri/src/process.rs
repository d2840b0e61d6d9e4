//! The process itself: what it leaves behind when it fails, and who may read what it writes.

use kartotek_core::vault;
use zeroizing_alloc::ZeroAlloc;

/// What is freed on our side of the program is overwritten at once, and so is what was moved to grow.
#[global_allocator]
static MEMORY: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// Private, and forgetful of what it freed. Called first.
pub(crate) fn harden() {
    vault::keep_private();
    overwrite_freed_memory();
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
