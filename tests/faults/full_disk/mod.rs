//! A disk that fills up at a random moment of an operation: that is refused in clear words or done, nothing is lost, and
//! once there is room it works.

mod copies;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use kartotek_core::erasure::{self, Ground, Progress};
use kartotek_core::import;
use kartotek_core::rights;
use kartotek_core::vault::session::{self, Found, Surroundings, Unlock};
use kartotek_core::vault::{self, Vault, rotate};
use kartotek_core::{Code, Error, PersonId, Result};
use secrecy::SecretString;

use super::Round;
use super::bed::{self, Item, PASSPHRASE, around, code, key};
use crate::dice::Dice;
use crate::people;
use crate::small_disk::Small;

/// Megabytes of the disk.
const DISK: u32 = 24;
const PEOPLE: u32 = 25;
const NEW_PASSPHRASE: &str = "fyra nya fina ord";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Forget,
    Backup,
    Export,
    /// A new passphrase or a new recovery code: the slots file.
    Ways,
    Import,
    Rotate,
    /// A new vault, its schema included.
    Create,
    /// A backup over the vault.
    Restore,
    /// Backups without those who are forgotten since.
    Renew,
    /// What is left of a damaged vault.
    Rescue,
}

impl Operation {
    /// More bytes than it takes.
    fn takes(self) -> usize {
        match self {
            Self::Ways => 64 << 10,
            Self::Export => 128 << 10,
            Self::Forget | Self::Rotate | Self::Create => 1 << 20,
            Self::Backup | Self::Import | Self::Restore | Self::Renew | Self::Rescue => 2 << 20,
        }
    }
}

/// Points of one operation.
pub(crate) struct Course {
    operation: Operation,
    /// A vault and a list to import.
    start: tempfile::TempDir,
    item: Arc<Item>,
    /// With so much room the operation went through: more is not worth a try.
    enough: usize,
}

/// A vault on a small disk that is full but for a little.
struct Stage {
    small: Small,
    around: Surroundings,
    home: PathBuf,
    spare: u64,
}

impl Stage {
    fn fill(&self) {
        self.small.fill(self.spare);
    }

    fn open(&self) -> Round<Vault> {
        session::open_in(&self.home, Unlock::Keyring, &self.around)
            .map_err(|error| code("opening", &error))
    }

    /// Room again; in half of the cases only after the program has ended.
    fn room(&self, vault: Vault, dice: &mut Dice) -> Round<Vault> {
        if dice.below(2) == 0 {
            drop(vault);
            self.small.empty();
        } else {
            self.small.empty();
            vault.close().map_err(|error| code("closing", &error))?;
            let again = self.open()?;
            if again.cut_off().is_some() {
                return Err("closed in order, and called left open".into());
            }
            return Ok(again);
        }
        self.open()
    }

    /// Fills the empty disk but for as much as the refusal named, where it did.
    fn fill_but_named<T>(&self, refused: &Result<T>) {
        let named = refused.as_ref().err().and_then(Error::needs);
        // What stands beside it, such as the journal's entry, is a few pages.
        let spare = named.unwrap_or(u64::from(DISK) << 19) + (64 << 10);
        self.small.fill(spare);
    }
}

impl Course {
    pub(crate) fn new(operation: Operation) -> Self {
        let start = tempfile::tempdir().expect("a folder");
        let item = Arc::new(Item::default());
        let home = start.path().join("valv");
        let (vault, _) =
            session::create_in(&home, bed::house(true), &bed::with(&item)).expect("a vault");
        bed::sow(&vault, PEOPLE);
        vault.close().expect("closed in order");
        let mut rows = "Namn;E-post;Ort\n".to_owned();
        for n in 0..300 {
            let _ = writeln!(rows, "Ny {n};ny{n}@example.com;Orten");
        }
        fs::write(start.path().join("rader.csv"), rows).expect("a list");
        Self {
            operation,
            start,
            item,
            enough: operation.takes(),
        }
    }

