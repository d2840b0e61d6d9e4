//! The system's keyring: a convenience beside passphrase and recovery code, never the only way in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::{Code, Result};

/// The name under which items are kept; for ever.
pub const SERVICE: &str = "se.kartotek.desktop";

/// Why the keyring gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyringFault {
    /// No such item.
    NoEntry,
    /// Locked, or the prompt was dismissed.
    Locked,
    /// No keyring answers here.
    NoStore,
    /// Something else.
    Failed,
}

/// A store of short secret texts by account.
pub trait Keyring: Send + Sync {
    /// Every text under `account`; more than one when the store holds several items.
    fn read(&self, account: &str) -> Result<Vec<Zeroizing<String>>, KeyringFault>;
    /// Keeps `secret` under `account`.
    fn write(&self, account: &str, secret: &str) -> Result<(), KeyringFault>;
    /// Removes what is under `account`.
    fn remove(&self, account: &str) -> Result<(), KeyringFault>;
}

/// No keyring at all.
pub struct NoKeyring;

impl Keyring for NoKeyring {
    fn read(&self, _: &str) -> Result<Vec<Zeroizing<String>>, KeyringFault> {
        Err(KeyringFault::NoStore)
    }
    fn write(&self, _: &str, _: &str) -> Result<(), KeyringFault> {
        Err(KeyringFault::NoStore)
    }
    fn remove(&self, _: &str) -> Result<(), KeyringFault> {
        Err(KeyringFault::NoStore)
    }
}

/// The keyring of this build: the desktop's where it is compiled in (feature `keyring`), none otherwise.
pub(super) fn system() -> Arc<dyn Keyring> {
    #[cfg(feature = "keyring")]
    return Arc::new(super::secret_service::SecretService);
    #[cfg(not(feature = "keyring"))]
    return Arc::new(NoKeyring);
}

/// How often whoever waits for the keyring looks whether to go on.
const LOOKS_UP: Duration = Duration::from_millis(50);

/// Asks on a thread of its own: a call over D-Bus may hang, or wait for somebody to answer a prompt. Nobody waits any more
/// when the time is up or `ends` says so.
pub(super) fn ask<T: Send + 'static>(
    keyring: &Arc<dyn Keyring>,
    patience: Duration,
    ends: &AtomicBool,
    question: impl FnOnce(&dyn Keyring) -> Result<T, KeyringFault> + Send + 'static,
) -> Result<T> {
    let (answer, answered) = mpsc::channel();
    let keyring = Arc::clone(keyring);
    thread::Builder::new()
        .name("keyring".into())
        .spawn(move || {
            // Nobody listens any more when the time was up.
            let _ = answer.send(question(&*keyring));
        })?;
    let begun = Instant::now();
    let answered = loop {
        match answered.recv_timeout(LOOKS_UP) {
            Err(RecvTimeoutError::Timeout)
                if begun.elapsed() < patience && !ends.load(Ordering::SeqCst) => {}
            answered => break answered,
        }
    };
    match answered {
        Ok(Ok(value)) => Ok(value),
        // The next try will find no more than this one did.
        Ok(Err(KeyringFault::NoEntry | KeyringFault::NoStore)) => {
            Err(Code::KeyringUnavailable.into())
        }
        _ => Err(Code::KeyringLocked.into()),
    }
}
