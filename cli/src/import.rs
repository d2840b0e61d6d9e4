//! `import`: contacts from a CSV file; every row accounted for.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use fluent_bundle::FluentArgs;
use kartotek_core::Code;
use kartotek_core::backup;
use kartotek_core::contact::{BasisChoice, Source, SourceHow};
use kartotek_core::import::{self, ImportPlan, ImportReport, RowOutcome, RowReport};
use kartotek_core::policy::LawfulBasis;
use kartotek_core::vault::Vault;

use crate::console::{Console, Failure};
use crate::headway::along;
use crate::{exit, input};

#[derive(clap::Args)]
pub(crate) struct Import {
    /// The CSV file: comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252; headers in Swedish or English
    file: PathBuf,
    /// Account for every row and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Where the people come from; the file's name and the row are added
    #[arg(long, value_name = "TEXT", default_value = "")]
    source: String,
    /// What the people may be contacted for (`policy show`); without it, as the policy says for each type of person
    #[arg(long, value_name = "PURPOSE", requires = "basis")]
    purpose: Option<String>,
    /// The lawful basis of that purpose: 6_1_a to 6_1_f, the letters of Art. 6(1) GDPR
    #[arg(long, value_name = "BASIS", value_parser = input::basis, requires = "purpose")]
    basis: Option<LawfulBasis>,
    /// The day on which the list was acquired, YYYY-MM-DD; without it, today
    #[arg(long, value_name = "DATE", value_parser = input::day)]
    acquired_on: Option<String>,
}

/// The JSON of a report.
#[derive(serde::Serialize)]
struct Report<'a> {
    created: u32,
    unchanged: u32,
    refused: u32,
    rows: Vec<Row>,
    dropped_columns: &'a [String],
}

#[derive(serde::Serialize)]
struct Row {
    line: u32,
    reason: Code,
}

impl Import {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        let bases = self
            .purpose
            .iter()
            .zip(self.basis)
            .map(|(purpose, basis)| BasisChoice {
                purpose: purpose.clone(),
                basis,
            });
        let plan = ImportPlan {
            targets: None,
            source: Source {
                how: SourceHow::Import,
                on: self.acquired_on.clone().unwrap_or_default(),
                place: self.source.clone(),
            },
            person_type: None,
            bases: bases.collect(),
        };
        self.back_up(vault, console)?;
        let cancel = AtomicBool::new(false);
        let report = import::run(
            vault,
            &self.file,
            &plan,
            self.dry_run,
            &cancel,
            &mut |_, _| {},
        )?
        .value;
        if console.json {
            console.print_json(&Report {
                created: report.created,
                unchanged: report.unchanged,
                refused: report.refused,
                rows: refused(&report)
                    .map(|row| Row {
                        line: row.line,
                        reason: row.reason,
                    })
                    .collect(),
                dropped_columns: &report.dropped_columns,
            })?;
        } else {
            self.tell(&report, console);
        }
        let nothing = report.refused > 0 && report.created == 0 && report.unchanged == 0;
        Ok(if nothing { exit::BAD_INPUT } else { exit::DONE })
    }

    /// A backup of before. A file that is refused anyway, and a dry run, change nothing.
    fn back_up(&self, vault: &Vault, console: &Console) -> Result<(), Failure> {
        if self.dry_run || import::sniff(vault, &self.file).is_err() {
            return Ok(());
        }
        if let Some(taken) = along(console, |course| backup::take_before(vault, course))? {
            let mut args = FluentArgs::new();
            args.set("file", taken.file.display().to_string());
            console.tell_with("import-backup", &args);
        }
        Ok(())
    }

    fn tell(&self, report: &ImportReport, console: &Console) {
        for row in refused(report) {
            let mut args = FluentArgs::new();
            args.set("line", row.line);
            let at = if row.column.is_empty() {
                console.texts.with("error-at-line", &args)
            } else {
                args.set("column", row.column.clone());
                console.texts.with("at-line-and-column", &args)
            };
            console.line(&format!("{at} {}", console.texts.error(row.reason)));
        }
        for column in &report.dropped_columns {
            let mut args = FluentArgs::new();
            args.set("column", column.clone());
            console.tell_with("column-dropped", &args);
        }
        let mut args = FluentArgs::new();
        args.set("created", report.created);
        args.set("unchanged", report.unchanged);
        args.set("refused", report.refused);
        console.tell_with(
            if self.dry_run {
                "import-would"
            } else {
                "import-done"
            },
            &args,
        );
    }
}

fn refused(report: &ImportReport) -> impl Iterator<Item = &RowReport> {
    report
        .rows
        .iter()
        .filter(|row| row.outcome == RowOutcome::Refused)
}
