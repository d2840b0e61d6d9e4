//! `export`: everything about one person in one file.

use std::path::PathBuf;

use kartotek_core::vault::Vault;
use kartotek_core::{PersonId, rights};

use crate::console::{Console, Failure};
use crate::exit;

#[derive(clap::Args)]
pub(crate) struct Export {
    id: PersonId,
    /// The new ZIP file (readable by you alone)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Export {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        let exported = rights::export(vault, self.id, &self.out, "")?.value;
        if console.json {
            console.print_json(&exported)?;
        } else {
            console.tell("exported");
        }
        Ok(exit::DONE)
    }
}
