//! `enrichment`: the switch of the vault, and of one contact.

use kartotek_core::PersonId;
use kartotek_core::enrichment;
use kartotek_core::vault::{Op, Vault};

use crate::console::{Console, Failure};
use crate::exit;

#[derive(clap::Subcommand)]
pub(crate) enum Enrichment {
    /// Suggest local facts (never fetched from anywhere)
    On(Whose),
    /// Suggest nothing
    Off(Whose),
}

#[derive(clap::Args)]
pub(crate) struct Whose {
    /// Only for this contact
    #[arg(long, value_name = "ID")]
    contact: Option<PersonId>,
}

#[derive(serde::Serialize)]
struct Switched {
    enrichment: bool,
}

impl Enrichment {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        let (on, whose) = match self {
            Self::On(whose) => (true, whose),
            Self::Off(whose) => (false, whose),
        };
        match whose.contact {
            Some(person) => vault.write(Op::EditContact, |tx| {
                enrichment::set_for(tx, person, Some(on))
            })?,
            None => vault.write(Op::ChangeSettings, |tx| enrichment::set_global(tx, on))?,
        };
        if console.json {
            console.print_json(&Switched { enrichment: on })?;
        } else {
            console.tell(if on {
                "enrichment-on"
            } else {
                "enrichment-off"
            });
        }
        Ok(exit::DONE)
    }
}
