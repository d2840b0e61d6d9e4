//! Restoring: unsealed aside, brought to today's schema, everybody forgotten since forgotten again and proven gone; only
//! then it takes the vault's place, and what was there is kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::{forgotten, left, prove, store};
use crate::consent::{Against, Kept};
use crate::erasure::{self, Forgotten, Noes};
use crate::vault::session::{self, Found, Surroundings, Unlock};
use crate::vault::{
    Aside, Course, Due, FolderLock, Op, Stage, Vault, Wreck, check_outward, decline_new_key, hold,
    move_in, opens, unpack,
};
use crate::{Code, Result};

/// What came of it.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct Restored {
    /// Milliseconds UTC: the day that the vault is back at.
    pub created_at: i64,
    /// People in it.
    pub people: u32,
    /// People who were in the backup and are in the ledger: they did not come back.
    pub forgotten_again: u32,
    /// Noes of after that day, which stand; absent where somebody may have said more.
    pub noes: Option<u32>,
    /// People whose yeses count no more, because a no of theirs may be lost.
    pub doubtful: u32,
    /// Where the vault that was there before is kept.
    pub kept: Option<PathBuf>,
}

/// How a restore comes to know who was forgotten, when the vault that is there does not open with the key of the backup, or
/// its ledger cannot be read wholly.
pub enum Ledger {
    /// Not at all: nothing is restored.
    Whole,
    /// It was open a moment ago.
    Told(Known),
    /// From the lists as far as they can be read. Somebody may come back who was forgotten; the user was told and wants it.
    AsFarAsKnown,
}

/// Who was forgotten in a vault, the addresses that said no, what its people said no to, and the folders that its
/// backups lie in.
#[derive(Clone, Default)]
pub struct Known {
    forgotten: Vec<Forgotten>,
    noes: Noes,
    against: Against,
    folders: Vec<String>,
}

impl Known {
    pub fn of(vault: &Vault) -> Result<Self> {
        vault.read(|tx| {
            Ok(Self {
                forgotten: erasure::forgotten(tx)?,
                noes: Noes::of(tx)?,
                against: Against::of(tx)?,
                folders: store::named_folders(tx)?,
            })
        })
    }
}

/// Restores `file` into the folder `dir`. A vault that is there is kept beside; its erasure ledger counts, and so do the
/// lists of the forgotten beside the backup, beside the vault, and wherever the backup says that its fellows went. Nobody
/// else opens the vault meanwhile.
///
/// # Errors
/// [`Code::NotABackup`], [`Code::BackupDamaged`], [`Code::TooNew`], [`Code::WrongPassphrase`], [`Code::OtherVault`],
/// [`Code::OpenElsewhere`], [`Code::ForgottenUnknown`], [`Code::SyncedFolder`], [`Code::NetworkFolder`],
/// [`Code::Cancelled`]: `dir` is as it was.
pub fn restore(
    file: &Path,
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    course: Course<'_>,
) -> Result<Restored> {
    restore_knowing(Ledger::Whole, file, dir, unlock, around, course)
}

/// [`restore`], also where not everybody is known who was forgotten.
///
/// # Errors
/// As [`restore`].
pub fn restore_knowing(
    ledger: Ledger,
    file: &Path,
    dir: &Path,
    unlock: &Unlock,
    around: &Surroundings,
    course: Course<'_>,
) -> Result<Restored> {
    // A file that is no backup makes no folder.
    let claimed = crate::vault::labelled(file)?.head;
    check_outward(dir)?;
    // Before anything lies aside: an opening sweeps, and finishes what a crash cut off.
    let key = (unlock, around);
    let former =
        Former::of((file, dir), key, &ledger, course).map_err(|error| match error.code() {
            Code::ForgottenUnknown => opens(file, unlock, around).err().unwrap_or(error),
            _ => error,
        })?;
    if former.vault().is_some_and(|id| id != claimed.vault) {
        return Err(Code::OtherVault.into());
    }
    let mut aside = Aside::for_copies(dir)?;
    let head = unpack(file, unlock, around, &aside, course)?;
    let vault = session::open_here(aside.path(), unlock.clone(), around)?;
    let again = former.forget_again(&vault, (file, dir), ledger, course)?;
    vault.write(Op::Restore, |tx| {
        tx.refers_to(head.backup);
        if former.is_vault {
            store::puts_aside(tx, again.unknown)?;
        }
        // A backup of before a new root key says that one was begun; here it was not.
        decline_new_key(tx, Due::CutOff)
    })?;
    let people = vault.read(|tx| Ok(crate::contact::counts(tx)?.contacts))?;
    vault.close()?;
    // From here on it is not stopped any more.
    course.at(Stage::Forget, 1, 1)?;
    let (now, lock) = (around.clock.now_ms(), former.close()?);
    let kept = move_in(&mut aside, dir, head.vault, now, &lock)?;
    Ok(Restored {
        created_at: head.created_at,
        people,
        forgotten_again: again.people,
        noes: again.kept.noes,
        doubtful: again.kept.doubtful,
        kept,
    })
}

