//! `verify`: the vault's own checks, every person's chain of consents, and the inventory against the live schema.

pub use crate::vault::verify::Check;
use crate::vault::{Vault, verify};
use crate::{Result, consent, inventory};

/// People looked at in one go, so that nobody waits.
const SLICE: usize = 200;

/// Runs every check; `head` (from an export or a certificate) shows whether the journal was cut off.
pub fn verify(vault: &Vault, head: Option<&str>) -> Vec<Check> {
    let mut checks = Vec::new();
    verify_by_and_by(vault, head, &mut |check| checks.push(check));
    checks
}

/// The same in the background: each verdict is told as it falls.
pub fn verify_by_and_by(vault: &Vault, head: Option<&str>, done: &mut dyn FnMut(Check)) {
    let heads: Vec<String> = head.into_iter().map(str::to_owned).collect();
    verify::file(vault, &heads, done);
    done(Check::of("consents", broken_chains(vault)));
    done(Check::of("inventory", vault.read(inventory::unclaimed)));
}

/// The first event of every chain that does not fit, by id.
fn broken_chains(vault: &Vault) -> Result<Vec<String>> {
    let people = vault.read(verify::everybody)?;
    let mut found = Vec::new();
    for some in people.chunks(SLICE) {
        vault.read(|tx| {
            for person in some {
                if let Some(event) = consent::verify_chain(tx, *person)? {
                    found.push(format!("event {event}"));
                }
            }
            Ok(())
        })?;
    }
    Ok(found)
}
