//! `key`: the ways into a vault, and whether one of them opens it.

use std::path::PathBuf;

use fluent_bundle::FluentArgs;
use kartotek_core::vault::Vault;
use kartotek_core::vault::session::Unlock;
use secrecy::SecretString;

use crate::console::{Console, Failure};
use crate::texts::word;
use crate::{exit, input};

#[derive(clap::Subcommand)]
pub(crate) enum Key {
    /// List what opens the vault, with the day that it was made
    List,
    /// Say whether the recovery code opens the vault; nothing is changed
    Test {
        /// The file with the code; - or none for stdin
        #[arg(value_name = "FILE")]
        code: Option<PathBuf>,
    },
}

impl Key {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        match self {
            Self::List => {
                let slots = vault.key_slots()?;
                if console.json {
                    console.print_json(&slots)?;
                    return Ok(exit::DONE);
                }
                for slot in slots {
                    let mut args = FluentArgs::new();
                    args.set("since", slot.since);
                    let id = format!("key-{}", word(slot.way));
                    console.print(&console.texts.with(&id, &args))?;
                }
            }
            Self::Test { code } => {
                let code = SecretString::from(input::text(code.as_ref())?);
                vault.test_key(&Unlock::Recovery(code))?;
                console.tell("key-opens");
            }
        }
        Ok(exit::DONE)
    }
}
