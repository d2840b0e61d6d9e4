//! Kartotek on the command line: the same core for scripts.

// The comments of arguments are the help that a terminal shows: no backticks there.
#![allow(clippy::doc_markdown)]

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand};
use kartotek_core::erasure;
use kartotek_core::vault::Vault;

use console::{Console, Failure};
use door::Door;
use texts::Texts;

mod activity;
mod backup;
mod consent;
mod console;
mod contact;
mod door;
mod enrichment;
mod exit;
mod export;
mod forget;
mod headway;
mod import;
mod init;
mod input;
mod key;
mod policy;
mod salvage;
mod texts;
mod usage;
mod vaults;
mod verify;

/// Contacts, consents, calls and notes in one encrypted file, for scripts
///
/// Personal data goes in by stdin and files and never on the command line, which other users of the computer can read.
#[derive(Parser)]
#[command(name = "kartotek", version, after_help = exit::TABLE, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    door: Door,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new vault
    Init(init::Init),
    /// Bring in contacts from a CSV file
    Import(import::Import),
    /// Add, list, show, search and edit contacts
    #[command(subcommand)]
    Contact(contact::Contact),
    /// Record and show consents
    #[command(subcommand)]
    Consent(consent::Consent),
    /// Record calls
    #[command(subcommand)]
    Call(activity::Call),
    /// Write notes
    #[command(subcommand)]
    Note(activity::Note),
    /// Switch enrichment on or off, for the vault or for one contact
    #[command(subcommand)]
    Enrichment(enrichment::Enrichment),
    /// Everything about a person in one ZIP file
    Export(export::Export),
    /// Forget a person for good, and wait for the proof
    Forget(forget::Forget),
    /// Take, list, renew and rehearse backups
    #[command(subcommand)]
    Backup(backup::Backup),
    /// Put a backup in the place of a vault, which is kept, or where none is yet
    Restore(backup::Restore),
    /// List what opens the vault, and test the recovery code
    #[command(subcommand)]
    Key(key::Key),
    /// List the vaults that the window knows, add and remove them
    #[command(subcommand)]
    Vaults(vaults::Vaults),
    /// Rescue what can be read of a damaged vault, which is left as it is
    Salvage(salvage::Salvage),
    /// Check header, settings, integrity, schema and journal
    Verify(verify::Verify),
    /// Show what the policy allows
    #[command(subcommand)]
    Policy(policy::Policy),
}

/// The whole program: what the command line asks for is done, and the answer written.
pub fn main() -> ExitCode {
    kartotek_core::vault::keep_private();
    let texts = Texts::new(texts::of_terminal());
    let cli = match parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(help) if usage::is_help(&help) => help.exit(),
        Err(error) => {
            let sentence = usage::sentence(&error, &texts);
            Console::new(texts, false).line(&sentence);
            return ExitCode::from(exit::USAGE);
        }
    };
    let mut console = Console::new(texts, cli.door.json);
    let code = run(&cli, &mut console).unwrap_or_else(|failure| {
        console.fail(&failure);
        failure.exit()
    });
    ExitCode::from(code)
}

/// For fuzzing: reads a command line, the program's name first, and does nothing; wrong use has a sentence.
#[doc(hidden)]
pub fn read(words: impl Iterator<Item = OsString>) -> Option<String> {
    let error = parse(words).err()?;
    let texts = Texts::new(kartotek_core::policy::Language::Sv);
    Some(usage::sentence(&error, &texts))
}

/// Every command but the list of vaults needs to know the vault.
fn parse(words: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let cli = Cli::try_parse_from(words)?;
    if cli.door.vault.is_none() && !matches!(cli.command, Command::Vaults(_)) {
        let mut missing = clap::Error::new(ErrorKind::MissingRequiredArgument);
        missing.insert(
            ContextKind::InvalidArg,
            ContextValue::String("--vault <DIR>".to_owned()),
        );
        return Err(missing);
    }
    Ok(cli)
}

fn run(cli: &Cli, console: &mut Console) -> Result<u8, Failure> {
    if let Command::Init(init) = &cli.command {
        return init.run(&cli.door, console);
    }
    if let Command::Restore(restore) = &cli.command {
        return restore.run(&cli.door, console);
    }
    if let Command::Vaults(vaults) = &cli.command {
        return vaults.run(console);
    }
    if let Command::Salvage(salvage) = &cli.command {
        return salvage.run(&cli.door, console);
    }
    let vault = cli.door.open(console)?;
    let done = obey(cli, &vault, console);
    // What the command ran into keeps nothing open.
    let closed = vault.close();
    let code = done?;
    closed?;
    Ok(code)
}

/// Does what needs an open vault.
fn obey(cli: &Cli, vault: &Vault, console: &Console) -> Result<u8, Failure> {
    let code = match &cli.command {
        Command::Init(_) | Command::Restore(_) | Command::Salvage(_) | Command::Vaults(_) => {
            exit::DONE
        }
        Command::Import(import) => import.run(vault, console)?,
        Command::Contact(contact) => contact.run(vault, console)?,
        Command::Consent(consent) => consent.run(vault, console)?,
        Command::Call(call) => call.run(vault, console)?,
        Command::Note(note) => note.run(vault, console)?,
        Command::Enrichment(switch) => switch.run(vault, console)?,
        Command::Export(export) => export.run(vault, console)?,
        Command::Forget(forget) => forget.run(vault, console)?,
        Command::Backup(backup) => backup.run(vault, console)?,
        Command::Key(key) => key.run(vault, console)?,
        Command::Verify(verify) => verify.run(vault, console)?,
        Command::Policy(policy) => policy.run(vault, console)?,
    };
    // A proof that a crash or a full disk held up is finished at the next start; with none pending this costs nothing.
    if erasure::prove_pending(vault, &mut |_| {}).is_ok_and(|proven| !proven.is_empty()) {
        console.tell("forget-proven-now");
        forget::renew(vault, console);
        backup::tell_aside(vault, console)?;
    }
    Ok(code)
}
