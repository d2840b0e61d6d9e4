//! What the failing calls of an operation are tried on: a vault with a backup, laid once and copied for each call.

use std::fs;
use std::path::{Path, PathBuf};

use kartotek_core::vault::session::Unlock;
use kartotek_core::vault::{Course, DATABASE};
use kartotek_core::{Code, Result, backup};

use crate::act::Act;
use crate::faults::bed;
use crate::life::{self, Life};
use crate::reckoning::Reckoning;

/// What the points of one operation are tried on.
pub(crate) struct Ground {
    base: PathBuf,
    pub(crate) work: PathBuf,
    pub(crate) code: String,
    pub(crate) reckoning: Reckoning,
}

impl Ground {
    pub(crate) fn lay(root: &Path, operation: &str) -> Result<Self> {
        let mut base = root.join("base");
        fs::create_dir(&base)?;
        let home = base.join("valv");
        let code = life::found(&home)?;
        let mut reckoning = Reckoning::new(code.clone());
        let mut life = Life::go_on(life::open(&home, &code)?, &home, 0, 0)?;
        for act in [
            Act::Add("Berit Ek".into()),
            Act::Add("Cilla Dal".into()),
            Act::Import("Rad".into()),
            Act::Note("före".into()),
            Act::Backup,
            Act::Forget("Berit Ek".into()),
        ] {
            reckoning.announced(act.clone());
            let said = life.act(&act)?;
            reckoning.answered(&said);
        }
        life.close()?;
        if operation == "restore-over" {
            base = unclosed(&base, &root.join("unclosed"), &mut reckoning)?;
        }
        Ok(Self {
            base,
            work: root.join("work"),
            code,
            reckoning,
        })
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.work.join("valv")
    }

    pub(crate) fn fresh(&self) {
        let _ = fs::remove_dir_all(&self.work);
        bed::copy(&self.base, &self.work);
    }
}

/// The folder as a kill leaves it: its last commits were answered, and stand in the write-ahead log only.
fn unclosed(base: &Path, to: &Path, reckoning: &mut Reckoning) -> Result<PathBuf> {
    let home = base.join("valv");
    let mut life = Life::go_on(life::open(&home, reckoning.code())?, &home, 0, 1)?;
    for act in [
        Act::Note("efter kopian".into()),
        Act::Add("Elsa Gran".into()),
    ] {
        reckoning.announced(act.clone());
        reckoning.answered(&life.act(&act)?);
    }
    bed::copy(base, to);
    let log = to.join("valv").join(format!("{DATABASE}-wal"));
    if fs::metadata(log)?.len() == 0 {
        return Err(Code::Internal.into());
    }
    Ok(to.to_owned())
}

/// Restores the backup of the ground into `place`.
pub(crate) fn bring_back(stick: &Path, place: &Path, key: &Unlock) -> Result<()> {
    let backup = fs::read_dir(stick)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|end| end == "kartotek-backup"));
    let backup = backup.ok_or(Code::NotFound)?;
    backup::restore(&backup, place, key, &life::around(), Course::alone()).map(drop)
}

/// The restore of the newest backup over the vault.
pub(crate) fn act_over(reckoning: &Reckoning) -> Act {
    Act::Restore(reckoning.newest().unwrap_or_default().to_owned())
}