    /// Plays one point. `true`: the disk was full there, and the operation said so.
    pub(crate) fn point(&mut self, dice: &mut Dice) -> Round<bool> {
        let small = Small::new(DISK);
        let home = small.path("valv");
        if self.operation != Operation::Create {
            bed::copy(&self.start.path().join("valv"), &home);
        }
        let spare = dice.below(self.enough);
        let stage = Stage {
            small,
            around: bed::with(&self.item),
            home,
            spare: spare as u64,
        };
        let full = self
            .play(&stage, dice)
            .map_err(|wrong| format!("{:?} with {spare} bytes: {wrong}", self.operation))?;
        if !full {
            self.enough = self.enough.min(spare + spare / 8 + 4096);
        }
        bed::tidy(&stage.home)?;
        // What is new here has no keyring.
        let opened = match self.operation {
            Operation::Create | Operation::Restore | Operation::Rescue => {
                session::open_in(&stage.home, key(), &around())
            }
            _ => session::open_in(&stage.home, Unlock::Keyring, &stage.around),
        };
        bed::sound(&done("opening", opened)?)?;
        Ok(full)
    }

    fn play(&self, stage: &Stage, dice: &mut Dice) -> Round<bool> {
        match self.operation {
            Operation::Forget => forget(stage, dice),
            Operation::Backup => copies::take(stage, dice),
            Operation::Export => export(stage, dice),
            Operation::Ways => ways(stage, dice),
            Operation::Import => take_in(&self.start.path().join("rader.csv"), stage, dice),
            Operation::Rotate => new_key(stage),
            Operation::Create => create(stage),
            Operation::Restore => copies::restore(stage),
            Operation::Renew => copies::renew(stage, dice),
            Operation::Rescue => copies::rescue(stage),
        }
    }
}

/// Whether it was the disk; any other refusal is wrong.
fn full<T>(what: &str, answer: &Result<T>) -> Round<bool> {
    match answer {
        Ok(_) => Ok(false),
        Err(error) if error.code() == Code::DiskFull => Ok(true),
        Err(error) => Err(code(what, error)),
    }
}

/// The refusal says how much room is needed.
fn says_how_much<T>(answer: &Result<T>) -> Round<()> {
    match answer.as_ref().err().map(Error::needs) {
        Some(None) => Err("nobody hears how much room is needed".into()),
        _ => Ok(()),
    }
}

fn done<T>(what: &str, answer: Result<T>) -> Round<T> {
    answer.map_err(|error| code(what, &error))
}

fn same(what: &str, got: &BTreeSet<String>, wanted: &BTreeSet<String>) -> Round<()> {
    if got == wanted {
        return Ok(());
    }
    Err(format!("{what}: {got:?} instead of {wanted:?}"))
}

fn anybody(vault: &Vault) -> Round<(PersonId, String)> {
    let rows = done("the list", bed::rows(vault))?;
    let row = rows.first().ok_or("nobody")?;
    Ok((row.id, row.display_name.clone()))
}

/// Refused whole, or out of every view at once; the proof is pending until there is room.
fn forget(stage: &Stage, dice: &mut Dice) -> Round<bool> {
    let vault = stage.open()?;
    let mut wanted = bed::names(&vault)?;
    let (leaving, name) = anybody(&vault)?;
    stage.fill();
    let accepted = erasure::forget(&vault, leaving, Ground::A, true);
    let mut was_full = full("forget", &accepted)?;
    if accepted.is_ok() {
        wanted.remove(&name);
        was_full |= full("the proof", &erasure::prove_pending(&vault, &mut |_| {}))?;
    }
    same("while it is full", &bed::names(&vault)?, &wanted)?;
    let vault = stage.room(vault, dice)?;
    same("afterwards", &bed::names(&vault)?, &wanted)?;
    if accepted.is_err() {
        done(
            "once more",
            erasure::forget(&vault, leaving, Ground::A, true),
        )?;
    }
    done("the proof", erasure::prove_pending(&vault, &mut |_| {}))?;
    let ledger = done("the ledger", erasure::ledger(&vault))?;
    let proven = |entry: &Progress| matches!(entry, Progress::Proven { .. });
    if ledger.len() != 1 || !ledger.iter().all(proven) {
        return Err("not proven".into());
    }
    Ok(was_full)
}

/// A whole file or none.
fn export(stage: &Stage, dice: &mut Dice) -> Round<bool> {
    let out = stage.small.path("utdrag.zip");
    let vault = stage.open()?;
    let (person, _) = anybody(&vault)?;
    stage.fill();
    let exported = rights::export(&vault, person, &out, "");
    let was_full = full("export", &exported)?;
    // With less than a page it is the file itself that finds no room.
    if stage.spare < 4096 {
        says_how_much(&exported)?;
    }
    let vault = stage.room(vault, dice)?;
    if was_full {
        if out.exists() {
            return Err("half a file, or one that the vault does not know of".into());
        }
        done("once more", rights::export(&vault, person, &out, ""))?;
    }
    let file = fs::File::open(&out).map_err(|error| error.to_string())?;
    let zip = zip::ZipArchive::new(file).map_err(|error| error.to_string())?;
    if zip.len() != 4 {
        return Err("files are missing in the export".into());
    }
    for entry in fs::read_dir(stage.small.path(""))
        .into_iter()
        .flatten()
        .flatten()
    {
        if entry.file_name().to_string_lossy().starts_with('.') {
            return Err("half a file is left beside the export".into());
        }
    }
    Ok(was_full)
}

