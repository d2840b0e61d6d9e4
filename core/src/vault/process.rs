//! The process that has a vault open: what it leaves behind when it fails, and who may read what it writes.

use std::io::Write as _;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// New files are the user's alone; a crash leaves no memory image; a panic says where, never what. Call it first.
pub fn keep_private() {
    umask(Mode::from_raw_mode(0o077));
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(String::new, ToString::to_string);
        let _ = writeln!(std::io::stderr(), "kartotek: internal error at {place}");
    }));
}
