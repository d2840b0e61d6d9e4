//! A call that was stopped while the vault was locked: the bare instant beside the vault becomes the call's end.

use super::{settle, store};
use crate::Result;
use crate::vault::{Op, Vault};

/// Takes in at what instant the running call was stopped while the vault was locked; it waits for how it went from then
/// on. Whoever opens the vault calls it. An instant before the call began or after now, or without a call, is no stop.
///
/// The file goes after the commit: cut off in between, it is taken in once more and finds the call stopped.
pub fn take_stop(vault: &Vault) -> Result<()> {
    if let Some(at) = vault.stopped_at()
        && let Some((call, id, started_at)) = vault.read(store::unstopped)?
        && (started_at..=vault.read(|tx| Ok(tx.now()))?).contains(&at)
    {
        vault.write(Op::StopCall, |tx| {
            store::stop(tx, call, at)?;
            let people = store::participants(tx, call)?;
            settle(tx, id, &people)
        })?;
    }
    vault.stop_is_taken()
}
