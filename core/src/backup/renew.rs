//! After a forget the backups are written anew without the person.

use std::fs;
use std::path::Path;

use super::{forgotten, list};
use crate::vault::{Aside, Vault};
use crate::{Result, erasure};

/// Writes every backup in `folder` anew that may hold somebody forgotten since. Each is replaced whole, when its new
/// edition was read back; its day stays. `progress` hears how many of how many are done. Returns how many people were
/// taken out, copies counted one by one.
pub fn renew(vault: &Vault, folder: &Path, progress: &mut dyn FnMut(u32, u32)) -> Result<u32> {
    let stale: Vec<_> = list(vault, folder)?
        .into_iter()
        .filter(|backup| backup.forgotten > 0)
        .collect();
    let of = u32::try_from(stale.len()).unwrap_or(u32::MAX);
    let ledger = vault.read(erasure::forgotten)?;
    let mut taken_out = 0;
    for (done, backup) in (1..).zip(stale) {
        let aside = Aside::for_copies(vault.folder())?;
        let copy = vault.open_copy(&backup.file, &aside)?;
        taken_out += erasure::forget_again(&copy, &ledger)?;
        erasure::prove_pending(&copy, &mut |_| {})?;
        let part = backup.file.with_extension("part");
        let _ = fs::remove_file(&part);
        vault.copy_sealed_as(&copy, Some(backup.created_at), &part)?;
        copy.close()?;
        fs::rename(&part, &backup.file)?;
        fs::File::open(folder)?.sync_all()?;
        progress(done, of);
    }
    if folder.is_dir() {
        forgotten::write(vault, folder)?;
    }
    Ok(taken_out)
}
