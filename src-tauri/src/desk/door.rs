//! What opens, closes and replaces the vault as a whole, one at a time; a refused key makes the next try wait longer.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

use kartotek_core::backup::{self, Known, Ledger, Restored};
use kartotek_core::salvage;
use kartotek_core::vault::locking;
use kartotek_core::vault::session::{Surroundings, Unlock};
use kartotek_core::vault::{Op, Vault};
use kartotek_core::{Code, activity, draft};

use super::{AFTER_FIRST_PAGE, Desk, Open, Rescuing, Wish, held};
use crate::clipboard;
use crate::copies::Work;
use crate::fault::Answer;
use crate::paper;
use crate::window;

impl Desk {
    /// Opens by `open`; refused keys make the next try wait longer. Call it off the main thread.
    /// `open` is told when nobody waits for the keyring any more.
    pub(crate) fn enter(
        &self,
        open: impl FnOnce(Arc<AtomicBool>) -> kartotek_core::Result<Vault>,
    ) -> Answer<()> {
        let impatient = self.hurry();
        let door = self.before_door()?;
        // Somebody stands behind this one and wants to lock.
        impatient.fetch_or(self.locks(), Ordering::SeqCst);
        if self.is_open() {
            return Ok(());
        }
        // Opening sweeps what lies aside.
        self.open().rescue = Rescuing::No;
        let vault = self.0.patience.judge(open(impatient))?;
        let vault = self.going_on(vault);
        let mut calling = held(&self.0.calling);
        // What cannot be taken in, on a full disk, waits for the next opening.
        let _ = activity::take_stop(&vault);
        let _ = salvage::take_handed_out(&vault);
        *calling = None;
        drop(calling);
        let _ = vault.write(Op::KeepDraft, draft::tidy);
        self.0
            .watch
            .want(Some(vault.read(locking::locking).unwrap_or_default()));
        *held(&self.0.vault) = Some(Arc::new(vault));
        self.0.entered.store(true, Ordering::SeqCst);
        drop(door);
        self.welcome();
        self.prove();
        self.tend_backups(AFTER_FIRST_PAGE);
        self.look_over(AFTER_FIRST_PAGE);
        Ok(())
    }

