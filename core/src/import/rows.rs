//! Rows and cells of RFC 4180 text, with the line where each row begins.
//!
//! A tokenizer of our own because the `csv` crate takes broken quotes for text without a word, and then a whole file may
//! stand in one cell. Tests compare the two on everything that is well formed.

use std::io::{self, Read};

const CHUNK: usize = 64 * 1024;
/// A row longer than this is refused and not kept, so that memory stays bounded.
const LONGEST_ROW: usize = 16 * 1024 * 1024;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Text after a closing quote.
    StrayQuote,
    /// A quoted cell that never ends; it began at this line.
    Unclosed(u32),
    TooLong,
}

/// One row, its memory used again for the next.
#[derive(Default)]
pub(super) struct Row {
    /// Counted from 1.
    pub(super) line: u32,
    pub(super) fault: Option<Fault>,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Row {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a cell; a cell that the row does not have is empty.
    pub(super) fn cell(&self, index: usize) -> &str {
        let start = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let bytes = self
            .ends
            .get(index)
            .and_then(|end| self.text.get(start..*end))
            .unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Nothing but delimiters and blanks: no row at all.
    pub(super) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.cells().all(|cell| cell.trim().is_empty())
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.fault = None;
    }

    fn push(&mut self, byte: u8) {
        if self.text.len() < LONGEST_ROW {
            self.text.push(byte);
        } else {
            self.fault = Some(Fault::TooLong);
        }
    }

    fn end_cell(&mut self) {
        if self.ends.len() < LONGEST_ROW / 8 {
            self.ends.push(self.text.len());
        } else {
            self.fault = Some(Fault::TooLong);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: the end, or the first half of an escaped quote.
    Quote,
    /// After a closing quote and something that should not be there.
    Astray,
}

/// The rows of a text.
pub(super) struct Rows<R> {
    from: R,
    delimiter: u8,
    chunk: Vec<u8>,
    at: usize,
    end: usize,
    line: u32,
    after_return: bool,
}

impl<R: Read> Rows<R> {
    /// `from` gives UTF-8; `delimiter` is ASCII.
    pub(super) fn new(from: R, delimiter: u8) -> Self {
        Self {
            from,
            delimiter,
            chunk: vec![0; CHUNK],
            at: 0,
            end: 0,
            line: 1,
            after_return: false,
        }
    }

    /// Reads the next row; `false` at the end. A broken quote is a fault of the row, not an error.
    pub(super) fn next_into(&mut self, row: &mut Row) -> io::Result<bool> {
        row.clear();
        let mut at = At::CellStart;
        let mut quote_line = self.line;
        let mut started = false;
        row.line = self.line;
        while let Some(byte) = self.byte()? {
            if byte == b'\n' && self.after_return {
                self.after_return = false;
                if at == At::Quoted {
                    row.push(byte);
                } else {
                    row.line = self.line;
                }
                continue;
            }
            self.after_return = byte == b'\r';
            started = true;
            let newline = matches!(byte, b'\n' | b'\r');
            if newline {
                self.line = self.line.saturating_add(1);
            }
            at = match at {
                At::Quoted if byte == b'"' => At::Quote,
                At::Quoted => {
                    row.push(byte);
                    At::Quoted
                }
                At::Quote if byte == b'"' => {
                    row.push(byte);
                    At::Quoted
                }
                At::CellStart if byte == b'"' => {
                    quote_line = self.line;
                    At::Quoted
                }
                _ if newline => {
                    row.end_cell();
                    return Ok(true);
                }
                _ if byte == self.delimiter => {
                    row.end_cell();
                    At::CellStart
                }
                At::Quote | At::Astray => {
                    row.fault.get_or_insert(Fault::StrayQuote);
                    row.push(byte);
                    At::Astray
                }
                At::CellStart | At::Plain => {
                    row.push(byte);
                    At::Plain
                }
            };
        }
        if at == At::Quoted {
            row.fault = Some(Fault::Unclosed(quote_line));
        }
        if started {
            row.end_cell();
        }
        Ok(started)
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        if self.at == self.end {
            self.end = loop {
                match self.from.read(&mut self.chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.at = 0;
            if self.end == 0 {
                return Ok(None);
            }
        }
        let byte = self.chunk[self.at];
        self.at += 1;
        Ok(Some(byte))
    }
}
