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
    std::panic::set_hook(Box::new(|info| {
        use std::io::Write as _;
        let place = info
            .location()
            .map_or_else(String::new, ToString::to_string);
        let _ = writeln!(std::io::stderr(), "kartotek: internal error at {place}");
    }));
}

/// A sentence for whoever started the program from a terminal.
pub(crate) fn say(sentence: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "kartotek: {sentence}");
}
