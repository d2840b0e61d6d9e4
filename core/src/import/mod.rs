//! CSV import: recognise, map, dry run, one transaction. Every row is accounted for; the same file again creates nothing.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::contact::{BasisChoice, Source};
use crate::policy::{self, PersonType};
use crate::vault::{Committed, Op, Vault};
use crate::{Code, Result};

mod encoding;
mod headers;
mod layout;
mod mapping;
mod parts;
mod rows;
mod store;
mod take;
#[cfg(test)]
mod tests;
mod words;

use layout::Layout;
use mapping::Mapping;

/// What a column becomes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A field of the policy, by key.
    Field(String),
    /// Parts of a name.
    GivenName,
    FamilyName,
    /// Parts of an address.
    Street,
    PostalCode,
    Town,
    Country,
    Tags,
    Note,
    /// The language of the person.
    Language,
    /// The person type of the row.
    PersonType,
    /// Left out by choice.
    Skip,
    /// The policy does not name it: reported and dropped.
    NotInPolicy,
}

/// A column as found.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Column {
    pub header: String,
    pub target: Target,
    /// The first values, for the mapping screen.
    pub sample: Vec<String>,
}

/// What the file looks like.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Sniffed {
    pub file_name: String,
    pub encoding: String,
    pub delimiter: String,
    pub columns: Vec<Column>,
    pub rows: u32,
}

/// How to take it in.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct ImportPlan {
    /// One target a column; absent: as recognised.
    #[serde(default)]
    pub targets: Option<Vec<Target>>,
    pub source: Source,
    /// The person type of rows that do not say; absent: employee when the row has an organization, else consumer.
    #[serde(default)]
    pub person_type: Option<PersonType>,
    /// Empty: the policy's defaults for the person type.
    #[serde(default)]
    pub bases: Vec<BasisChoice>,
}

/// The rows that a report names; it counts all of them.
const REPORTED_ROWS: usize = 1_000;

/// What became of a row that was not created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    Unchanged,
    Refused,
}

/// A row that was not created. A row taken in before, with the same content, is only counted.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct RowReport {
    /// Line in the file, from 1, the header included.
    pub line: u32,
    pub outcome: RowOutcome,
    pub reason: crate::Code,
    /// The header of the column at fault, if one is.
    pub column: String,
}

/// Every row accounted for.
#[derive(Clone, Default, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ImportReport {
    pub created: u32,
    pub unchanged: u32,
    pub refused: u32,
    /// The first 1,000 rows that were refused or whose person is in the vault already.
    pub rows: Vec<RowReport>,
    pub dropped_columns: Vec<String>,
}

/// Looks at a file: encoding, delimiter, headers, samples.
///
/// # Errors
/// [`Code::FileGone`], [`Code::FileTooLarge`] (over 64 MiB), [`Code::UnreadableFile`]; [`Code::BrokenQuotes`] and
/// [`Code::UnreadableRow`] (the header) with the line.
pub fn sniff(vault: &Vault, file: &Path) -> Result<Sniffed> {
    let policy = vault.read(policy::active)?.policy;
    let layout = Layout::of(file)?;
    let targets = mapping::targets(&layout, None, &policy);
    let columns = layout.headers.iter().zip(targets).zip(&layout.samples);
    Ok(Sniffed {
        file_name: file_name(file),
        encoding: layout.encoding.name().to_owned(),
        delimiter: char::from(layout.delimiter).to_string(),
        columns: columns
            .map(|((header, target), sample)| Column {
                header: header.clone(),
                target,
                sample: sample.clone(),
            })
            .collect(),
        rows: layout.rows,
    })
}

/// Takes a file in (or, dry, accounts for every row and writes nothing). `progress(done, of)`; setting `cancel` rolls everything back.
///
/// A row is refused, with its column, rather than taken in by half. A row is known, and nothing is created, when its
/// content was taken in before, when its e-mail is in the vault, or when its phone is and the name does not differ:
/// colleagues share a switchboard. Addresses on the suppression list are refused. No column makes a consent.
///
/// # Errors
/// As [`sniff`]; [`Code::NoColumns`]; [`Code::InvalidArgument`] when the plan's targets do not fit the columns;
/// [`Code::InvalidDate`]; [`Code::PolicyPurpose`]; [`Code::Cancelled`]; [`Code::DiskFull`]. Nothing is written then.
pub fn run(
    vault: &Vault,
    file: &Path,
    plan: &ImportPlan,
    dry_run: bool,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u32, u32),
) -> Result<Committed<ImportReport>> {
    let policy = vault.read(policy::active)?.policy;
    let layout = Layout::of(file)?;
    let mapping = Mapping::new(&layout, plan, &policy, &file_name(file))?;
    let total = layout.rows;
    let rows = layout.body()?;
    let mut dry = None;
    let done = vault.write(Op::Import, |tx| {
        let report = take::all(tx, &mapping, rows, cancel, &mut |count| {
            progress(count, total);
        })?;
        if dry_run {
            dry = Some(report);
            // Rolls back: the same code ran, and nothing stays.
            return Err(Code::Cancelled.into());
        }
        Ok(report)
    });
    match dry {
        Some(report) => Ok(Committed {
            value: report,
            changed: Vec::new(),
        }),
        None => done,
    }
}

/// The last part of the path; the folder is nobody's business.
fn file_name(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().chars().take(120).collect())
        .unwrap_or_default()
}
