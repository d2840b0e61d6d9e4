//! `salvage`: what is left of a damaged vault, as open files, as a new vault, or both.

use std::path::PathBuf;
use std::sync::Arc;

use fluent_bundle::FluentArgs;
use kartotek_core::backup::Backup;
use kartotek_core::salvage::{self, Report};
use kartotek_core::vault::SystemClock;
use kartotek_core::vault::session::{Surroundings, Unlock};

use crate::console::{Console, Failure};
use crate::door::Door;
use crate::exit;
use crate::headway::along;
use crate::texts::word;

#[derive(clap::Args)]
#[group(id = "to", required = true, multiple = true, args = ["out", "into"])]
pub(crate) struct Salvage {
    /// Write what is left as open files into this new ZIP: a JSON and a vCard for each contact, not encrypted
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Make a new vault of what is left in this folder; the folder of the damaged one itself is kept aside first
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// A folder of backups: its list of the forgotten counts, and its newest good backup is proposed
    #[arg(long, value_name = "DIR")]
    backups: Option<PathBuf>,
    /// What is read is the recovery code, not the passphrase
    #[arg(long)]
    recovery: bool,
}

#[derive(serde::Serialize)]
struct Told<'r> {
    report: &'r Report,
    newest_good_backup: Option<Backup>,
    kept: Option<PathBuf>,
}

impl Salvage {
    pub(crate) fn run(&self, door: &Door, console: &Console) -> Result<u8, Failure> {
        let folder = door.folder()?;
        let unlock = if self.recovery {
            Unlock::Recovery(door.passphrase(console, "ask-recovery")?)
        } else {
            Unlock::Passphrase(door.passphrase(console, "ask-passphrase")?)
        };
        let around = Surroundings::new(Arc::new(SystemClock));
        let backups = self.backups.as_deref();
        let rescue = along(console, |course| {
            salvage::salvage(folder, &unlock, &around, backups, course)
        })?;
        let report = rescue.report().clone();
        if !console.json {
            tell(console, &report);
        }
        let good =
            along(console, |course| rescue.newest_good_backup(backups, course)).unwrap_or(None);
        if let Some(out) = &self.out {
            rescue.export(out)?;
            said(
                console,
                "salvage-exported",
                "file",
                out.display().to_string(),
            );
        }
        let mut kept = None;
        if let Some(into) = &self.into {
            kept = rescue.settle(into)?;
            said(
                console,
                "salvage-settled",
                "folder",
                into.display().to_string(),
            );
        }
        if let Some(kept) = &kept {
            said(
                console,
                "restored-kept",
                "folder",
                kept.display().to_string(),
            );
        }
        if let Some(good) = &good {
            said(
                console,
                "salvage-backup",
                "file",
                good.file.display().to_string(),
            );
        }
        if console.json {
            console.print_json(&Told {
                report: &report,
                newest_good_backup: good,
                kept,
            })?;
        }
        let lost = report.unreadable > 0 || report.kinds.iter().any(|kind| kind.lost > 0);
        Ok(if lost { exit::NOT_IN_ORDER } else { exit::DONE })
    }
}

fn said(console: &Console, id: &str, name: &'static str, value: String) {
    let mut args = FluentArgs::new();
    args.set(name, value);
    console.tell_with(id, &args);
}

fn tell(console: &Console, report: &Report) {
    let mut args = FluentArgs::new();
    args.set("unreadable", report.unreadable);
    args.set("pages", report.pages);
    console.tell_with("salvage-pages", &args);
    for kind in &report.kinds {
        let mut args = FluentArgs::new();
        args.set("rescued", kind.rescued);
        args.set("lost", kind.lost);
        args.set("more", if kind.uncounted { "yes" } else { "no" });
        console.tell_with(&format!("salvage-{}", word(kind.what)), &args);
    }
    for (id, count) in [
        ("salvage-refused", report.refused),
        ("salvage-loose", report.loose),
        ("salvage-forgotten", report.forgotten),
        ("salvage-doubtful", report.doubtful),
    ] {
        if count > 0 {
            let mut args = FluentArgs::new();
            args.set("count", count);
            console.tell_with(id, &args);
        }
    }
}
