//! The root keys of a vault: today's, and the one that is to follow.

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::{Slots, bytes, text};
use crate::vault::keys::RootKey;
use crate::{Code, Result};

pub(super) const ACTIVE: &str = "active";
pub(super) const PENDING: &str = "pending";

/// One root key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::vault) struct Epoch {
    pub(super) check: String,
    pub(in crate::vault) n: u32,
    since: String,
    pub(super) state: String,
}

impl Epoch {
    pub(super) fn new(n: u32, state: &str, root: &RootKey, since: String) -> Self {
        Self {
            check: text(&root.check()),
            n,
            since,
            state: state.into(),
        }
    }

    /// Whether `root` is this epoch's.
    pub(super) fn fits(&self, root: &RootKey) -> Result<bool> {
        Ok(root.check().ct_eq(&bytes::<16>(&self.check)?).into())
    }
}

impl Slots {
    /// The epoch whose root key opens the database today.
    pub(super) fn active(&self) -> Result<&Epoch> {
        let mut active = self.epochs.iter().filter(|e| e.state == ACTIVE);
        match (active.next(), active.next()) {
            (Some(epoch), None) => Ok(epoch),
            _ => Err(Code::KeyFileDamaged.into()),
        }
    }

    /// A root key that is to follow, sealed to every slot beside today's: nobody has to be asked for anything.
    pub(in crate::vault) fn begin_epoch(&mut self, next: &RootKey, today: String) -> Result<()> {
        let n = self.active()?.n.checked_add(1);
        let n = n.ok_or(Code::KeyFileDamaged)?;
        self.drop_pending();
        for at in 0..self.all.len() {
            let sealed = self.sealed(&self.all[at], n, next)?;
            self.all[at].roots.push(sealed);
        }
        self.epochs.push(Epoch::new(n, PENDING, next, today));
        Ok(())
    }

    /// The database has the new key: the old one is dropped.
    pub(in crate::vault) fn promote(&mut self) {
        self.keep(PENDING);
        for epoch in &mut self.epochs {
            epoch.state = ACTIVE.into();
        }
    }

    /// The database has the old key still: the new one is dropped.
    pub(in crate::vault) fn drop_pending(&mut self) {
        self.keep(ACTIVE);
    }

    fn keep(&mut self, state: &str) {
        self.epochs.retain(|epoch| epoch.state == state);
        let left: Vec<u32> = self.epochs.iter().map(|epoch| epoch.n).collect();
        for slot in &mut self.all {
            slot.roots.retain(|root| left.contains(&root.epoch));
        }
    }

    /// Whether `root` is today's root key of this file.
    pub(in crate::vault) fn is_under(&self, root: &RootKey) -> bool {
        let fits = |epoch: &Epoch| epoch.fits(root).unwrap_or(false);
        self.epochs
            .iter()
            .any(|epoch| epoch.state == ACTIVE && fits(epoch))
    }
}
