//! What goes out: results on stdout, sentences on stderr, nothing that could steer a terminal.

use std::io::{self, Write};

use fluent_bundle::FluentArgs;
use kartotek_core::{Code, Error};

use crate::exit;
use crate::texts::Texts;

/// Where results and sentences go.
pub(crate) struct Console {
    pub(crate) texts: Texts,
    /// Results as JSON.
    pub(crate) json: bool,
    out: io::Stdout,
    err: io::Stderr,
}

/// Why a command stops.
pub(crate) enum Failure {
    Core(Error),
    /// A sentence of `cli.ftl` and its exit code.
    Said(&'static str, u8),
    /// JSON that does not have the shape asked for; where.
    Json {
        line: usize,
        column: usize,
    },
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::Core(code.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Core(error.into())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => io::Error::from(kind).into(),
            None => Self::Json {
                line: error.line(),
                column: error.column(),
            },
        }
    }
}

impl Failure {
    pub(crate) fn exit(&self) -> u8 {
        match self {
            Self::Core(error) => exit::of(error.code()),
            Self::Said(_, code) => *code,
            Self::Json { .. } => exit::BAD_INPUT,
        }
    }
}

impl Console {
    pub(crate) fn new(texts: Texts, json: bool) -> Self {
        Self {
            texts,
            json,
            out: io::stdout(),
            err: io::stderr(),
        }
    }

    /// A result as JSON.
    pub(crate) fn print_json(&self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        self.write(&text)
    }

    /// A line of a result for people.
    pub(crate) fn print(&self, line: &str) -> Result<(), Failure> {
        self.write(&format!("{}\n", plain(line)))
    }

    fn write(&self, text: &str) -> Result<(), Failure> {
        match self.out.lock().write_all(text.as_bytes()) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        }
    }

    /// A sentence about how it went.
    pub(crate) fn tell(&self, id: &str) {
        self.tell_with(id, &FluentArgs::new());
    }

    pub(crate) fn tell_with(&self, id: &str, args: &FluentArgs<'_>) {
        self.line(&self.texts.with(id, args));
    }

    pub(crate) fn line(&self, line: &str) {
        // When nobody reads stderr there is nobody to tell.
        let _ = writeln!(self.err.lock(), "{}", plain(line));
    }

    /// Writes over the line of a terminal that was written last in this way.
    pub(crate) fn rewrite(&self, line: &str) {
        let mut err = self.err.lock();
        let _ = write!(err, "\r\x1b[K{}", plain(line)).and_then(|()| err.flush());
    }

    /// What happened and what to do next.
    pub(crate) fn fail(&self, failure: &Failure) {
        let mut args = FluentArgs::new();
        match failure {
            Failure::Core(error) => {
                let sentence = self.texts.error(error.code());
                match error.line() {
                    Some(line) => {
                        args.set("line", line);
                        self.line(&format!(
                            "{} {sentence}",
                            self.texts.with("error-at-line", &args)
                        ));
                    }
                    None => self.line(&sentence),
                }
                if let Some(bytes) = error.needs() {
                    args.set("megabytes", bytes.div_ceil(1 << 20));
                    self.tell_with("needs-room", &args);
                }
            }
            Failure::Said(id, _) => self.tell(id),
            Failure::Json { line, column } => {
                args.set("line", *line);
                args.set("column", *column);
                self.tell_with("json-does-not-fit", &args);
            }
        }
    }
}

/// Text from a vault could carry escape sequences and marks that turn the writing direction: a terminal gets neither.
pub(crate) fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}');
    text.chars()
        .filter(|c| !turns(*c))
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect()
}
