//! CSV import: recognise, map, dry run, one transaction. Every row is accounted for; the same file again creates nothing.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::Result;
use crate::contact::{BasisChoice, Source};
use crate::policy::PersonType;
use crate::vault::{Committed, Vault};

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

/// What became of a row that was not created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    Unchanged,
    Refused,
}

/// A row that was not created, or created with something left out.
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
    /// The first 1,000 rows that were not created.
    pub rows: Vec<RowReport>,
    pub dropped_columns: Vec<String>,
}

/// Looks at a file: encoding, delimiter, headers, samples.
pub fn sniff(vault: &Vault, file: &Path) -> Result<Sniffed> {
    let _ = (vault, file);
    Err(crate::Code::Internal.into())
}

/// Takes a file in (or, dry, accounts for every row and writes nothing). `progress(done, of)`; setting `cancel` rolls everything back.
pub fn run(
    vault: &Vault,
    file: &Path,
    plan: &ImportPlan,
    dry_run: bool,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u32, u32),
) -> Result<Committed<ImportReport>> {
    let _ = (vault, file, plan, dry_run, cancel, progress);
    Err(crate::Code::Internal.into())
}