    /// Waits before the door as long as refused keys make it; the vault of before must be closed.
    pub(super) fn before_door(&self) -> Answer<MutexGuard<'_, ()>> {
        let door = self.0.patience.before(&self.0.door);
        if held(&self.0.closing).as_ref() == Some(&self.dir()) {
            return Err(Code::FolderHangs.into());
        }
        Ok(door)
    }

    /// A call that runs over the lock was not interrupted.
    fn going_on(&self, vault: Vault) -> Vault {
        let mut session = held(&self.0.session);
        let vault = match *session {
            Some(earlier) => vault.continuing(earlier),
            None => vault,
        };
        *session = Some(vault.session());
        vault
    }

    /// Whoever waits at the door for the keyring, which may hang, goes on without it. The answer is set for the next one.
    pub(crate) fn hurry(&self) -> Arc<AtomicBool> {
        let next = Arc::default();
        let before = std::mem::replace(&mut *held(&self.0.impatient), Arc::clone(&next));
        before.store(true, Ordering::SeqCst);
        next
    }

    /// Waits until whoever opens or closes the vault is through, but not for what takes long. Call it off the main thread.
    pub(crate) fn settle(&self) {
        self.hurry();
        let end = Instant::now() + THROUGH;
        while matches!(self.0.door.try_lock(), Err(TryLockError::WouldBlock))
            && Instant::now() < end
        {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What the vault that was just opened is told about, and the list of vaults about it.
    fn welcome(&self) {
        if let Some(shelf) = self.shelf() {
            shelf.opened(&self.dir());
        }
        let lost = self.0.keyring_lost.swap(false, Ordering::SeqCst);
        let slot = self.vault().is_ok_and(|vault| vault.has_keyring());
        let mut open = self.open();
        open.keyring_lost = lost && slot;
        open.arrived = self.0.arriving.swap(false, Ordering::SeqCst);
    }

    /// Puts a backup in the place of what lies in the folder; the vault must be closed. Call it off the main thread.
    pub(crate) fn restore(&self, file: &Path, key: &Unlock, ledger: Ledger) -> Answer<Restored> {
        self.hurry();
        let _door = self.before_door()?;
        if self.is_open() {
            return Err(Code::VaultExists.into());
        }
        // What was rescued holds the folder.
        self.open().rescue = Rescuing::No;
        let around = Surroundings::new(Self::clock());
        let restored = self
            .copies()
            .along(self, Work::Restore, &|| false, |course| {
                backup::restore_knowing(ledger, file, &self.dir(), key, &around, course)
            });
        let restored = self.0.patience.judge(restored)?;
        self.no_call();
        Ok(restored)
    }

    /// Puts the key file of a backup back; `from` is that file, or a folder of backups. Call it off the main thread.
    pub(crate) fn restore_keys(&self, from: &Path, key: &Unlock) -> Answer<()> {
        self.hurry();
        let _door = self.before_door()?;
        let around = Surroundings::new(Self::clock());
        let restored = backup::restore_keys(from, &self.dir(), key, &around);
        self.0.patience.judge(restored.map(drop))
    }

    /// Locks: the web view, which remembers what it showed, is replaced at once, and the keys and files go as soon as the
    /// last command is through. Nothing when no vault is open. Call it off the main thread.
    pub(crate) fn lock(&self) {
        self.lock_and(|_| {});
    }

    /// Locks for something: to rescue what is left, or to restore `file` or one that is chosen then, with `known` who was
    /// forgotten, where that can be read. False when no vault is open. Call it off the main thread.
    pub(crate) fn lock_for(&self, wish: Wish, file: Option<PathBuf>, known: Option<Known>) -> bool {
        self.lock_and(|open| {
            open.wish = Some(wish);
            open.backup = file;
            open.known = known;
        })
    }

    /// Whether a vault was open.
    fn lock_and(&self, then: impl FnOnce(&mut Open)) -> bool {
        // A rescue that has to stop for it is locked all the same.
        let rescuing = self.open().rescue.is_on();
        self.0.lockers.fetch_add(1, Ordering::SeqCst);
        self.hurry();
        let _door = held(&self.0.door);
        let taken = self.taken();
        self.0.lockers.fetch_sub(1, Ordering::SeqCst);
        if taken.is_none() && !rescuing {
            return false;
        }
        self.leave_nothing();
        then(&mut self.open());
        paper::dismiss();
        window::replace(self.app());
        if let Some(vault) = taken {
            self.close(vault);
        }
        true
    }

    /// What was kept in memory beside the vault, and what of it stands on the clipboard.
    pub(super) fn leave_nothing(&self) {
        self.0.watch.want(None);
        *self.open() = Open::default();
        self.copies().forget_fault();
        clipboard::clear(self.app());
    }

    /// Closes the vault at the end of the program: its keys and files go as soon as the last command is through.
    pub(crate) fn leave(&self) {
        self.hurry();
        let _door = held(&self.0.door);
        if let Some(vault) = self.taken() {
            self.leave_nothing();
            paper::dismiss();
            self.close(vault);
        }
    }

    /// Closes the vault as soon as the last command with it is through. For one that hangs, in a folder that does not
    /// answer, nobody waits at the door.
    fn close(&self, vault: Arc<Vault>) {
        match alone(vault) {
            Ok(vault) => {
                let _ = vault.close();
            }
            Err(busy) => {
                let dir = self.dir();
                *held(&self.0.closing) = Some(dir.clone());
                let inner = Arc::downgrade(&self.0);
                std::thread::spawn(move || {
                    let _ = alone_at_last(busy).close();
                    if let Some(inner) = inner.upgrade() {
                        held(&inner.closing).take_if(|closing| *closing == dir);
                    }
                });
            }
        }
    }

    /// Takes the vault away: no command reaches it any more, and what runs for long ends soon.
    fn taken(&self) -> Option<Arc<Vault>> {
        let vault = held(&self.0.vault).take()?;
        let running = vault.read(activity::running_call).ok().flatten();
        let running = running.filter(|call| call.stopped_at.is_none());
        *held(&self.0.calling) = running.map(|call| call.started_at);
        self.0.cancel_import.store(true, Ordering::Relaxed);
        vault.stop_proving();
        Some(vault)
    }
}

/// How long opening and closing may take; logind lets a computer that is to sleep wait for five seconds.
const THROUGH: Duration = Duration::from_secs(4);

/// How long a command that is on its way is waited for.
const ON_ITS_WAY: Duration = Duration::from_secs(10);

/// The vault alone, as soon as the last command with it is through; as it was, when that takes too long.
pub(super) fn alone(mut vault: Arc<Vault>) -> Result<Vault, Arc<Vault>> {
    let begun = Instant::now();
    loop {
        match Arc::try_unwrap(vault) {
            Ok(vault) => return Ok(vault),
            Err(busy) if begun.elapsed() > ON_ITS_WAY => return Err(busy),
            Err(busy) => vault = busy,
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// [`alone`], however long it takes.
fn alone_at_last(mut vault: Arc<Vault>) -> Vault {
    loop {
        match alone(vault) {
            Ok(vault) => return vault,
            Err(busy) => vault = busy,
        }
    }
}
