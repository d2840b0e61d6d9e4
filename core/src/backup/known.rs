//! When the newest backup was made, for the days when the folder that it lies in is not reached.

use std::path::Path;

use super::{Backup, newest, store};
use crate::Result;
use crate::vault::{Op, ReadTx, Vault};

/// When the newest backup was made as far as is known: the last that was taken or seen. Whether it is still there, only its
/// folder tells; one from a day to come does not count.
pub fn newest_known(tx: &ReadTx<'_>) -> Result<Option<i64>> {
    let now = tx.now();
    let known = store::known(tx)?.map(|(at, _)| at);
    Ok(known.filter(|at| *at <= now))
}

/// Remembers what lies in `folder`, which was reached: a backup that is newer than what is known, and that one is gone which
/// should be there.
///
/// # Errors
/// When the vault cannot be written; nothing depends on it.
pub fn see(vault: &Vault, folder: &Path, backups: &[Backup]) -> Result<()> {
    let place = folder.to_string_lossy();
    let seen = |tx: &ReadTx<'_>| {
        let now = tx.now();
        let at = newest(backups, now).map(|backup| backup.created_at);
        let known = store::known(tx)?;
        let here = known.as_ref().is_some_and(|(_, folder)| *folder == place);
        let known = known.map(|(at, _)| at);
        let newer = at > known.filter(|at| *at <= now);
        Ok((at, newer || here && at != known))
    };
    if vault.read(seen)?.1 {
        vault.write(Op::SeeBackups, |tx| {
            let (at, changed) = seen(tx)?;
            if changed {
                store::know(tx, at, &place)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}
