//! A small disk of our own to fill up or to make read-only: a file system in memory (needs root to mount).

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

/// A file system in memory, let go at the end.
pub(crate) struct Small {
    dir: tempfile::TempDir,
}

impl Small {
    pub(crate) fn new(megabytes: u32) -> Self {
        let dir = tempfile::tempdir().expect("the small disk");
        let small = Self { dir };
        small.mount(&format!("size={megabytes}m"));
        small
    }

    fn mount(&self, options: &str) {
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(self.dir.path())
            .output()
            .expect("the small disk");
        assert!(
            done.status.success(),
            "this test mounts a tmpfs and must run as root: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    /// Takes it away, whoever may be writing to it; whether it was there.
    pub(crate) fn pull_out(&self) -> bool {
        let mut umount = Command::new("umount");
        let done = umount.arg("-l").arg(self.dir.path()).output();
        done.is_ok_and(|done| done.status.success())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Fills what is free but for `spare` bytes.
    pub(crate) fn fill(&self, spare: u64) {
        let mut ballast = File::create(self.path("ballast")).expect("the small disk");
        // As much as goes in, then the spare given back.
        let chunk = vec![0; 1 << 16];
        while ballast.write(&chunk).is_ok_and(|written| written > 0) {}
        let size = ballast.metadata().expect("the small disk").len();
        ballast
            .set_len(size.saturating_sub(spare))
            .expect("the small disk");
    }

    pub(crate) fn empty(&self) {
        fs::remove_file(self.path("ballast")).expect("the small disk");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        self.pull_out();
    }
}
