//! The call that goes on while the vault is locked: when it began, and when somebody stopped it. With whom, nobody knows.

use kartotek_core::Code;
use kartotek_core::vault::{self, Clock as _};

use super::{Desk, held};
use crate::fault::Answer;

/// A call that runs over the lock: instants in milliseconds UTC and nothing else.
#[derive(Clone, Copy, serde::Serialize, specta::Type)]
pub(crate) struct OverLock {
    /// Not known after the program was started anew.
    started_at: Option<i64>,
    stopped_at: Option<i64>,
}

impl Desk {
    /// The call that goes on over the lock, while the vault is locked.
    pub(crate) fn call_over_lock(&self) -> Option<OverLock> {
        let over = OverLock {
            started_at: *held(&self.0.calling),
            stopped_at: vault::stopped_at(&self.dir()),
        };
        (over.started_at.is_some() || over.stopped_at.is_some()).then_some(over)
    }

    /// Stops it; the next unlock takes it in. Call it off the main thread.
    pub(crate) fn stop_call(&self) -> Answer<()> {
        // Whoever opens the vault meanwhile waits for this word, or has ended the call for it.
        let calling = held(&self.0.calling);
        calling.ok_or(Code::NotFound)?;
        vault::stop_at(&self.dir(), Self::clock().now_ms())?;
        Ok(())
    }

    /// The vault that is there now knows nothing of the call.
    pub(crate) fn no_call(&self) {
        *held(&self.0.calling) = None;
    }
}
