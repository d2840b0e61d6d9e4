//! The backups' work behind the window: one at a time, never in anybody's way, stopped by a word; a fault is kept until it
//! is mended.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kartotek_core::backup::{self, Backup, Rehearsed};
use kartotek_core::vault::{Course, Headway, Op, Vault};
use kartotek_core::{Code, Result};
use tauri_specta::Event as _;

use crate::desk::{Desk, held};
use crate::events::CopyProgress;
use crate::fault::{Answer, Fault};

/// What is being done to the backups, or with one.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Work {
    Take,
    Renew,
    Rehearse,
    Restore,
    Rotate,
    Salvage,
}

/// One works at a time; others see what.
#[derive(Default)]
pub(crate) struct Copies {
    turn: Mutex<()>,
    /// Held by whoever looks whether there is something to do.
    tending: Mutex<()>,
    now: Mutex<Now>,
    /// The word to stop.
    stop: AtomicBool,
}

/// What is going on, and what the last work failed with.
#[derive(Clone, Default)]
pub(crate) struct Now {
    pub(crate) work: Option<Work>,
    pub(crate) fault: Option<Fault>,
    /// What the last renewal could not write anew because of itself.
    pub(crate) damaged: Vec<PathBuf>,
    /// Somebody stopped the work of that moment: it does not start by itself again at once.
    stopped: Option<Instant>,
}

/// How long a work that was stopped is left alone.
const REST: Duration = Duration::from_mins(30);
/// How often the page hears how far a work is.
const TELL: Duration = Duration::from_millis(100);

impl Copies {
    pub(crate) fn now(&self) -> Now {
        held(&self.now).clone()
    }

    /// A fault of yesterday's plan, or of a vault that is closed, is nobody's.
    pub(crate) fn forget_fault(&self) {
        *held(&self.now) = Now {
            work: self.now().work,
            ..Now::default()
        };
    }

