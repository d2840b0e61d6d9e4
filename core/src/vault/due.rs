//! A new root key that is due: a mark in the vault, so that it is proposed until it was given or declined, whatever
//! closes the vault meanwhile.

use super::{ReadTx, WriteTx};
use crate::{Code, Result};

/// Why a new root key is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The vault was opened with the recovery code: whoever had that sheet may have more.
    RecoveryUsed,
    /// One was being given and was cut off; the old one holds.
    CutOff,
}

impl Due {
    fn code(self) -> &'static str {
        match self {
            Self::RecoveryUsed => "recovery_used",
            Self::CutOff => "cut_off",
        }
    }
}

/// Whether a new root key is due, and why.
pub fn new_key_due(tx: &ReadTx<'_>) -> Result<Option<Due>> {
    let code: Option<String> = tx.row("SELECT new_key_due FROM vault", [], |r| r.get(0))?;
    code.map(|code| {
        [Due::RecoveryUsed, Due::CutOff]
            .into_iter()
            .find(|due| due.code() == code)
            .ok_or(Code::Damaged.into())
    })
    .transpose()
}

/// A new root key is due.
pub fn new_key_is_due(tx: &mut WriteTx<'_>, due: Due) -> Result<()> {
    tx.execute("UPDATE vault SET new_key_due = ?1", [due.code()])?;
    Ok(())
}

/// Whoever was asked does not want one for this reason; one that is due for another reason stays due.
pub fn decline_new_key(tx: &mut WriteTx<'_>, due: Due) -> Result<()> {
    tx.execute(
        "UPDATE vault SET new_key_due = NULL WHERE new_key_due = ?1",
        [due.code()],
    )?;
    Ok(())
}
