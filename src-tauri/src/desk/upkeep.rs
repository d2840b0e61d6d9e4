//! What the desk does by itself behind the window: proving erasures, and tidying in quiet moments.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use kartotek_core::vault::{Op, Topic};
use kartotek_core::{Code, erasure};
use tauri_specta::Event as _;

use super::Desk;
use crate::events::ErasureProgress;

/// A proof that something stood in the way of is tried again after so long.
const PROVE_AGAIN: Duration = Duration::from_mins(1);

impl Desk {
    /// Finishes pending erasures in the background and tells how far they are.
    pub(crate) fn prove(&self) {
        let asked = |desk: &Self| desk.0.proofs_asked.load(Ordering::SeqCst);
        self.0.proofs_asked.fetch_add(1, Ordering::SeqCst);
        let desk = self.clone();
        std::thread::spawn(move || {
            // First the answer to whoever asked, then how far it is.
            std::thread::sleep(Duration::from_millis(200));
            // One at a time; whoever asks meanwhile is seen by the one who is at it.
            while let Ok(alone) = desk.0.proving.try_lock() {
                let mut seen = asked(&desk);
                while desk.proves_later() {
                    for _ in 0..PROVE_AGAIN.as_secs() {
                        if asked(&desk) != seen {
                            break;
                        }
                        std::thread::sleep(Duration::from_secs(1));
                    }
                    seen = asked(&desk);
                }
                drop(alone);
                if asked(&desk) == seen {
                    return;
                }
            }
        });
    }

    /// Proves what is pending; whether something was in the way that may be gone in a while. What could not be proven stays
    /// pending in the ledger, with its reason.
    fn proves_later(&self) -> bool {
        let Ok(vault) = self.vault() else {
            return false;
        };
        let app = self.app();
        let mut tell = |progress: &erasure::Progress| {
            let progress = progress.clone();
            let _ = ErasureProgress { progress }.emit(app);
        };
        match erasure::prove_pending(&vault, &mut tell) {
            Ok(proven) if !proven.is_empty() => {
                self.changed(Op::ProveErasure.topics().to_vec());
                drop(vault);
                self.tend_backups(Duration::ZERO);
                false
            }
            Ok(_) => false,
            Err(error) => matches!(
                error.code(),
                Code::FileHeld | Code::DiskFull | Code::DiskFailed
            ),
        }
    }
}

impl Desk {
    /// After `wait`: looks at every page, so that damage is known before somebody runs into it.
    pub(crate) fn look_over(&self, wait: Duration) {
        let desk = self.clone();
        std::thread::spawn(move || {
            std::thread::sleep(wait);
            let whole = desk.vault().map(|vault| vault.whole());
            if matches!(whole, Ok(Ok(false))) {
                desk.open().damaged = true;
                desk.changed(vec![Topic::Vault]);
            }
        });
    }
}

/// Calls `act` whenever nothing was committed for as long as `quiet` after a commit, and where nobody commits anything every
/// now and then; returns when nobody can commit any more.
pub(super) fn quiet_moments(
    committed: &mpsc::Receiver<()>,
    quiet: Duration,
    now_and_then: Duration,
    mut act: impl FnMut(),
) {
    loop {
        match committed.recv_timeout(now_and_then) {
            Ok(()) => while committed.recv_timeout(quiet).is_ok() {},
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        act();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::quiet_moments;

    #[test]
    fn a_quiet_moment_comes_once_after_many_commits() {
        let (commits, committed) = mpsc::channel();
        let (acts, acted) = mpsc::channel();
        let quiet = Duration::from_millis(60);
        let waiting = std::thread::spawn(move || {
            quiet_moments(&committed, quiet, Duration::from_hours(1), || {
                let _ = acts.send(());
            });
        });
        for _ in 0..2 {
            for _ in 0..20 {
                commits.send(()).expect("somebody waits");
            }
            let long = Duration::from_secs(10);
            assert!(acted.recv_timeout(long).is_ok(), "a moment comes");
            assert!(
                acted.recv_timeout(quiet * 3).is_err(),
                "one for all of them, and none without a commit"
            );
        }
        drop(commits);
        waiting.join().expect("it ends with the desk");
    }

    #[test]
    fn where_nobody_commits_anything_a_moment_comes_all_the_same() {
        let (commits, committed) = mpsc::channel();
        let (acts, acted) = mpsc::channel();
        let moment = Duration::from_millis(20);
        let waiting = std::thread::spawn(move || {
            quiet_moments(&committed, moment, moment, || {
                let _ = acts.send(());
            });
        });
        for _ in 0..3 {
            let long = Duration::from_secs(10);
            assert!(acted.recv_timeout(long).is_ok(), "a moment comes");
        }
        drop(commits);
        waiting.join().expect("it ends with the desk");
    }
}
