//! `verify`: is the file what it should be?

use kartotek_core::vault::Vault;
use kartotek_core::verify;

use crate::console::{Console, Failure};
use crate::exit;

#[derive(clap::Args)]
pub(crate) struct Verify {
    /// The journal's head from an export or a certificate: shows whether entries were cut off since
    #[arg(long, value_name = "WRITER:N:HASH")]
    head: Option<String>,
}

impl Verify {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        let checks = verify::verify(vault, self.head.as_deref());
        let in_order = checks.iter().all(|check| check.ok);
        if console.json {
            console.print_json(&checks)?;
        } else {
            for check in &checks {
                let verdict = console.texts.say(if check.ok {
                    "check-in-order"
                } else {
                    "check-at-fault"
                });
                console.print(format!("{}: {verdict} {}", check.name, check.detail).trim_end())?;
            }
        }
        console.tell(if in_order {
            "verify-in-order"
        } else {
            "verify-at-fault"
        });
        Ok(if in_order {
            exit::DONE
        } else {
            exit::NOT_IN_ORDER
        })
    }
}
