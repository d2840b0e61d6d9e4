//! Files that another program holds for a while, as virus scanners and backup programs do: asked for again before anybody
//! is troubled with it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// How long it is asked for again, in all; and the pauses, which double.
const PATIENCE: Duration = Duration::from_secs(5);
const FIRST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(400);

/// EBUSY; on Windows a violation of sharing or of a lock.
pub(crate) fn is_held(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ResourceBusy
        || cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// Does `act` again for a while, as long as the file is held.
pub(crate) fn patiently<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let (begun, mut pause) = (Instant::now(), FIRST);
    loop {
        match act() {
            Err(error) if is_held(&error) && begun.elapsed() < PATIENCE => {
                thread::sleep(pause);
                pause = (pause * 2).min(LONGEST);
            }
            done => return done,
        }
    }
}

/// [`fs::rename`].
pub(crate) fn rename(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
    patiently(|| fs::rename(from.as_ref(), to.as_ref()))
}

/// [`fs::read`].
pub(crate) fn read(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {
    patiently(|| fs::read(path.as_ref()))
}

/// [`File::open`]; a pipe is opened at once, and says nothing.
pub(crate) fn open(path: impl AsRef<Path>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    patiently(|| options.open(path.as_ref()))
}

/// [`fs::copy`].
pub(crate) fn copy(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<u64> {
    patiently(|| fs::copy(from.as_ref(), to.as_ref()))
}

/// [`fs::remove_file`].
pub(crate) fn remove(path: impl AsRef<Path>) -> io::Result<()> {
    patiently(|| fs::remove_file(path.as_ref()))
}
