//! `backup` and `restore`: sealed copies, and back again without anybody who was forgotten.

use std::path::PathBuf;
use std::sync::Arc;

use fluent_bundle::FluentArgs;
use kartotek_core::backup::{self, Backup as Copy};
use kartotek_core::vault::session::{Surroundings, Unlock};
use kartotek_core::vault::{SystemClock, Vault};

use crate::console::{Console, Failure};
use crate::door::Door;
use crate::exit;

#[derive(clap::Subcommand)]
pub(crate) enum Backup {
    /// Take a backup, read it back, and thin the older ones
    Take(Folder),
    /// List the backups, newest first
    List(Folder),
    /// Write backups anew without the people forgotten since
    Renew(Folder),
}

#[derive(clap::Args)]
pub(crate) struct Folder {
    /// The folder of the backups, for example on a USB stick (default: the one in the settings)
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Folder {
    fn path(&self, vault: &Vault) -> Result<PathBuf, Failure> {
        match &self.folder {
            Some(folder) => Ok(folder.clone()),
            None => Ok(backup::folder(vault, &vault.read(backup::plan)?)),
        }
    }
}

impl Backup {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        match self {
            Self::Take(folder) => {
                let taken = backup::take(vault, &folder.path(vault)?)?;
                console.tell("backup-taken");
                show(console, &[taken])?;
            }
            Self::List(folder) => show(console, &backup::list(vault, &folder.path(vault)?)?)?,
            Self::Renew(folder) => {
                let folder = folder.path(vault)?;
                let people = backup::renew(vault, &folder, &mut |_, _| {})?;
                let mut args = FluentArgs::new();
                args.set("people", people);
                console.tell_with("backup-renewed", &args);
                show(console, &backup::list(vault, &folder)?)?;
            }
        }
        Ok(exit::DONE)
    }
}

fn show(console: &Console, backups: &[Copy]) -> Result<(), Failure> {
    if console.json {
        return console.print_json(&backups);
    }
    for backup in backups {
        let mut args = FluentArgs::new();
        args.set("people", backup.people);
        args.set("forgotten", backup.forgotten);
        let contents = console.texts.with("backup-contents", &args);
        console.print(&format!("{}  {contents}", backup.file.display()))?;
    }
    Ok(())
}

#[derive(clap::Args)]
pub(crate) struct Restore {
    /// The backup
    #[arg(value_name = "FILE", required_unless_present = "keys_only")]
    file: Option<PathBuf>,
    /// Put only the key file back beside its database: from FILE, or from the newest that fits in the folder FILE
    /// (default: the backups beside the vault)
    #[arg(long)]
    keys_only: bool,
    /// What is read is the recovery code, not the passphrase
    #[arg(long)]
    recovery: bool,
}

impl Restore {
    pub(crate) fn run(&self, door: &Door, console: &Console) -> Result<u8, Failure> {
        let folder = door.folder()?;
        let unlock = if self.recovery {
            Unlock::Recovery(door.passphrase(console, "ask-recovery")?)
        } else {
            Unlock::Passphrase(door.passphrase(console, "ask-passphrase")?)
        };
        let around = Surroundings::new(Arc::new(SystemClock));
        let beside = folder.join(backup::FOLDER);
        let file = self.file.as_ref().unwrap_or(&beside);
        if self.keys_only {
            let from = backup::restore_keys(file, folder, &unlock, &around)?;
            if console.json {
                console.print_json(&serde_json::json!({ "from": from }))?;
            }
            console.tell("keys-restored");
            return Ok(exit::DONE);
        }
        let restored = backup::restore(file, folder, &unlock, &around)?;
        if console.json {
            console.print_json(&restored)?;
        }
        let mut args = FluentArgs::new();
        args.set("people", restored.people);
        args.set("forgotten", restored.forgotten_again);
        console.tell_with("restored", &args);
        if let Some(kept) = &restored.kept {
            args.set("folder", kept.display().to_string());
            console.tell_with("restored-kept", &args);
        }
        Ok(exit::DONE)
    }
}
