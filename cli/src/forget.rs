//! `forget`: a person leaves for good; the command waits for the proof.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentArgs;
use kartotek_core::backup;
use kartotek_core::erasure::{self, Certificate, Ground};
use kartotek_core::vault::Vault;
use kartotek_core::{Code, PersonId};

use crate::backup::tell_aside;
use crate::console::{Console, Failure};
use crate::headway::along;
use crate::{exit, input};

#[derive(clap::Args)]
pub(crate) struct Forget {
    id: PersonId,
    /// The letter of Art. 17(1) GDPR: a not needed, b consent withdrawn, c objection, d unlawful, e law requires, f child
    #[arg(long, value_parser = input::word::<Ground>)]
    ground: Ground,
    /// There is no way back, and it is meant; without it only what would go is shown
    #[arg(long)]
    yes: bool,
    /// Keep no sign that stops the person's addresses from coming back with a later list
    #[arg(long)]
    no_suppress: bool,
    /// Write the certificate to this new file
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

impl Forget {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        if !self.yes {
            return self.preview(vault, console);
        }
        if self.certificate.as_deref().is_some_and(Path::exists) {
            return Err(Code::FileExists.into());
        }
        let erasure = erasure::forget(vault, self.id, self.ground, !self.no_suppress)?
            .value
            .erasure;
        console.tell("forget-accepted");
        let proven = match erasure::prove_pending(vault, &mut |_| {}) {
            Ok(proven) => proven,
            Err(error) if error.code() == Code::DiskFull => {
                console.tell("forget-pending-disk-full");
                return Ok(exit::NOT_IN_ORDER);
            }
            Err(error) => {
                console.fail(&error.into());
                Vec::new()
            }
        };
        let Some(certificate) = proven.iter().find(|proof| proof.erasure == erasure) else {
            console.tell("forget-pending");
            return Ok(exit::NOT_IN_ORDER);
        };
        let kept = self
            .certificate
            .as_deref()
            .map(|path| keep(path, certificate));
        if console.json || matches!(kept, Some(Err(_))) {
            console.print_json(certificate)?;
        }
        let mut args = FluentArgs::new();
        args.set("pages", certificate.pages_read);
        args.set("residues", certificate.residues);
        console.tell_with("forget-proven", &args);
        renew(vault, console);
        tell_aside(vault, console)?;
        kept.transpose()?;
        Ok(exit::DONE)
    }

    fn preview(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        let plan = erasure::preview(vault, self.id)?;
        for count in &plan.counts {
            console.line(&format!("  {}: {}", count.kind, count.count));
        }
        let mut args = FluentArgs::new();
        args.set("mentions", plan.mentions.len() + plan.drafts.len());
        args.set("exports", plan.exports.len());
        args.set("aside", plan.put_aside.len());
        console.tell_with("forget-needs-yes", &args);
        Ok(exit::USAGE)
    }
}

/// Takes the person out of the backups and writes the lists of the forgotten beside them. The forget itself is proven, so what
/// this fails with is told and no more.
pub(crate) fn renew(vault: &Vault, console: &Console) {
    match along(console, |course| backup::renew_everywhere(vault, course)) {
        Ok(people) => {
            let mut args = FluentArgs::new();
            args.set("people", people);
            console.tell_with("backup-renewed", &args);
            tell_unreached(vault, console);
        }
        Err(failure) => {
            console.fail(&failure);
            console.tell("forget-backups-later");
        }
    }
}

/// Names the folders where backups lie that nobody can look into now.
fn tell_unreached(vault: &Vault, console: &Console) {
    let left = backup::left(vault).unwrap_or_default();
    for away in left.iter().filter(|left| !left.reached) {
        let mut args = FluentArgs::new();
        args.set("folder", away.folder.display().to_string());
        console.tell_with("forget-backups-away", &args);
    }
}

fn keep(path: &Path, certificate: &Certificate) -> Result<(), Failure> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(serde_json::to_string_pretty(certificate)?.as_bytes())?;
    file.write_all(b"\n")?;
    Ok(file.sync_all()?)
}
