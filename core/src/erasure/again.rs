//! Forgetting again: whoever is in the ledger does not come back with a copy of an earlier time.

use uuid::Uuid;

use super::{Ground, Noted, forget, store};
use crate::vault::{Op, ReadTx, Vault};
use crate::{Code, PersonId, Result};

/// Somebody whom the ledger names, by random id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    pub person: PersonId,
    pub ground: Ground,
    /// Tokens of the addresses were kept.
    pub suppressed: bool,
}

/// Everybody in the ledger.
pub fn forgotten(tx: &ReadTx<'_>) -> Result<Vec<Forgotten>> {
    store::forgotten(tx)?
        .into_iter()
        .map(|(person, ground, noted)| {
            let noted: Noted = serde_json::from_str(&noted).map_err(|_| Code::Damaged)?;
            Ok(Forgotten {
                person,
                ground,
                suppressed: noted.suppressed,
            })
        })
        .collect()
}

/// Forgets everybody of `ledger` who is in `vault`, and notes the others in its ledger, so that they cannot come back
/// either. Call [`super::prove_pending`] next. Returns how many were there.
pub fn forget_again(vault: &Vault, ledger: &[Forgotten]) -> Result<u32> {
    let mut there = 0;
    for entry in ledger {
        if vault.read(|tx| store::in_ledger(tx, entry.person))? {
            continue;
        }
        match forget::forget(vault, entry.person, entry.ground, entry.suppressed) {
            Ok(_) => there += 1,
            Err(error) if error.code() == Code::NoSuchPerson => {
                let noted = Noted {
                    erased: Vec::new(),
                    suppressed: entry.suppressed,
                    row: None,
                };
                let noted = serde_json::to_string(&noted).map_err(|_| Code::Internal)?;
                vault.write(Op::Forget, |tx| {
                    let (erasure, now) = (Uuid::now_v7(), tx.now());
                    tx.refers_to(erasure);
                    store::open_entry(tx, erasure, entry.person, entry.ground, now, &noted)
                })?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(there)
}

/// A token of an address that said no, kept without its person.
pub(crate) type Token = (Vec<u8>, i64, String, String, String, String);

/// Every token that is kept without a person.
pub(crate) fn kept_tokens(tx: &ReadTx<'_>) -> Result<Vec<Token>> {
    store::kept_tokens(tx)
}

/// Keeps the tokens of another edition of this vault, too; they are under the same keys.
pub(crate) fn keep_tokens(vault: &Vault, tokens: &[Token]) -> Result<()> {
    vault.write(Op::Restore, |tx| {
        for (token, key, channel, reason, since, review) in tokens {
            store::suppress(tx, token, *key, channel, reason, (since, review))?;
        }
        Ok(())
    })?;
    Ok(())
}
