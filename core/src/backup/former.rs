//! What lies where a backup is restored: held shut meanwhile, and asked who was forgotten and who said no.

use std::collections::BTreeSet;
use std::path::Path;

use uuid::Uuid;

use super::restore::{Known, Ledger};
use super::{forgotten, left, prove};
use crate::consent::{Against, Kept};
use crate::erasure;
use crate::vault::session::{self, Found, Surroundings, Unlock};
use crate::vault::{Aside, Course, FolderLock, Op, Stage, Vault, Wreck, hold};
use crate::{Code, Result};

/// What lies in the folder, and what it says of who was forgotten.
pub(super) struct Former {
    held: Held,
    known: Known,
    /// It says so wholly. Otherwise the lists of the forgotten stand in for it.
    whole: bool,
    /// There is one, and it is put aside.
    pub(super) is_vault: bool,
}

/// What came of forgetting again.
pub(super) struct Again {
    /// Those who were in the backup.
    pub(super) people: u32,
    pub(super) kept: Kept,
    /// Those whom the vault of before does not know to be forgotten, and may hold.
    pub(super) unknown: u32,
}

/// Nobody else opens it meanwhile.
enum Held {
    Open(Box<Vault>),
    Shut(FolderLock),
}

impl Former {
    pub(super) fn of(
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

    pub(super) fn vault(&self) -> Option<Uuid> {
        match &self.held {
            Held::Open(vault) => vault.id().ok(),
            Held::Shut(_) => None,
        }
    }

    /// Says in `vault` again what people said no to, takes everybody out of it who was forgotten, and proves it.
    pub(super) fn forget_again(
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
            forgotten.extend(match forgotten::read(vault, &folder) {
                Ok(listed) => {
                    said |= listed.is_some();
                    listed.unwrap_or_default()
                }
                Err(_) => forgotten::named(vault, &folder),
            });
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

    pub(super) fn close(self) -> Result<FolderLock> {
        match self.held {
            Held::Open(vault) => vault.close_and_hold(),
            Held::Shut(lock) => Ok(lock),
        }
    }
}