/// What lies in the folder, and what it says of who was forgotten.
struct Former {
    held: Held,
    known: Known,
    /// It says so wholly. Otherwise the lists of the forgotten stand in for it.
    whole: bool,
    /// There is one, and it is put aside.
    is_vault: bool,
}

/// What came of forgetting again.
struct Again {
    /// Those who were in the backup.
    people: u32,
    kept: Kept,
    /// Those whom the vault of before does not know to be forgotten, and may hold.
    unknown: u32,
}

/// Nobody else opens it meanwhile.
enum Held {
    Open(Box<Vault>),
    Shut(FolderLock),
}

impl Former {
    fn of(
        (file, dir): (&Path, &Path),
        (unlock, around): (&Unlock, &Surroundings),
        ledger: &Ledger,
        course: Course<'_>,
    ) -> Result<Self> {
        let error = match session::look(dir) {
            Found::Nothing => return Self::silent(dir, false),
            Found::Problem { code } => code.into(),
            Found::Vault { .. } => {
                let open = || session::open_here(dir, unlock.clone(), around);
                // Asked twice: a disk that fails once can make a page look damaged, and the ledger hangs on it.
                let opened = open().or_else(|error| match error.code() {
                    Code::Damaged => open(),
                    _ => Err(error),
                });
                match opened.and_then(Self::open) {
                    Ok(former) => return Ok(former),
                    Err(error) => error,
                }
            }
        };
        match (error.code(), ledger) {
            (
                Code::Damaged
                | Code::KeyFileDamaged
                | Code::KeyFileMissing
                | Code::KeysDoNotFit
                | Code::Truncated,
                _,
            ) => Self::damaged((file, dir), (unlock, around), ledger, course),
            // There is no ledger.
            (Code::DatabaseMissing | Code::NotAVault | Code::NotEncrypted, _)
            | (Code::WrongPassphrase, Ledger::Told(_))
            // What passes by itself is no reason to do without the ledger.
            | (Code::WrongPassphrase | Code::TooNew, Ledger::AsFarAsKnown) => Self::silent(dir, true),
            (Code::WrongPassphrase, Ledger::Whole) => Err(Code::ForgottenUnknown.into()),
            _ => Err(error),
        }
    }

    /// It opens, but a page of the ledger may be damaged all the same.
    fn open(vault: Vault) -> Result<Self> {
        let known = Known::of(&vault)?;
        Ok(Self {
            held: Held::Open(vault.into()),
            known,
            whole: true,
            is_vault: true,
        })
    }

