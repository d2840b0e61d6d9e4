//! Vaults that were put aside are copies, too: nothing renews them, so they are named until they are deleted.

use std::path::PathBuf;

use super::store;
use crate::Result;
use crate::vault::{self, Op, ReadTx, Vault, WriteTx};

/// A vault that lies whole beside the one in use: another took its place, or it was to be migrated.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct PutAside {
    /// The folder's name inside the vault's folder.
    pub name: String,
    pub folder: PathBuf,
    /// When it was put aside, milliseconds UTC.
    pub at: i64,
    pub bytes: u64,
    /// People forgotten since, who may still be in it until it is deleted.
    pub forgotten: u32,
}

/// The vaults that were put aside, newest first.
///
/// # Errors
/// When the vault's folder cannot be read.
pub fn put_aside(vault: &Vault) -> Result<Vec<PutAside>> {
    let found = vault::put_aside(vault)?;
    vault.read(|tx| {
        let count = |it: vault::PutAside| {
            Ok(PutAside {
                forgotten: may_hold(tx, &it)?,
                name: it.name,
                folder: it.folder,
                at: it.at,
                bytes: it.bytes,
            })
        };
        found.into_iter().map(count).collect()
    })
}

/// How many of the forgotten may still be in it.
fn may_hold(tx: &ReadTx<'_>, aside: &vault::PutAside) -> Result<u32> {
    if !aside.holds {
        return Ok(0);
    }
    let since = store::forgotten_after(tx, aside.at)?;
    // A copy of before a migration has heard of everybody until then.
    if !aside.replaced {
        return Ok(since);
    }
    Ok(since + store::unheard_of(tx, aside.at)?)
}

/// A rescue takes the place of a damaged vault, whose ledger it read.
pub(crate) fn replaces(tx: &mut WriteTx<'_>) -> Result<()> {
    store::puts_aside(tx, 0)
}

/// Deletes the vault that was put aside in the folder called `name`.
///
/// # Errors
/// [`crate::Code::NotFound`] for anything else, a link to such a folder too; [`crate::Code::OpenElsewhere`].
pub fn delete_put_aside(vault: &Vault, name: &str) -> Result<()> {
    // The last step of the transaction: what could not be deleted is not journaled.
    vault.write(Op::DeletePutAside, |_| vault::delete_put_aside(vault, name))?;
    Ok(())
}
