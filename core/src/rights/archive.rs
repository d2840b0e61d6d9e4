//! The ZIP: fixed order, one time, nothing of this computer in it.

use std::io::{self, Cursor, Write};

use chrono::{Datelike, NaiveDateTime, Timelike};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The files, in the order in which they stand.
pub(super) const FILES: [&str; 4] = [
    "index.html",
    "data.json",
    "contact.vcf",
    "export.schema.json",
];

/// Packs `files`, each with its name.
pub(super) fn pack<'f>(
    at: NaiveDateTime,
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
) -> io::Result<Vec<u8>> {
    let small = |number: u32| u8::try_from(number).unwrap_or(0);
    let time = DateTime::from_date_and_time(
        u16::try_from(at.year()).unwrap_or(1980),
        small(at.month()),
        small(at.day()),
        small(at.hour()),
        small(at.minute()),
        0,
    )
    .unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time)
        .unix_permissions(0o600);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}
