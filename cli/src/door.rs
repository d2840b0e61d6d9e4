//! The way into a vault: its folder, the passphrase, the language it speaks.

use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use fluent_bundle::FluentArgs;
use kartotek_core::vault::session::{self, Unlock};
use kartotek_core::vault::{SystemClock, Vault, allow_outward, settings};
use kartotek_core::{activity, salvage};
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::console::{Console, Failure};
use crate::exit;
use crate::texts::{Texts, word};

/// The options of every command.
#[derive(clap::Args)]
pub(crate) struct Door {
    /// The folder of the vault
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) vault: Option<PathBuf>,
    /// Read the passphrase from this environment variable (for tests: other programs of yours can read it)
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        conflicts_with = "passphrase_fd"
    )]
    passphrase_env: Option<String>,
    /// Read the passphrase from this file descriptor, up to the first line end
    #[arg(long, global = true, value_name = "N")]
    passphrase_fd: Option<u32>,
    /// Use the vault's folder although it is synchronised or on a server, from now on
    #[arg(long, global = true)]
    allow_synced_folder: bool,
    /// Results as JSON on stdout
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

impl Door {
    /// The folder that was given.
    pub(crate) fn folder(&self) -> Result<&PathBuf, Failure> {
        let folder = self
            .vault
            .as_ref()
            .ok_or(Failure::Said("vault-missing", exit::USAGE))?;
        if self.allow_synced_folder {
            allow_outward(folder)?;
        }
        Ok(folder)
    }

    /// Opens the vault; from here on the console speaks its language.
    pub(crate) fn open(&self, console: &mut Console) -> Result<Vault, Failure> {
        let folder = self.folder()?;
        if let session::Found::Problem { code } = session::look(folder) {
            return Err(code.into());
        }
        if session::look(folder) == session::Found::Nothing {
            return Err(kartotek_core::Code::NoVault.into());
        }
        let passphrase = self.passphrase(console, "ask-passphrase")?;
        let vault = session::open(
            folder,
            Unlock::Passphrase(passphrase),
            Arc::new(SystemClock),
        )?;
        // A call that was stopped in the locked window ends here, too.
        let _ = activity::take_stop(&vault);
        // And whoever is in the open files of a rescue knows of them.
        let _ = salvage::take_handed_out(&vault);
        let language = vault.read(settings::settings)?.language;
        console.texts = Texts::new(language);
        if let Some(notice) = vault.notice() {
            let id = word(notice).replace('_', "-");
            console.tell(&format!("notice-{id}"));
        }
        if let Some(newest) = vault.cut_off() {
            let mut args = FluentArgs::new();
            let newest = vault.read(|tx| tx.local(newest))?;
            args.set("time", newest.format("%F %R").to_string());
            console.tell_with("notice-cut-off", &args);
        }
        Ok(vault)
    }

    /// The passphrase: from the environment, from a descriptor, or typed without echo.
    pub(crate) fn passphrase(&self, console: &Console, ask: &str) -> Result<SecretString, Failure> {
        let typed = if let Some(name) = &self.passphrase_env {
            std::env::var(name)
                .map_err(|_| Failure::Said("passphrase-env-missing", exit::NO_PERMISSION))?
        } else if let Some(descriptor) = self.passphrase_fd {
            first_line(descriptor)
                .map_err(|_| Failure::Said("passphrase-fd-missing", exit::NO_PERMISSION))?
        } else if io::stdin().is_terminal() || io::stderr().is_terminal() {
            // Asked and answered on the terminal itself, so that stdin may still bring JSON.
            rpassword::prompt_password(format!("{} ", console.texts.say(ask)))?
        } else {
            return Err(Failure::Said("passphrase-missing", exit::NO_PERMISSION));
        };
        Ok(SecretString::from(typed))
    }

    /// Whether the passphrase is typed by a person, who may err.
    pub(crate) fn types_passphrase(&self) -> bool {
        self.passphrase_env.is_none() && self.passphrase_fd.is_none()
    }
}

fn first_line(descriptor: u32) -> io::Result<String> {
    let mut line = Zeroizing::new(String::new());
    let read = if descriptor == 0 {
        // Shared with whoever reads the rest of stdin.
        io::stdin().lock().read_line(&mut line)?
    } else {
        BufReader::new(std::fs::File::open(format!("/dev/fd/{descriptor}"))?)
            .read_line(&mut line)?
    };
    if read == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
