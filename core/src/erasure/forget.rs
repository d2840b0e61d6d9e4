//! The one transaction: the ledger first, then the inventory leaf first. At commit the person is gone from every view.

use uuid::Uuid;

use super::{Accepted, Ground, Noted, drafts, plan, probes, store, suppress};
use crate::vault::{Committed, Op, Vault};
use crate::{Code, PersonId, Result, draft, inventory};

/// One transaction: gone from every view. Call [`super::prove_pending`] next, off the user's way.
///
/// `suppress`: keep keyed tokens of the addresses, so that an import does not bring the person back; when a no stands
/// they are kept anyway. Errors: [`Code::NoSuchPerson`].
pub fn forget(
    vault: &Vault,
    person: PersonId,
    ground: Ground,
    suppress: bool,
) -> Result<Committed<Accepted>> {
    forget_with(vault, person, ground, suppress, true)
}

/// `plain_index`: FTS5 `secure-delete` is put back to 0 should somebody have set it (it leaves term prefixes behind).
pub(super) fn forget_with(
    vault: &Vault,
    person: PersonId,
    ground: Ground,
    suppress: bool,
    plain_index: bool,
) -> Result<Committed<Accepted>> {
    let erasure = Uuid::now_v7();
    let (committed, alone) = {
        let mut alone = None;
        let committed = vault.write(Op::Forget, |tx| {
            let row = tx.person(person)?;
            tx.about(row)?;
            tx.refers_to(erasure);
            let no_stood = store::no_stands(tx, row)?;
            let suppressed = suppress || no_stood;
            let elsewhere = drafts::elsewhere(tx, row)?;
            let mut erased = plan::counts(tx, row)?;
            elsewhere.add_to(&mut erased);
            let noted = Noted {
                erased,
                suppressed,
                row: Some(row),
            };
            let noted = serde_json::to_string(&noted).map_err(|_| Code::Internal)?;
            store::open_entry(tx, erasure, person, ground, tx.now(), &noted)?;
            draft::let_go(tx, &elsewhere.going())?;
            alone = Some(probes::alone(tx, row)?);
            if suppressed {
                suppress::keep(tx, row, no_stood)?;
            }
            if plain_index {
                for index in store::INDEXES {
                    if store::secure_delete(tx, index)? != 0 {
                        store::clear_secure_delete(tx, index)?;
                    }
                }
            }
            for entry in inventory::entries() {
                entry.erase(tx, row)?;
            }
            Ok(Accepted { erasure })
        })?;
        (committed, alone)
    };
    if let Some(alone) = alone {
        vault.keep_in_memory(erasure, alone);
    }
    Ok(committed)
}
