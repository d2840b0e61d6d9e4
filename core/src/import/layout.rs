//! How a file is laid out: its encoding, its delimiter, its header, its first rows and how many there are.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use encoding_rs::Encoding;

use super::Target;
use super::encoding::{Decoded, detect};
use super::headers;
use super::rows::{Fault, Row, Rows};
use crate::{Code, Error, Result, held};

/// The largest file that is taken in, in bytes.
pub(super) const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// More columns than this are no table of people.
const MOST_COLUMNS: usize = 20_000;
const SAMPLES: usize = 3;
const SAMPLE_CHARS: usize = 120;
/// How much of the text the delimiter is guessed from, in bytes, and how many rows of it.
const GUESS: usize = 256 * 1024;
const GUESS_ROWS: usize = 20;
const DELIMITERS: &[u8] = b";,\t|";

/// A file looked through once.
pub(super) struct Layout {
    file: File,
    pub(super) encoding: &'static Encoding,
    pub(super) delimiter: u8,
    /// `sep=;` stands before the header, as Excel writes it.
    preamble: bool,
    pub(super) headers: Vec<String>,
    /// The first values of each column.
    pub(super) samples: Vec<Vec<String>>,
    pub(super) rows: u32,
}

impl Layout {
    /// Reads all of `path`: refuses what is no text, too large, or has a quoted cell that never ends (with its line).
    pub(super) fn of(path: &Path) -> Result<Self> {
        let mut file = held::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Code::FileGone.into(),
            _ => crate::Error::from(error),
        })?;
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(Code::UnreadableFile.into());
        }
        if about.len() > LARGEST_FILE {
            return Err(Code::FileTooLarge.into());
        }
        let encoding = detect(&mut file)?;
        let mut start = Vec::new();
        Decoded::new(&mut file, encoding)
            .take(GUESS as u64)
            .read_to_end(&mut start)?;
        let (preamble, delimiter) = match preamble(&start) {
            Some(delimiter) => (true, delimiter),
            None => (false, guess(&start)),
        };
        let mut layout = Self {
            file,
            encoding,
            delimiter,
            preamble,
            headers: Vec::new(),
            samples: Vec::new(),
            rows: 0,
        };
        layout.survey()?;
        Ok(layout)
    }

    /// The rows below the header, from the first.
    pub(super) fn body(&self) -> Result<Rows<impl Read>> {
        (&self.file).seek(SeekFrom::Start(0))?;
        let text = Decoded::new(BufReader::new(&self.file), self.encoding);
        let mut rows = Rows::new(text, self.delimiter);
        let mut row = Row::default();
        if self.preamble {
            rows.next_into(&mut row)?;
        }
        while rows.next_into(&mut row)? && row.is_blank() {}
        Ok(rows)
    }

    fn survey(&mut self) -> Result<()> {
        (&self.file).seek(SeekFrom::Start(0))?;
        let text = NoZeros(Decoded::new(BufReader::new(&self.file), self.encoding));
        let mut rows = Rows::new(text, self.delimiter);
        let mut row = Row::default();
        let (mut headers, mut samples, mut count) = (None, Vec::new(), 0);
        let mut first = self.preamble;
        while rows.next_into(&mut row).map_err(unreadable)? {
            if let Some(Fault::Unclosed(line)) = row.fault {
                return Err(Error::AtLine {
                    code: Code::BrokenQuotes,
                    line,
                });
            }
            if std::mem::take(&mut first) || row.is_blank() {
                continue;
            }
            if headers.is_none() {
                headers = Some(header(&row)?);
                samples = vec![Vec::new(); row.len()];
            } else {
                count += 1;
                for (sample, cell) in samples.iter_mut().zip(row.cells()) {
                    if sample.len() < SAMPLES && !cell.trim().is_empty() {
                        sample.push(cell.trim().chars().take(SAMPLE_CHARS).collect());
                    }
                }
            }
        }
        self.headers = headers.ok_or(Code::UnreadableFile)?;
        (self.samples, self.rows) = (samples, count);
        Ok(())
    }
}

fn header(row: &Row) -> Result<Vec<String>> {
    if row.fault.is_some() {
        return Err(Error::AtLine {
            code: Code::UnreadableRow,
            line: row.line,
        });
    }
    if row.len() > MOST_COLUMNS || !row.cells().any(|cell| cell.contains(char::is_alphanumeric)) {
        return Err(Code::UnreadableFile.into());
    }
    Ok(row.cells().map(|cell| cell.trim().to_owned()).collect())
}

/// `sep=;` in the first line.
fn preamble(start: &[u8]) -> Option<u8> {
    let line = start.split(|b| matches!(b, b'\r' | b'\n')).next()?;
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if delimiter.is_ascii() => {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// The delimiter under which most headers are known and most rows are as long as the header.
fn guess(start: &[u8]) -> u8 {
    let score = |delimiter: u8| {
        let mut rows = Rows::new(Cursor::new(start), delimiter);
        let mut row = Row::default();
        let mut header: Option<Vec<String>> = None;
        let (mut known, mut even) = (0, 0);
        for _ in 0..GUESS_ROWS {
            if !rows.next_into(&mut row).unwrap_or(false) {
                break;
            }
            match &header {
                None if row.is_blank() => {}
                None => {
                    let cells: Vec<String> =
                        row.cells().map(str::to_owned).take(MOST_COLUMNS).collect();
                    known = headers::recognise(&cells, |_| false)
                        .iter()
                        .filter(|t| **t != Target::NotInPolicy)
                        .count();
                    header = Some(cells);
                }
                Some(cells) => {
                    even += usize::from(
                        row.fault.is_none() && cells.len() > 1 && row.len() == cells.len(),
                    );
                }
            }
        }
        (known, even, header.map_or(0, |cells| cells.len()))
    };
    // The first of equals wins, so that a file of one column is read as a Swedish spreadsheet would.
    DELIMITERS
        .iter()
        .copied()
        .rev()
        .max_by_key(|delimiter| score(*delimiter))
        .unwrap_or(b';')
}

/// Text has no zero bytes; a database, a picture or an archive has.
struct NoZeros<R>(R);

impl<R: Read> Read for NoZeros<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(into)?;
        if into[..count].contains(&0) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(count)
    }
}

fn unreadable(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData => Code::UnreadableFile.into(),
        _ => error.into(),
    }
}
