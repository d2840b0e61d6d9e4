//! What the bytes of a file mean: UTF-8, UTF-16 or a Windows code page, decoded as a stream.

use std::io::{self, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

const CHUNK: usize = 64 * 1024;
/// Characters outside ASCII for each broken byte, from which on a file counts as damaged UTF-8 and not as something else.
const MOSTLY_UTF8: usize = 20;

/// Reads `file` once and says in what it is written; leaves it at its start.
pub(super) fn detect(file: &mut (impl Read + Seek)) -> io::Result<&'static Encoding> {
    file.seek(SeekFrom::Start(0))?;
    let mut chunk = vec![0; CHUNK];
    let mut first = fill(file, &mut chunk)?;
    let found = if let Some((encoding, _)) = Encoding::for_bom(&chunk[..first]) {
        encoding
    } else if let Some(encoding) = utf16_without_bom(&chunk[..first.min(4096)]) {
        encoding
    } else {
        let mut utf8 = Utf8Tally::new();
        let mut others = EncodingDetector::new(Iso2022JpDetection::Deny);
        while first > 0 {
            utf8.feed(&chunk[..first]);
            others.feed(&chunk[..first], false);
            first = fill(file, &mut chunk)?;
        }
        others.feed(&[], true);
        if utf8.plausible() {
            UTF_8
        } else {
            others.guess(Some(b"se"), Utf8Detection::Deny)
        }
    };
    file.seek(SeekFrom::Start(0))?;
    Ok(found)
}

/// Latin text in UTF-16 has a zero in every second byte.
fn utf16_without_bom(start: &[u8]) -> Option<&'static Encoding> {
    let zeros = |offset: usize| {
        start
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let half = start.len() / 2;
    if half == 0 {
        None
    } else if odd * 2 > half && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 2 > half && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Counts what is valid UTF-8 outside ASCII and what is not.
struct Utf8Tally {
    decoder: Decoder,
    out: Vec<u8>,
    foreign: usize,
    broken: usize,
}

impl Utf8Tally {
    fn new() -> Self {
        Self {
            decoder: UTF_8.new_decoder_without_bom_handling(),
            out: vec![0; CHUNK * 3],
            foreign: 0,
            broken: 0,
        }
    }

    fn feed(&mut self, mut bytes: &[u8]) {
        loop {
            let (result, read, written) =
                self.decoder
                    .decode_to_utf8_without_replacement(bytes, &mut self.out, false);
            self.foreign += self.out[..written].iter().filter(|b| **b >= 0xC0).count();
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.broken += 1,
            }
        }
    }

    fn plausible(&self) -> bool {
        self.broken == 0 || self.foreign > self.broken * MOSTLY_UTF8
    }
}

/// The text of a file as UTF-8 bytes, its byte order mark left out; a broken sequence becomes U+FFFD.
pub(super) struct Decoded<R> {
    from: R,
    decoder: Decoder,
    raw: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    out: Vec<u8>,
    out_start: usize,
    out_end: usize,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(from: R, encoding: &'static Encoding) -> Self {
        Self {
            from,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            start: 0,
            end: 0,
            ended: false,
            out: vec![0; CHUNK * 3 + 16],
            out_start: 0,
            out_end: 0,
        }
    }

    /// The next stretch of text; empty at the end.
    pub(super) fn next_chunk(&mut self) -> io::Result<&[u8]> {
        self.out_end = 0;
        while self.out_end == 0 && !(self.ended && self.start == self.end) {
            if self.start == self.end {
                (self.start, self.end) = (0, fill(&mut self.from, &mut self.raw)?);
                self.ended = self.end == 0;
            }
            let (_, read, written, _) = self.decoder.decode_to_utf8(
                &self.raw[self.start..self.end],
                &mut self.out,
                self.ended,
            );
            self.start += read;
            self.out_end = written;
        }
        self.out_start = 0;
        Ok(&self.out[..self.out_end])
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.out_start == self.out_end {
            self.next_chunk()?;
        }
        let count = into.len().min(self.out_end - self.out_start);
        into[..count].copy_from_slice(&self.out[self.out_start..self.out_start + count]);
        self.out_start += count;
        Ok(count)
    }
}

/// Reads until `into` is full or the file ends.
fn fill(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match from.read(&mut into[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
