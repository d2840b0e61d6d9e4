//! The state behind the window: the vault when it is open, and what lives only as long as it is.

mod asked;
mod door;
mod keys;
mod open;
mod over_lock;
mod rescuing;
mod upkeep;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use kartotek_core::Code;
use kartotek_core::vault::{Committed, Op, ReadTx, SystemClock, Topic, Vault, WriteTx};
use tauri::AppHandle;
use tauri_specta::Event as _;
use tempfile::TempDir;
use uuid::Uuid;

use crate::copies::Copies;
use crate::events::Changed;
use crate::fault::{Answer, Fault};
use crate::locking::Watch;
use crate::patience::Patience;
use crate::shelf::Shelf;
use crate::window;

pub(crate) use asked::asked;
pub(crate) use open::{Open, Wish};
pub(crate) use over_lock::OverLock;
pub(crate) use rescuing::Rescuing;

/// How long without a write is a quiet moment.
const QUIET: Duration = Duration::from_secs(5);
/// Where nobody writes: a stick may be there again that a backup waits for.
const NOW_AND_THEN: Duration = Duration::from_mins(10);
/// How long the first page is left alone before a backup that is due.
const AFTER_FIRST_PAGE: Duration = Duration::from_secs(3);

/// A handle on the state; cheap to clone.
#[derive(Clone)]
pub(crate) struct Desk(Arc<Inner>);

struct Inner {
    app: AppHandle,
    /// The vault's folder: one at a time.
    dir: Mutex<PathBuf>,
    /// The list of known vaults; none when the folder was named on the command line.
    shelf: Option<Shelf>,
    vault: Mutex<Option<Arc<Vault>>>,
    /// It was open since the program started: whoever locks it wants to be asked.
    entered: AtomicBool,
    /// The keyring has no key that fits any more.
    keyring_lost: AtomicBool,
    /// The vault came from another computer and has not been opened here yet.
    arriving: AtomicBool,
    /// The opening of the vault that goes on over a lock.
    session: Mutex<Option<Uuid>>,
    /// When the call began that ran as the vault was locked, milliseconds UTC. With whom, nobody knows meanwhile.
    calling: Mutex<Option<i64>>,
    /// One opening or closing at a time.
    door: Mutex<()>,
    /// Of whoever came to the door last: set when the keyring is to be waited for no more.
    impatient: Mutex<Arc<AtomicBool>>,
    /// Held by the one who proves erasures; and how often somebody asked for it.
    proving: Mutex<()>,
    proofs_asked: AtomicUsize,
    /// The folder of a vault that is not closed yet: something at work with it does not end.
    closing: Mutex<Option<PathBuf>>,
    /// How many stand before the door and want to lock.
    lockers: AtomicUsize,
    patience: Patience,
    watch: Watch,
    open: Mutex<Open>,
    cancel_import: Arc<AtomicBool>,
    copies: Copies,
    /// Told of every commit; the one thread behind it waits for a quiet moment.
    commits: mpsc::Sender<()>,
    /// The folder of a demo, deleted at the end.
    throw_away: Mutex<Option<TempDir>>,
}

pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work` off the main thread.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Answer<T> + Send + 'static,
) -> Answer<T> {
    tauri::async_runtime::spawn_blocking(work)
        .await
        .unwrap_or(Err(Fault::from(Code::Internal)))
}

impl Desk {
    pub(crate) fn new(app: AppHandle, dir: PathBuf) -> Self {
        Self::over(app, dir, None, None)
    }

    /// A desk that knows several vaults, at the one that was opened last.
    pub(crate) fn with_shelf(app: AppHandle, shelf: Shelf) -> Self {
        Self::over(app, shelf.first(), Some(shelf), None)
    }

    /// A desk whose folder is deleted when the program ends.
    pub(crate) fn throw_away(app: AppHandle, folder: TempDir) -> Self {
        Self::over(app, folder.path().join("vault"), None, Some(folder))
    }

    fn over(
        app: AppHandle,
        dir: PathBuf,
        shelf: Option<Shelf>,
        throw_away: Option<TempDir>,
    ) -> Self {
        let (commits, committed) = mpsc::channel();
        let inner = Arc::new(Inner {
            app,
            dir: Mutex::new(dir),
            shelf,
            keyring_lost: AtomicBool::default(),
            arriving: AtomicBool::default(),
            vault: Mutex::default(),
            entered: AtomicBool::default(),
            session: Mutex::default(),
            calling: Mutex::default(),
            door: Mutex::default(),
            impatient: Mutex::default(),
            proving: Mutex::default(),
            proofs_asked: AtomicUsize::default(),
            closing: Mutex::default(),
            lockers: AtomicUsize::default(),
            patience: Patience::default(),
            watch: Watch::default(),
            open: Mutex::default(),
            cancel_import: Arc::default(),
            copies: Copies::default(),
            commits,
            throw_away: Mutex::new(throw_away),
        });
        let behind = Arc::downgrade(&inner);
        std::thread::spawn(move || {
            upkeep::quiet_moments(&committed, QUIET, NOW_AND_THEN, || {
                let Some(desk) = behind.upgrade().map(Self) else {
                    return;
                };
                // A short write-ahead log loses least to a damaged disk.
                if let Ok(vault) = desk.vault() {
                    let _ = vault.idle();
                }
                desk.tend_backups(Duration::ZERO);
            });
        });
        Self(inner)
    }

    /// Whether the vault is a throw-away one.
    pub(crate) fn demo(&self) -> bool {
        held(&self.0.throw_away).is_some()
    }

    /// Deletes the folder of a demo.
    pub(crate) fn discard(&self) {
        *held(&self.0.throw_away) = None;
    }

    /// The vault's folder.
    pub(crate) fn dir(&self) -> PathBuf {
        held(&self.0.dir).clone()
    }

    /// The list of known vaults, where there is one.
    pub(crate) fn shelf(&self) -> Option<&Shelf> {
        self.0.shelf.as_ref()
    }

    /// Locks the vault and goes to the one in `folder`. Call it off the main thread.
    pub(crate) fn move_to(&self, folder: PathBuf) {
        if let Some(shelf) = self.shelf() {
            shelf.leaving(&self.dir());
        }
        self.leave();
        // What was chosen over the lock of one vault is nothing for the next.
        *self.open() = Open::default();
        *held(&self.0.dir) = folder;
        self.0.entered.store(false, Ordering::SeqCst);
        *held(&self.0.session) = None;
        self.no_call();
        self.0.arriving.store(false, Ordering::SeqCst);
        window::replace(self.app());
    }

    /// What is opened next came from another computer.
    pub(crate) fn arriving(&self) {
        self.0.arriving.store(true, Ordering::SeqCst);
    }

    /// The keyring was asked and has no key that fits.
    pub(crate) fn keyring_lost(&self) {
        self.0.keyring_lost.store(true, Ordering::SeqCst);
    }

    pub(crate) fn app(&self) -> &AppHandle {
        &self.0.app
    }

    /// What is kept in memory while the vault is open.
    pub(crate) fn open(&self) -> MutexGuard<'_, Open> {
        held(&self.0.open)
    }

    pub(crate) fn cancel_import(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0.cancel_import)
    }

    pub(crate) fn is_open(&self) -> bool {
        held(&self.0.vault).is_some()
    }

    /// Whether the vault was open since the program started.
    pub(crate) fn entered(&self) -> bool {
        self.0.entered.load(Ordering::SeqCst)
    }

    /// The open vault, or [`Code::Locked`].
    pub(crate) fn vault(&self) -> Answer<Arc<Vault>> {
        held(&self.0.vault).clone().ok_or(Code::Locked.into())
    }

    /// A read off the main thread.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&ReadTx<'_>) -> kartotek_core::Result<T> + Send + 'static,
    ) -> Answer<T> {
        let vault = self.vault()?;
        aside(move || Ok(vault.read(read)?)).await
    }

    /// One named transaction off the main thread; the window hears what changed.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        op: Op,
        write: impl FnOnce(&mut WriteTx<'_>) -> kartotek_core::Result<T> + Send + 'static,
    ) -> Answer<T> {
        self.act(move |vault| vault.write(op, write)).await
    }

    /// A core call that commits, off the main thread; the window hears what changed.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Vault) -> kartotek_core::Result<Committed<T>> + Send + 'static,
    ) -> Answer<T> {
        let (desk, vault) = (self.clone(), self.vault()?);
        aside(move || Ok(desk.tell(act(&vault)?))).await
    }

    /// Tells the window what changed; returns what the action returned.
    pub(crate) fn tell<T>(&self, committed: Committed<T>) -> T {
        self.changed(committed.changed);
        self.committed();
        committed.value
    }

    /// The next quiet moment has something to tidy.
    pub(crate) fn committed(&self) {
        let _ = self.0.commits.send(());
    }

    /// The one who works on the backups.
    pub(crate) fn copies(&self) -> &Copies {
        &self.0.copies
    }

    pub(crate) fn changed(&self, topics: Vec<Topic>) {
        if !topics.is_empty() {
            let _ = Changed { topics }.emit(self.app());
        }
    }

    /// What locks by itself.
    pub(crate) fn watch(&self) -> &Watch {
        &self.0.watch
    }

    pub(crate) fn patience(&self) -> &Patience {
        &self.0.patience
    }

    /// The computer's clock, for the core.
    pub(crate) fn clock() -> Arc<SystemClock> {
        Arc::new(SystemClock)
    }
}
