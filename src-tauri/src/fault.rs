//! What the page is told when something was refused: a code and, for a file, the line; never a text.

use kartotek_core::{Code, Error};

/// The error of every command.
#[derive(Debug, serde::Serialize, specta::Type)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    /// The line of the file at fault, counted from 1.
    pub(crate) line: Option<u32>,
}

/// The answer of every command.
pub(crate) type Answer<T> = Result<T, Fault>;

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self { code, line: None }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self {
            code: error.code(),
            line: error.line(),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Error::from(error).into()
    }
}
