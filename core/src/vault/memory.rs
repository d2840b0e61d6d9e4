//! What must outlive a transaction and touch no disk: wiped when it is dropped, gone when the vault closes.

use std::collections::HashMap;
use std::sync::Mutex;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Vault, lock};

/// Texts by the id of what they belong to.
pub(super) type Kept = Mutex<HashMap<Uuid, Zeroizing<String>>>;

impl Vault {
    /// Keeps `text` until [`Self::drop_from_memory`] or until the vault closes.
    pub(crate) fn keep_in_memory(&self, id: Uuid, text: Zeroizing<String>) {
        lock(&self.kept).insert(id, text);
    }

    /// A copy of what is kept under `id`.
    pub(crate) fn kept_in_memory(&self, id: Uuid) -> Option<Zeroizing<String>> {
        lock(&self.kept).get(&id).cloned()
    }

    /// Wipes what is kept under `id`.
    pub(crate) fn drop_from_memory(&self, id: Uuid) {
        lock(&self.kept).remove(&id);
    }
}
