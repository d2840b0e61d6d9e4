//! Several programs want one vault, and somebody tidies up in its folder meanwhile: one has it, the others hear where it
//! is open, and nothing is written where it would be lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kartotek_core::Code;
use kartotek_core::vault::{DATABASE, Op, Vault, settings};

use super::Round;
use super::bed::{self, code};
use crate::dice::Dice;

const RIVALS: usize = 8;
const OPENED: i32 = 10;
const ELSEWHERE: i32 = 75;
const LOCK: &str = "kartotek.lock";
const PATIENCE: Duration = Duration::from_mins(2);

/// What the started program does in `place`: tries to open, and holds on until the others have gone.
pub(crate) fn rival(place: &Path) -> i32 {
    match bed::again(&place.join("valv")) {
        Ok(_vault) => {
            let _ = fs::write(place.join("open"), "");
            let begun = Instant::now();
            while !place.join("gone").exists() && begun.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(5));
            }
            OPENED
        }
        Err(error) if error.code() == Code::OpenElsewhere => ELSEWHERE,
        Err(_) => 1,
    }
}

/// A vault to fight for.
pub(crate) struct Arena {
    place: tempfile::TempDir,
}

impl Arena {
    pub(crate) fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let vault = bed::vault(&place.path().join("valv"));
        bed::sow(&vault, 3);
        vault.close().expect("closed in order");
        Self { place }
    }

    fn home(&self) -> PathBuf {
        self.place.path().join("valv")
    }

    /// Eight start at once; the dice say who tidies up meanwhile. `start` is this program, told to be a [`rival`].
    pub(crate) fn race(&self, start: &dyn Fn(&Path) -> Command, dice: &mut Dice) -> Round<()> {
        for sign in ["open", "gone"] {
            let _ = fs::remove_file(self.place.path().join(sign));
        }
        let lock = self.home().join(LOCK);
        let go = || {
            start(self.place.path())
                .stdout(Stdio::null())
                .spawn()
                .expect("this program again")
        };
        let mut rivals = Vec::new();
        match dice.below(3) {
            0 => {}
            1 => {
                let _ = fs::remove_file(&lock);
            }
            // Deleted while the vault is open.
            _ => {
                rivals.push(go());
                self.wait_for_one()?;
                fs::remove_file(&lock).map_err(|error| error.to_string())?;
            }
        }
        while rivals.len() < RIVALS {
            rivals.push(go());
        }
        let codes = self.ends(rivals)?;
        let mut wanted = vec![OPENED];
        wanted.resize(RIVALS, ELSEWHERE);
        if codes == wanted {
            return Ok(());
        }
        Err(format!("exit codes {codes:?}"))
    }

    fn wait_for_one(&self) -> Round<()> {
        let begun = Instant::now();
        while !self.place.path().join("open").exists() {
            if begun.elapsed() > PATIENCE {
                return Err("nobody opened".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// The exit codes in order; the last one is told that the others have gone.
    fn ends(&self, mut rivals: Vec<Child>) -> Round<Vec<i32>> {
        let mut codes = Vec::new();
        let begun = Instant::now();
        while !rivals.is_empty() {
            rivals.retain_mut(|rival| match rival.try_wait() {
                Ok(None) => true,
                ended => {
                    codes.push(
                        ended
                            .ok()
                            .flatten()
                            .and_then(|status| status.code())
                            .unwrap_or(-1),
                    );
                    false
                }
            });
            let late = begun.elapsed() > PATIENCE;
            if rivals.len() == 1 || late {
                fs::write(self.place.path().join("gone"), "").map_err(|error| error.to_string())?;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        codes.sort_unstable();
        Ok(codes)
    }

    /// The database is renamed or replaced while it is open: the next write is refused in words, and when it is put back
    /// everything that was answered is there.
    pub(crate) fn moved(&self, dice: &mut Dice) -> Round<()> {
        let home = self.home();
        let (file, away) = (home.join(DATABASE), home.join("kartotek (i konflikt).db"));
        let old = fs::read(&file).map_err(|error| error.to_string())?;
        let vault = bed::again(&home).map_err(|error| code("opening", &error))?;
        let before = bed::names(&vault)?;
        let name = format!("Ny {}", dice.roll());
        add(&vault, &name)?;
        fs::rename(&file, &away).map_err(|error| error.to_string())?;
        // Gone, or an older copy in its place, as a program that keeps folders alike leaves it.
        if dice.below(2) == 0 {
            fs::write(&file, old).map_err(|error| error.to_string())?;
        }
        let in_its_place = fs::read(&file).ok();
        let lost = vault.write(Op::ChangeSettings, |tx| {
            let settings = settings::settings(tx)?;
            settings::set_settings(tx, &settings)
        });
        match lost.err().map(|error| error.code()) {
            Some(Code::DatabaseMissing) => {}
            other => return Err(format!("a write into a file that is gone: {other:?}")),
        }
        if dice.below(2) == 0 {
            drop(vault);
            if fs::read(&file).ok() != in_its_place {
                return Err("what lies in its place was written to".into());
            }
            fs::rename(&away, &file).map_err(|error| error.to_string())?;
        } else {
            fs::rename(&away, &file).map_err(|error| error.to_string())?;
            if dice.below(2) == 0 {
                add(&vault, &format!("{name} igen"))?;
            }
            drop(vault);
        }
        let vault = bed::again(&home).map_err(|error| code("opening", &error))?;
        let after = bed::names(&vault)?;
        bed::sound(&vault)?;
        if !after.contains(&name) || !before.is_subset(&after) {
            return Err("somebody is missing".into());
        }
        Ok(())
    }
}

fn add(vault: &Vault, name: &str) -> Round<()> {
    crate::people::add(vault, &[("name", name)])
        .map(|_| ())
        .map_err(|error| code("a contact", &error))
}
