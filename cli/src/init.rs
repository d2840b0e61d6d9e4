//! `init`: a new vault, its controller and its recovery code.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kartotek_core::policy::Language;
use kartotek_core::vault::SystemClock;
use kartotek_core::vault::session::{self, Controller, NewVault};
use secrecy::ExposeSecret;

use crate::console::{Console, Failure};
use crate::door::Door;
use crate::texts::{self, Texts};
use crate::{exit, input};

#[derive(clap::Args)]
pub(crate) struct Init {
    /// Write the recovery code to this new file (readable by you alone) instead of stdout
    #[arg(long, value_name = "FILE")]
    recovery_out: Option<PathBuf>,
    /// The drafted legitimate-interest assessments (see `policy show`) have been read and are confirmed
    #[arg(long)]
    confirm_policy: bool,
    /// Who is responsible, as JSON: name, address, email, phone, organization_number, sole_trader, language, zone; - for stdin
    #[arg(long, value_name = "FILE")]
    controller: Option<PathBuf>,
}

/// The file of `--controller`.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Responsible {
    name: String,
    address: String,
    email: String,
    phone: String,
    organization_number: String,
    sole_trader: bool,
    language: Option<Language>,
    /// An IANA zone.
    zone: Option<String>,
}

#[derive(serde::Serialize)]
struct Made<'a> {
    vault: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_out: Option<String>,
}

impl Init {
    pub(crate) fn run(&self, door: &Door, console: &mut Console) -> Result<u8, Failure> {
        let folder = door.folder()?;
        let who: Responsible = match &self.controller {
            Some(file) => input::json(Some(file))?,
            None => Responsible::default(),
        };
        let language = who.language.unwrap_or_else(texts::of_terminal);
        console.texts = Texts::new(language);
        if self.recovery_out.as_deref().is_some_and(Path::exists) {
            return Err(kartotek_core::Code::FileExists.into());
        }
        let passphrase = door.passphrase(console, "ask-new-passphrase")?;
        if door.types_passphrase() {
            let again = door.passphrase(console, "ask-passphrase-again")?;
            if again.expose_secret() != passphrase.expose_secret() {
                return Err(Failure::Said("passphrases-differ", exit::BAD_INPUT));
            }
        }
        let new = NewVault {
            controller: Controller {
                name: who.name,
                address: who.address,
                email: who.email,
                phone: who.phone,
                organization_number: who.organization_number,
                sole_trader: who.sole_trader,
            },
            language,
            zone: who.zone.unwrap_or_else(|| "Europe/Stockholm".to_owned()),
            passphrase,
            keyring: false,
            confirm_assessments: self.confirm_policy,
        };
        let (vault, code) = session::create(folder, new, Arc::new(SystemClock))?;
        let to_file = self
            .recovery_out
            .as_deref()
            .map(|path| keep(path, code.reveal()));
        vault.close()?;
        if let Some(Err(error)) = to_file {
            // The vault stands and its code would be lost: show it.
            console.fail(&error);
            console.print(code.reveal())?;
            return Ok(error.exit());
        }
        let shown = self.recovery_out.is_none().then(|| code.reveal());
        if console.json {
            let recovery_out = self
                .recovery_out
                .as_ref()
                .map(|path| path.display().to_string());
            console.print_json(&Made {
                vault: folder.display().to_string(),
                recovery_code: shown,
                recovery_out,
            })?;
        } else if let Some(code) = shown {
            console.print(code)?;
        }
        console.tell(if self.recovery_out.is_some() {
            "made-code-in-file"
        } else {
            "made-code-shown"
        });
        if !self.confirm_policy {
            console.tell("made-unconfirmed");
        }
        Ok(exit::DONE)
    }
}

/// A new file that only its owner reads; never over an old one.
fn keep(path: &Path, code: &str) -> Result<(), Failure> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    writeln!(file, "{code}")?;
    Ok(file.sync_all()?)
}
