//! What the page is told when something was refused: a code and, for a file, the line; for a full disk, the room. Never a
//! text.

use kartotek_core::{Code, Error};

/// The error of every command.
#[derive(Clone, Copy, Debug, serde::Serialize, specta::Type)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    /// The line of the file at fault, counted from 1.
    pub(crate) line: Option<u32>,
    /// About how many megabytes have to be free, when the disk was full and that is known.
    pub(crate) needs: Option<u32>,
}

/// The answer of every command.
pub(crate) type Answer<T> = Result<T, Fault>;

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self {
            code,
            line: None,
            needs: None,
        }
    }
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        let megabytes = |bytes: u64| u32::try_from(bytes.div_ceil(1 << 20)).unwrap_or(u32::MAX);
        Self {
            code: error.code(),
            line: error.line(),
            needs: error.needs().map(megabytes),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        (&error).into()
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Error::from(error).into()
    }
}