    /// Stops what is being done; it leaves all as it was.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    /// Runs `act` and tells the page how far it is; it is stopped by the word, and as soon as `ends` says so.
    pub(crate) fn along<T>(
        &self,
        desk: &Desk,
        work: Work,
        ends: &(dyn Fn() -> bool + Sync),
        act: impl FnOnce(Course<'_>) -> T,
    ) -> T {
        self.stop.store(false, Ordering::SeqCst);
        let told: Mutex<Option<(Headway, Instant)>> = Mutex::new(None);
        let tell = |headway: Headway| {
            if self.stop.load(Ordering::SeqCst) || ends() {
                return ControlFlow::Break(());
            }
            #[cfg(feature = "automation")]
            crate::dialogs::slowly();
            let mut told = held(&told);
            let known =
                told.is_some_and(|(last, at)| last.stage == headway.stage && at.elapsed() < TELL);
            if !known {
                *told = Some((headway, Instant::now()));
                let _ = CopyProgress { work, headway }.emit(desk.app());
            }
            ControlFlow::Continue(())
        };
        act(Course::new(&tell))
    }

    /// Waits for its turn. Call it off the main thread.
    fn work<T>(
        &self,
        desk: &Desk,
        work: Work,
        vault: &Vault,
        run: impl FnOnce(Course<'_>) -> Result<T>,
    ) -> Result<T> {
        let _turn = held(&self.turn);
        held(&self.now).work = Some(work);
        desk.changed(Op::Backup.topics().to_vec());
        let done = self.along(desk, work, &|| vault.leaves(), run);
        let fault = done.as_ref().err().map(Fault::from);
        let stopped = fault.is_some_and(|fault| fault.code == Code::Cancelled);
        let mut now = held(&self.now);
        now.work = None;
        now.fault = fault.filter(|_| !stopped);
        now.stopped = stopped.then(Instant::now);
        drop(now);
        desk.changed(Op::Backup.topics().to_vec());
        // Only then: a stick that is missing would be asked for at every quiet moment.
        if done.is_ok() {
            desk.committed();
        }
        done
    }
}

/// Where the backups of this vault are.
pub(crate) fn folder(vault: &Vault) -> Result<PathBuf> {
    backup::reach(vault, &vault.read(backup::plan)?)
}

/// The backup of this vault that `file` is, wherever it lies. An id does not tell: a file manager's copy has the same.
pub(crate) fn find(vault: &Vault, file: &Path) -> Result<Backup> {
    let mut all = folder(vault)
        .and_then(|folder| backup::list(vault, &folder))
        .unwrap_or_default();
    all.extend(backup::left(vault)?.into_iter().flat_map(|left| left.list));
    let found = all.into_iter().find(|backup| backup.file == file);
    found.ok_or(Code::NotFound.into())
}

impl Desk {
    /// Takes a backup now. Call it off the main thread.
    pub(crate) fn take_backup(&self) -> Answer<Backup> {
        let vault = self.vault()?;
        let take = |course: Course<'_>| backup::take(&vault, &folder(&vault)?, course);
        Ok(self.copies().work(self, Work::Take, &vault, take)?)
    }

    /// Takes a backup into another folder than the plan's. Call it off the main thread.
    pub(crate) fn take_backup_into(&self, folder: &Path) -> Answer<Backup> {
        let vault = self.vault()?;
        let take = |course: Course<'_>| backup::take(&vault, folder, course);
        Ok(self.copies().work(self, Work::Take, &vault, take)?)
    }

    /// Takes the forgotten out of the backups now. Call it off the main thread.
    pub(crate) fn renew_backups(&self) -> Answer<u32> {
        let vault = self.vault()?;
        let mut damaged = Vec::new();
        let renew = |course: Course<'_>| {
            backup::renew_telling(&vault, course, &mut |file| damaged.push(file.to_owned()))
        };
        let renewed = self.copies().work(self, Work::Renew, &vault, renew);
        held(&self.copies().now).damaged = damaged;
        self.changed(Op::Backup.topics().to_vec());
        Ok(renewed?)
    }

    /// Rehearses a restore of the newest backup, or of `file`. Call it off the main thread.
    pub(crate) fn rehearse_backup(&self, file: Option<&Path>) -> Answer<Rehearsed> {
        let vault = self.vault()?;
        let backup = if let Some(file) = file {
            find(&vault, file)?
        } else {
            let all = backup::list(&vault, &folder(&vault)?)?;
            let now = vault.read(|tx| Ok(tx.now()))?;
            let newest = backup::to_rehearse(&all, now).cloned();
            newest.ok_or(Code::NotFound)?
        };
        let rehearse = |course: Course<'_>| backup::rehearse(&vault, &backup, course);
        Ok(self.copies().work(self, Work::Rehearse, &vault, rehearse)?)
    }

    /// Deletes the backup that `file` is. Call it off the main thread.
    pub(crate) fn delete_backup(&self, file: &Path) -> Answer<()> {
        let vault = self.vault()?;
        backup::delete(&vault, &find(&vault, file)?)?;
        // What the last renewal stumbled over may be it: whether there is another one, the next says.
        let mut now = held(&self.copies().now);
        now.damaged.retain(|damaged| damaged != file);
        if now.damaged.is_empty()
            && now
                .fault
                .is_some_and(|fault| fault.code == Code::BackupDamaged)
        {
            now.fault = None;
        }
        drop(now);
        self.changed(Op::Backup.topics().to_vec());
        Ok(())
    }

    /// A backup before or after something large, whatever the plan says, when there is anybody to lose. What it fails with
    /// stops what was to come, too. Call it off the main thread.
    ///
    /// # Errors
    /// Those of [`backup::take_before`].
    pub(crate) fn backup_before(&self) -> Answer<()> {
        let vault = self.vault()?;
        let take = |course: Course<'_>| backup::take_before(&vault, course).map(drop);
        Ok(self.copies().work(self, Work::Take, &vault, take)?)
    }

    /// A backup behind the window that opens with the key that was just made; the earlier ones do not.
    pub(crate) fn backup_after(&self) {
        let desk = self.clone();
        std::thread::spawn(move || desk.backup_before());
    }

    /// After `wait`: a backup when one is due, and the forgotten taken out of those that still hold them.
    pub(crate) fn tend_backups(&self, wait: Duration) {
        let desk = self.clone();
        std::thread::spawn(move || {
            std::thread::sleep(wait);
            let Ok(_tending) = desk.copies().tending.try_lock() else {
                return;
            };
            let stopped = desk.copies().now().stopped;
            if stopped.is_some_and(|at| at.elapsed() < REST) {
                return;
            }
            let Ok(wanted) = desk.wanted() else { return };
            if wanted.take
                && let Err(fault) = desk.take_backup()
                && fault.code == Code::Cancelled
            {
                return;
            }
            // Last: what it fails with is not covered up by a backup that was taken.
            if wanted.renew {
                let _ = desk.renew_backups();
            }
        });
    }

    /// What there is to do.
    fn wanted(&self) -> Answer<Wanted> {
        let vault = self.vault()?;
        let plan = vault.read(backup::plan)?;
        // A folder that is not reached is said by the backup that is due, and mended by the next that is taken.
        let backups = backup::reach(&vault, &plan).and_then(|folder| backup::list(&vault, &folder));
        if let Ok(seen) = &backups {
            // A disk that is full keeps nobody from it.
            let _ = backup::see(&vault, &backup::folder(&vault, &plan), seen);
        }
        let backups = backups.unwrap_or_default();
        // What cannot be looked at is said by the work itself.
        let due = |folder: &Path, all: &[Backup]| {
            backup::renewal_due(&vault, folder, all).unwrap_or(true)
        };
        let left = backup::left(&vault)?;
        let renew = due(&backup::folder(&vault, &plan), &backups)
            || left.iter().any(|left| due(&left.folder, &left.list));
        Ok(Wanted {
            take: vault.read(|tx| Ok(backup::due(tx, &plan, &backups)))?,
            renew,
        })
    }
}

struct Wanted {
    take: bool,
    renew: bool,
}
