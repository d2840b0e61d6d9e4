//! Sealed copies of an open vault, and what is unsealed again: files and keys only; what is in them is the backup
//! room's matter.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use super::container::{self, About, Head, Sealed};
use super::course::{Course, Stage};
use super::keys::{Key, RootKey};
use super::lock::FolderLock;
use super::moving_in::MovingIn;
use super::sealed::Keys;
use super::slots::Slots;
use super::{Clock, DATABASE, SLOTS, Vault, closed, connection, files, lock};
use crate::{Code, Result, held};

/// The folder beside a vault that its backups go to when it names none.
pub const BACKUP_FOLDER: &str = "backups";
/// How a backup's file ends.
pub const BACKUP_ENDING: &str = "kartotek-backup";

/// Folders that start so hold copies; one that a crash left is swept at the next opening.
pub(super) const COPY: &str = ".copy-";

/// Which copy it is. A newer edition keeps its id and its day, and with them its place among the others.
pub(crate) struct Edition {
    pub(crate) backup: Uuid,
    /// Milliseconds UTC.
    pub(crate) created_at: i64,
    /// The entry of the vault's ledger up to which everybody was taken out of it; otherwise the copy's own ledger says so.
    pub(crate) erased: Option<Uuid>,
}

impl Edition {
    pub(super) fn first(now: i64) -> Self {
        Self {
            backup: Uuid::new_v4(),
            created_at: now,
            erased: None,
        }
    }
}

/// A private folder for encrypted files in the making; gone when dropped.
pub(crate) struct Aside(PathBuf);

impl Aside {
    /// For copies of a vault in `folder`.
    pub(crate) fn for_copies(folder: &Path) -> Result<Self> {
        let path = fresh(folder, COPY);
        files::private_folder(&path)?;
        Ok(Self(path))
    }

    /// The vault in it takes its place in `dir`; what lay there is kept in a folder whose path is returned. An error: `dir` is
    /// as it was; only a disk that keeps failing leaves it to the next opening, which finishes the moving in.
    pub(super) fn move_in(&mut self, dir: &Path, now: i64) -> Result<Option<PathBuf>> {
        if let Some(near) = self.near(dir)? {
            *self = near;
        }
        let decided = MovingIn::decide(dir, &self.0, now)?;
        let ready = std::mem::take(&mut self.0);
        let finished = decided.finish();
        if finished.is_err() && decided.undo(&ready).is_ok() {
            self.0 = ready;
        }
        Ok(finished?)
    }