/// What was answered opens: the new key, or the old one.
fn ways(stage: &Stage, dice: &mut Dice) -> Round<bool> {
    let vault = stage.open()?;
    let secret = |text: &str| SecretString::from(text);
    if dice.below(2) == 0 {
        stage.fill();
        let changed = vault.change_passphrase(
            &Unlock::Passphrase(secret(PASSPHRASE)),
            &secret(NEW_PASSPHRASE),
        );
        let was_full = full("a new passphrase", &changed)?;
        drop(vault);
        stage.small.empty();
        let today = if was_full { PASSPHRASE } else { NEW_PASSPHRASE };
        let opened = session::open_in(&stage.home, Unlock::Passphrase(secret(today)), &around());
        let vault = done("opening with the passphrase that was answered", opened)?;
        // As it was, for the checks that follow.
        if !was_full {
            let back = vault.change_passphrase(
                &Unlock::Passphrase(secret(NEW_PASSPHRASE)),
                &secret(PASSPHRASE),
            );
            done("once more", back)?;
        }
        return Ok(was_full);
    }
    let code = done("a new code", vault.new_recovery(&key()))?;
    let groups: Vec<&str> = code.reveal().split('-').collect();
    let typed = [(2, groups[1].to_owned()), (7, groups[6].to_owned())];
    stage.fill();
    let confirmed = vault.confirm_recovery(&code, &typed);
    let was_full = full("a new code", &confirmed)?;
    let vault = stage.room(vault, dice)?;
    done("once more", vault.confirm_recovery(&code, &typed))?;
    done("closing", vault.close())?;
    let unlock = Unlock::Recovery(SecretString::from(code.reveal().to_owned()));
    done(
        "opening with the new code",
        session::open_in(&stage.home, unlock, &around()),
    )?;
    Ok(was_full)
}

/// Everybody of the list or nobody.
fn take_in(list: &Path, stage: &Stage, dice: &mut Dice) -> Round<bool> {
    let vault = stage.open()?;
    let before = bed::names(&vault)?;
    let go = |vault: &Vault| {
        let never = AtomicBool::new(false);
        import::run(vault, list, &people::list(), false, &never, &mut |_, _| {})
    };
    stage.fill();
    let imported = go(&vault);
    let was_full = full("import", &imported)?;
    if was_full {
        same("while it is full", &bed::names(&vault)?, &before)?;
    }
    let vault = stage.room(vault, dice)?;
    if was_full {
        same("afterwards", &bed::names(&vault)?, &before)?;
        done("once more", go(&vault))?;
    }
    if bed::names(&vault)?.len() != before.len() + 300 {
        return Err("not everybody was taken in".into());
    }
    Ok(was_full)
}

/// The old key or the new one, and everybody is there.
fn new_key(stage: &Stage) -> Round<bool> {
    let vault = stage.open()?;
    let before = bed::names(&vault)?;
    stage.fill();
    let rotated = rotate(vault, vault::Course::alone()).map_err(|kept| kept.error);
    let was_full = full("a new root key", &rotated)?;
    says_how_much(&rotated)?;
    drop(rotated);
    stage.small.empty();
    let vault = stage.open()?;
    same("afterwards", &bed::names(&vault)?, &before)?;
    if was_full {
        done(
            "once more",
            rotate(vault, vault::Course::alone()).map_err(|kept| kept.error),
        )?;
    }
    Ok(was_full)
}

/// A whole vault, or an empty folder.
fn create(stage: &Stage) -> Round<bool> {
    stage.fill();
    let made = session::create_in(&stage.home, bed::house(false), &around());
    let was_full = full("a new vault", &made)?;
    drop(made);
    stage.small.empty();
    if was_full {
        if session::look(&stage.home) != Found::Nothing {
            return Err("half a vault".into());
        }
        done(
            "once more",
            session::create_in(&stage.home, bed::house(false), &around()),
        )?;
    }
    Ok(was_full)
}
