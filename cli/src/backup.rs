//! `backup` and `restore`: sealed copies, and back again without anybody who was forgotten.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fluent_bundle::FluentArgs;
use kartotek_core::Code;
use kartotek_core::backup::{self, Backup as Copy, Ledger};
use kartotek_core::vault::session::{Surroundings, Unlock};
use kartotek_core::vault::{SystemClock, Vault};

use crate::console::{Console, Failure};
use crate::door::Door;
use crate::exit;
use crate::headway::along;

#[derive(clap::Subcommand)]
pub(crate) enum Backup {
    /// Take a backup, read it back, and thin the older ones
    Take(Folder),
    /// List the backups, newest first
    List(Folder),
    /// Write backups anew without the people forgotten since
    Renew(Folder),
    /// List the vaults that a restore or a rescue put aside, or delete one of them
    Aside(Aside),
    /// Open the newest backup wholly aside, check it, compare it with today, and remove it again
    Rehearse(Folder),
}

#[derive(clap::Args)]
pub(crate) struct Folder {
    /// The folder of the backups, for example on a USB stick (default: the one in the settings)
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct Aside {
    /// Delete the one with this name for good
    #[arg(long, value_name = "NAME")]
    delete: Option<String>,
}

impl Folder {
    fn path(&self, vault: &Vault) -> Result<PathBuf, Failure> {
        match &self.folder {
            Some(folder) => Ok(folder.clone()),
            None => Ok(backup::reach(vault, &vault.read(backup::plan)?)?),
        }
    }
}

impl Backup {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        match self {
            Self::Take(folder) => {
                let folder = folder.path(vault)?;
                let taken = along(console, |course| backup::take(vault, &folder, course))?;
                console.tell("backup-taken");
                show(console, &[taken])?;
            }
            Self::List(folder) => {
                let near = folder.path(vault);
                let mut all = match &near {
                    Ok(near) => backup::list(vault, near)?,
                    Err(_) => Vec::new(),
                };
                if folder.folder.is_none() {
                    all.extend(backup::left(vault)?.into_iter().flat_map(|left| left.list));
                }
                show(console, &all)?;
                tell_aside(vault, console)?;
                // Those that cannot be reached are not none.
                near?;
            }
            Self::Aside(aside) => aside.run(vault, console)?,
            Self::Rehearse(folder) => rehearse(vault, &folder.path(vault)?, console)?,
            Self::Renew(asked) => {
                let people = along(console, |course| match &asked.folder {
                    Some(folder) => backup::renew(vault, folder, course),
                    None => backup::renew_everywhere(vault, course),
                })?;
                let folder = asked.path(vault)?;
                let mut args = FluentArgs::new();
                args.set("people", people);
                console.tell_with("backup-renewed", &args);
                show(console, &backup::list(vault, &folder)?)?;
                tell_aside(vault, console)?;
            }
        }
        Ok(exit::DONE)
    }
}

impl Aside {
    fn run(&self, vault: &Vault, console: &Console) -> Result<(), Failure> {
        if let Some(name) = &self.delete {
            backup::delete_put_aside(vault, name)?;
            console.tell("aside-deleted");
        }
        let all = backup::put_aside(vault)?;
        if console.json {
            return console.print_json(&all);
        }
        for aside in all {
            let mut args = FluentArgs::new();
            let day = vault.read(|tx| tx.day_of(aside.at))?;
            args.set("date", day.to_string());
            args.set("kilobytes", aside.bytes.div_ceil(1000));
            args.set("forgotten", aside.forgotten);
            let contents = console.texts.with("aside-contents", &args);
            console.print(&format!("{}  {contents}", aside.name))?;
        }
        Ok(())
    }
}

/// Names the vaults put aside that may hold somebody who was forgotten: nothing takes anybody out of them.
pub(crate) fn tell_aside(vault: &Vault, console: &Console) -> Result<(), Failure> {
    for aside in backup::put_aside(vault)? {
        if aside.forgotten > 0 {
            let mut args = FluentArgs::new();
            args.set("folder", aside.folder.display().to_string());
            args.set("forgotten", aside.forgotten);
            args.set("name", aside.name);
            console.tell_with("aside-holds-forgotten", &args);
        }
    }
    Ok(())
}

fn rehearse(vault: &Vault, folder: &Path, console: &Console) -> Result<(), Failure> {
    let now = vault.read(|tx| Ok(tx.now()))?;
    let backups = backup::list(vault, folder)?;
    let newest = backup::to_rehearse(&backups, now).ok_or(Code::NotFound)?;
    let rehearsed = along(console, |course| backup::rehearse(vault, newest, course))?;
    if console.json {
        console.print_json(&rehearsed)?;
    }
    let mut args = FluentArgs::new();
    let day = vault.read(|tx| tx.day_of(rehearsed.made_at))?;
    args.set("people", rehearsed.people);
    let trend = match rehearsed.people.cmp(&rehearsed.today) {
        Ordering::Equal => "same",
        Ordering::Less => "fewer",
        Ordering::Greater => "more",
    };
    args.set("trend", trend);
    args.set("by", rehearsed.people.abs_diff(rehearsed.today));
    args.set("date", day.to_string());
    console.tell_with("backup-rehearsed", &args);
    Ok(())
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
        let earlier = if backup.earlier_key {
            console.texts.say("backup-earlier-key")
        } else {
            String::new()
        };
        console.print(&format!("{}  {contents}{earlier}", backup.file.display()))?;
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
    /// Restore also when it cannot be read who was forgotten since: somebody who was may come back
    #[arg(long)]
    as_far_as_known: bool,
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
        let ledger = if self.as_far_as_known {
            Ledger::AsFarAsKnown
        } else {
            Ledger::Whole
        };
        let restored = along(console, |course| {
            backup::restore_knowing(ledger, file, folder, &unlock, &around, course)
        })?;
        if console.json {
            console.print_json(&restored)?;
        }
        let mut args = FluentArgs::new();
        args.set("people", restored.people);
        args.set("forgotten", restored.forgotten_again);
        console.tell_with("restored", &args);
        if restored.doubtful > 0 {
            args.set("count", restored.doubtful);
            console.tell_with("salvage-doubtful", &args);
        }
        match restored.noes {
            Some(0) => {}
            Some(noes) => {
                args.set("noes", noes);
                console.tell_with("noes-stand", &args);
            }
            None => console.tell("noes-unknown"),
        }
        if let Some(kept) = &restored.kept {
            args.set("folder", kept.display().to_string());
            console.tell_with("restored-kept", &args);
        }
        Ok(exit::DONE)
    }
}