    /// A copy of the vault in it on the disk of `dir`, when that is another one.
    fn near(&self, dir: &Path) -> Result<Option<Self>> {
        let disk = |path| files::identity(path).map(|(disk, _)| disk);
        if disk(&self.0) == disk(dir) {
            return Ok(None);
        }
        let near = Self::for_copies(dir)?;
        for name in [SLOTS, DATABASE] {
            held::copy(self.0.join(name), near.0.join(name))?;
            fs::File::open(near.0.join(name))?.sync_all()?;
        }
        Ok(Some(near))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

fn fresh(folder: &Path, prefix: &str) -> PathBuf {
    folder.join(format!("{prefix}{}", Uuid::new_v4().simple()))
}

impl Drop for Aside {
    fn drop(&mut self) {
        if self.0 != Path::new("") {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

impl Vault {
    /// The folder that the vault's files lie in.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// Bytes of the database and of what is not folded into it yet.
    pub(super) fn size(&self) -> u64 {
        connection::length(&self.path) + connection::length(&connection::beside(&self.path, "-wal"))
    }

    /// The vault's id in its key file.
    pub(crate) fn id(&self) -> Result<Uuid> {
        Ok(lock(&self.sealed()?.slots).vault)
    }

    /// Copies the vault as it is at this moment, without a gap of another time, into the new file `to`, and opens it again
    /// before it counts. Others read and write meanwhile.
    ///
    /// # Errors
    /// [`Code::BackupDamaged`] when what was written does not read back.
    pub(crate) fn copy_sealed(&self, to: &Path, course: Course<'_>) -> Result<Head> {
        self.copy_sealed_as(self, &Edition::first(self.clock.now_ms()), to, course)
    }

    /// The same of `source`, which has this vault's key, as the `edition` that it is.
    pub(crate) fn copy_sealed_as(
        &self,
        source: &Self,
        edition: &Edition,
        to: &Path,
        course: Course<'_>,
    ) -> Result<Head> {
        // The copy, the sealed copy, and the one that is opened again.
        self.written_aside(source, edition, to, course)
            .map_err(|error| error.needing(3 * source.size()))
    }

    fn written_aside(
        &self,
        source: &Self,
        edition: &Edition,
        to: &Path,
        course: Course<'_>,
    ) -> Result<Head> {
        let sealed = self.sealed()?;
        let aside = Aside::for_copies(self.folder())?;
        let copy = aside.path().join(DATABASE);
        source.copy_into(&copy, course)?;
        let slots = lock(&sealed.slots).clone();
        seal(&copy, &aside, to, edition, (&slots, &sealed.root), course)
    }

    /// The database as it is at this moment into the new private file `copy`, under the same key.
    pub(super) fn copy_into(&self, copy: &Path, course: Course<'_>) -> Result<()> {
        // Emptying the write-ahead log waits for it, as for any reader.
        let _reading = self.turn();
        self.still_there()?;
        copy_database(&self.path, &self.keys.database, copy, course)
    }

    /// Whether a backup is under today's root key.
    pub(crate) fn seals(&self, backup: &Sealed) -> Result<bool> {
        Ok(backup.is_under(&self.sealed()?.root))
    }

    /// The clock of this vault.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Opens a copy that this vault's key made, in `aside`, to change it there.
    pub(crate) fn open_copy(&self, file: &Path, aside: &Aside, course: Course<'_>) -> Result<Self> {
        let root = &self.sealed()?.root;
        let sealed = container::open(file)?;
        if sealed.head.vault != self.id()? {
            return Err(Code::OtherVault.into());
        }
        let path = aside.path().join(DATABASE);
        sealed.unseal(root, &path, Stage::Open, course)?;
        let keys = Keys {
            database: root.database(),
            sealed: None,
        };
        let lock = FolderLock::take(aside.path())?;
        Self::assemble(path, keys, Arc::clone(&self.clock), lock)?.settled()
    }
}

/// A database that nobody writes to just now, or whose readers are counted, into the new private file `copy`.
pub(super) fn copy_database(from: &Path, key: &Key, copy: &Path, course: Course<'_>) -> Result<()> {
    // The engine writes into an empty file that is there: so nobody else can read it for a moment.
    drop(files::create_private(copy)?);
    let mut copier = connection::copier(from, key)?;
    closed::copy(&mut copier, from, copy, course)?;
    closed::say_closed(copy, key)
}

/// Seals `copy`, which lies in `aside`, into the new file `to` and reads it back; a failure leaves nothing there.
pub(super) fn seal(
    copy: &Path,
    aside: &Aside,
    to: &Path,
    edition: &Edition,
    (slots, root): (&Slots, &RootKey),
    course: Course<'_>,
) -> Result<Head> {
    let key = root.database();
    let census = closed::census(copy, &key, course)?;
    let about = About {
        backup: edition.backup,
        created_at: edition.created_at,
        erased: edition.erased.or(census.erased),
        people: census.people,
        schema: census.schema,
    };
    let written = container::seal(copy, to, &about, slots, root, course).and_then(|head| {
        let again = aside.path().join("again.db");
        container::open(to)?.unseal(root, &again, Stage::Check, course)?;
        if closed::census(&again, &key, course)? != census {
            return Err(Code::BackupDamaged.into());
        }
        Ok(head)
    });
    if written.is_err() {
        let _ = held::remove(to);
    }
    written
}

/// Replaces a file of ours whole, whatever is called so; private.
pub fn replace_file(path: &Path, content: &[u8]) -> Result<()> {
    Ok(files::replace(path, content)?)
}

/// Removes what a crash left of copies, and of a key file in the making: that one may be under an earlier passphrase. The
/// folder's lock is held.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(COPY) {
            let _ = fs::remove_dir_all(entry.path());
        } else if files::is_in_the_making(&name, files::FRESH) {
            // A folder that is called so stays.
            let _ = held::remove(entry.path());
        }
    }
}

/// A backup's name: the day and the time in UTC, and a few letters of the id. Nothing about anybody.
pub(crate) fn backup_name(head: &Head) -> Result<String> {
    let at =
        chrono::DateTime::from_timestamp_millis(head.created_at).ok_or(Code::InvalidArgument)?;
    let (at, id) = (
        at.format("%Y-%m-%d-%H%M%S"),
        head.backup.simple().to_string(),
    );
    Ok(format!("kartotek-{at}-{}.{BACKUP_ENDING}", &id[..6]))
}

/// The folder of backups that a vault in `dir` names: the one beside it when it names none.
pub(crate) fn backup_folder(dir: &Path, named: &str) -> PathBuf {
    if named.is_empty() {
        dir.join(BACKUP_FOLDER)
    } else {
        PathBuf::from(named)
    }
}

/// Makes a folder for backups, private; one that is there already is its user's own.
pub(crate) fn make_backup_folder(folder: &Path) -> Result<()> {
    if !folder.is_dir() {
        files::private_folder(folder)?;
    }
    Ok(())
}

/// What the first lines of a backup say; nothing is decrypted.
pub(crate) fn labelled(file: &Path) -> Result<Sealed> {
    container::open(file)
}
