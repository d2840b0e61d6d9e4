//! Damage: one wrong bit, a cut, pages that are swapped, zeroed or another vault's. It is found before wrong data is
//! shown; of a damaged write-ahead log at most the newest commits are missing, and never one from the middle.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kartotek_core::vault::session;
use kartotek_core::vault::{Course, DATABASE, SLOTS, Vault};
use kartotek_core::{Code, Error, Result, backup, verify};

use super::Round;
use super::bed::{self, around, code, key};
use crate::dice::Dice;
use crate::people;

const PAGE: usize = 4096;
const PEOPLE: u32 = 40;
/// Commits that stand in the write-ahead log only.
const LATE: usize = 30;

/// What is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Database,
    Keys,
    Backup,
    Log,
}

/// How.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Harm {
    Bit,
    Cut,
    /// Two pages in each other's place, a page of zeros, a page of another vault.
    Pages,
}

/// A vault under a raw key, closed and as a power cut leaves it; and one with a passphrase, and its backup.
pub(crate) struct Good {
    dir: tempfile::TempDir,
    database: Vec<u8>,
    other: Vec<u8>,
    /// The database that the log belongs to.
    cut_off: Vec<u8>,
    log: Vec<u8>,
    names: BTreeSet<String>,
    sealed: Vec<u8>,
    keys: Vec<u8>,
    backup: Vec<u8>,
}

impl Good {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let read = |path: PathBuf| fs::read(path).expect("a good file");
        let raw = |name: &str| {
            let home = dir.path().join(name);
            let vault = bed::vault(&home);
            bed::sow(&vault, PEOPLE);
            vault.close().expect("closed in order");
            home
        };
        let (home, other) = (raw("valv"), raw("annat"));
        let database = read(home.join(DATABASE));
        let vault = bed::again(&home).expect("a vault");
        let names = bed::names(&vault).expect("names");
        for n in 0..LATE {
            people::add(&vault, &[("name", &late(n))]).expect("a contact");
        }
        let log = read(home.join(format!("{DATABASE}-wal")));
        let cut_off = read(home.join(DATABASE));
        drop(vault);

        let home = dir.path().join("lås");
        bed::sown(&home, 3);
        let vault = session::open_in(&home, key(), &around()).expect("a vault");
        let taken =
            backup::take(&vault, &dir.path().join("sticka"), Course::alone()).expect("a backup");
        vault.close().expect("closed in order");
        Self {
            other: read(other.join(DATABASE)),
            sealed: read(home.join(DATABASE)),
            keys: read(home.join(SLOTS)),
            backup: read(taken.file),
            dir,
            database,
            cut_off,
            log,
            names,
        }
    }

    /// Damages one thing; what is wrong is that nobody notices. `false`: the dice changed nothing.
    pub(crate) fn round(&self, target: Target, harm: Harm, dice: &mut Dice) -> Round<bool> {
        let home = self.dir.path().join("runda");
        let _ = fs::remove_dir_all(&home);
        fs::create_dir(&home).expect("a folder");
        let good = match target {
            Target::Database => &self.database,
            Target::Keys => &self.keys,
            Target::Backup => &self.backup,
            Target::Log => &self.log,
        };
        let (bad, how) = self.harmed(good, harm, dice);
        if bad == *good {
            return Ok(false);
        }
        let put = |name: &str, bytes: &[u8]| fs::write(home.join(name), bytes).expect("a file");
        let noticed = match target {
            Target::Database => {
                put(DATABASE, &bad);
                seen(bed::again(&home))
            }
            Target::Keys => {
                put(DATABASE, &self.sealed);
                put(SLOTS, &bad);
                seen(session::open_in(&home, key(), &around()))
            }
            Target::Backup => {
                let file = home.join("skadad.kartotek-backup");
                fs::write(&file, bad).expect("a damaged backup");
                let place = home.join("ny dator");
                match backup::restore(&file, &place, &key(), &around(), Course::alone()) {
                    Ok(_) => Err("restored".into()),
                    Err(_) if place.join(DATABASE).exists() => Err("half restored".into()),
                    Err(error) => in_words(&error),
                }
            }
            Target::Log => {
                put(DATABASE, &self.cut_off);
                put(&format!("{DATABASE}-wal"), &bad);
                self.earlier(&home)
            }
        };
        noticed.map_err(|wrong| format!("{target:?}, {how}: {wrong}"))?;
        Ok(true)
    }

    fn harmed(&self, good: &[u8], harm: Harm, dice: &mut Dice) -> (Vec<u8>, String) {
        let mut bad = good.to_vec();
        let how = match harm {
            Harm::Bit => {
                // Every third one where the lines of a backup are, and the header of a database.
                let among = match dice.below(3) {
                    0 => bad.len().min(PAGE / 2),
                    _ => bad.len(),
                };
                let bit = dice.below(among * 8);
                bad[bit / 8] ^= 1 << (bit % 8);
                format!("bit {} of byte {}", bit % 8, bit / 8)
            }
            Harm::Cut => {
                // Every third one between two pages, where nothing looks torn.
                let mut length = dice.below(bad.len());
                if dice.below(3) == 0 {
                    length -= length % PAGE;
                }
                bad.truncate(length);
                format!("cut at {length}")
            }
            Harm::Pages => {
                let pages = bad.len() / PAGE;
                let (one, two) = (dice.below(pages), dice.below(pages));
                let (a, b) = (one * PAGE, two * PAGE);
                match dice.below(3) {
                    0 => {
                        let first = bad[a..a + PAGE].to_vec();
                        bad.copy_within(b..b + PAGE, a);
                        bad[b..b + PAGE].copy_from_slice(&first);
                        format!("pages {one} and {two} swapped")
                    }
                    1 => {
                        bad[a..a + PAGE].fill(0);
                        format!("page {one} zeroed")
                    }
                    _ => {
                        let from = b.min(self.other.len() - PAGE);
                        bad[a..a + PAGE].copy_from_slice(&self.other[from..from + PAGE]);
                        format!("page {one} is another vault's")
                    }
                }
            }
        };
        (bad, how)
    }

    /// Refused, or as it was after one of the late commits, without a gap, and it is told that the end may be missing.
    fn earlier(&self, home: &Path) -> Round<()> {
        let Ok(vault) = bed::again(home) else {
            return Ok(());
        };
        if vault.cut_off().is_none() {
            return Err("nobody was told".into());
        }
        let there = bed::names(&vault)?;
        bed::sound(&vault)?;
        let late = there.difference(&self.names).count();
        let wanted: BTreeSet<String> = self
            .names
            .iter()
            .cloned()
            .chain((0..late).map(self::late))
            .collect();
        if there == wanted {
            return Ok(());
        }
        Err(format!("{there:?}"))
    }
}

fn late(n: usize) -> String {
    format!("Sen {n:02}")
}

/// Opening refuses, says that the key file was changed, or the checks find it.
fn seen(opened: Result<Vault>) -> Round<()> {
    match opened {
        Err(error) => in_words(&error),
        Ok(vault) if vault.notice().is_some() => Ok(()),
        Ok(vault) if verify::verify(&vault, None).iter().any(|check| !check.ok) => Ok(()),
        Ok(_) => Err("nobody noticed".into()),
    }
}

/// The refusal names what is the matter.
fn in_words(error: &Error) -> Round<()> {
    match error.code() {
        Code::Internal => Err(code("no words for it", error)),
        _ => Ok(()),
    }
}