    /// It does not open any more, or not to its ledger: that is read page by page, with its own keys or the backup's.
    fn damaged(
        (file, dir): (&Path, &Path),
        (unlock, around): (&Unlock, &Surroundings),
        ledger: &Ledger,
        course: Course<'_>,
    ) -> Result<Self> {
        let lock = hold(dir)?;
        let aside = Aside::for_copies(dir)?;
        let mut done = |done, of| course.at(Stage::Read, done as u64, of as u64);
        let wreck = Wreck::read_held((dir, &lock), file, (unlock, around), &aside, &mut done);
        let (left, against) = match wreck {
            Ok(wreck) => (erasure::left_in(&wreck), Against::in_wreck(&wreck)),
            Err(error) => match error.code() {
                Code::Damaged
                | Code::KeyFileDamaged
                | Code::KeyringUnavailable
                | Code::NothingReadable
                | Code::TooNew
                | Code::WrongPassphrase => Default::default(),
                _ => return Err(error),
            },
        };
        if !left.whole && matches!(ledger, Ledger::Whole) {
            return Err(Code::ForgottenUnknown.into());
        }
        Ok(Self {
            held: Held::Shut(lock),
            known: Known {
                forgotten: left.forgotten,
                noes: left.noes,
                against,
                folders: Vec::new(),
            },
            whole: left.whole,
            is_vault: true,
        })
    }

    /// There is none, or it says nothing, by the user's word or because another told.
    fn silent(dir: &Path, is_vault: bool) -> Result<Self> {
        Ok(Self {
            held: Held::Shut(hold(dir)?),
            known: Known::default(),
            whole: false,
            is_vault,
        })
    }

    fn vault(&self) -> Option<Uuid> {
        match &self.held {
            Held::Open(vault) => vault.id().ok(),
            Held::Shut(_) => None,
        }
    }

    /// Says in `vault` again what people said no to, takes everybody out of it who was forgotten, and proves it.
    fn forget_again(
        &self,
        vault: &Vault,
        (file, dir): (&Path, &Path),
        ledger: Ledger,
        course: Course<'_>,
    ) -> Result<Again> {
        // Where the vault itself says who was forgotten, a list that is no list any more takes nothing away.
        let unlisted = self.whole || !matches!(ledger, Ledger::Whole);
        // A link in its path names no other folder.
        let dir = &dir.canonicalize()?;
        let mut known = self.known.clone();
        if let Ledger::Told(told) = ledger {
            known.forgotten.extend(told.forgotten);
            known.noes.extend(told.noes);
            known.against.extend(told.against);
            known.folders.extend(told.folders);
        }
        known.noes.keep(vault)?;
        let kept = known.against.keep(vault)?;
        let mut forgotten = std::mem::take(&mut known.forgotten);
        let before: BTreeSet<_> = forgotten.iter().map(|entry| entry.person).collect();
        let near = [file.parent().unwrap_or(dir), &dir.join(super::FOLDER)];
        // Nobody says that nobody was forgotten, unless the vault that was there does, or a list.
        let mut said = unlisted;
        for folder in near {
            let listed = match forgotten::read(vault, folder) {
                Err(error) if unlisted && error.code() == Code::ForgottenUnknown => {
                    Some(forgotten::named(vault, folder))
                }
                listed => listed?,
            };
            said |= listed.is_some();
            forgotten.extend(listed.unwrap_or_default());
        }
        // What lies further away, or is another's by now, can only add somebody.
        let carried = file.canonicalize()?;
        let known = known.folders.iter().map(Path::new).chain(carried.parent());
        vault.write(Op::LeaveFolder, |tx| {
            let mut named = known.filter_map(|folder| left::as_named(dir, folder));
            named.try_for_each(|named| left::remember(tx, named))
        })?;
        for folder in vault.read(|tx| super::folders(tx, dir))? {
            course.at(Stage::Forget, 0, 1)?;
            said |= matches!(forgotten::read(vault, &folder), Ok(Some(_)));
            forgotten.extend(forgotten::named(vault, &folder));
        }
        if !said {
            return Err(Code::ForgottenUnknown.into());
        }
        course.at(Stage::Forget, 0, 1)?;
        let people = erasure::forget_again(vault, &forgotten)?;
        prove(vault, course)?;
        let ledger = vault.read(erasure::forgotten)?.into_iter();
        let unknown = ledger.filter(|entry| !before.contains(&entry.person));
        Ok(Again {
            people,
            kept,
            unknown: u32::try_from(unknown.count()).unwrap_or(u32::MAX),
        })
    }

    fn close(self) -> Result<FolderLock> {
        match self.held {
            Held::Open(vault) => vault.close_and_hold(),
            Held::Shut(lock) => Ok(lock),
        }
    }
}
