//! A vault takes its place in a folder, for the first time or for another that is kept: decided in one step, and finished
//! by whoever opens the folder next when something cuts it off. Whoever opens finds the one or the other, and whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lock::LOCK;
use super::stopped::STOPPED;
use super::{DATABASE, SLOTS, files};
use crate::held;

/// A folder that starts so holds a whole vault that is to lie in the folder around it. The rest of its name is the time of
/// the decision (milliseconds UTC).
const DECIDED: &str = ".moving-in-";
/// A folder that starts so holds what lay there before, with the same rest.
pub(super) const KEPT: &str = "replaced-";

pub(super) struct MovingIn {
    dir: PathBuf,
    from: PathBuf,
    kept: PathBuf,
}

impl MovingIn {
    /// From here on the vault in the folder `ready` belongs into `dir`. An error: nothing is decided.
    pub(super) fn decide(dir: &Path, ready: &Path, now: i64) -> io::Result<Self> {
        // One at a time: what was decided before has its turn.
        finish(dir)?;
        files::sync_folder(ready)?;
        let mut moments = (now..).map(|now| Self::at(dir, &now.to_string()));
        let free = moments.find(|it| !there(&it.kept) && !there(&it.from));
        let decided = free.ok_or(io::ErrorKind::AlreadyExists)?;
        held::rename(ready, &decided.from)?;
        Ok(decided)
    }

    /// What was decided about `dir` and is not finished.
    pub(super) fn found(dir: &Path) -> Option<Self> {
        let mut decided = Self::all(dir).into_iter();
        decided.find(Self::holds_something)
    }

    /// Earliest first; also folders that are left over.
    fn all(dir: &Path) -> Vec<Self> {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        let decided = entries.filter_map(|entry| {
            let name = entry.file_name();
            let at = name.to_str()?.strip_prefix(DECIDED)?;
            let folder = entry.file_type().ok()?.is_dir();
            folder.then(|| Self::at(dir, at))
        });
        let mut decided: Vec<Self> = decided.collect();
        decided.sort_by(|a, b| a.from.cmp(&b.from));
        decided
    }

    fn holds_something(&self) -> bool {
        [SLOTS, DATABASE]
            .iter()
            .any(|name| there(&self.from.join(name)))
    }

    fn at(dir: &Path, at: &str) -> Self {
        Self {
            dir: dir.to_owned(),
            from: dir.join(format!("{DECIDED}{at}")),
            kept: dir.join(format!("{KEPT}{at}")),
        }
    }

    /// Where the file `name` of the vault lies at the moment.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        let (new, home) = (self.from.join(name), self.dir.join(name));
        if there(&new) && (self.is_whole() || !there(&home)) {
            new
        } else {
            home
        }
    }

    /// Moves out what lay there before, then moves in. Returns where the former vault is kept, if there was one. After an
    /// error it can be called again, at any time.
    pub(super) fn finish(&self) -> io::Result<Option<PathBuf>> {
        files::sync_folder(&self.dir)?;
        if self.is_whole() {
            self.move_out()?;
        }
        for name in [SLOTS, DATABASE] {
            let (from, to) = (self.from.join(name), self.dir.join(name));
            if there(&from) && !there(&to) {
                held::rename(from, to)?;
            }
        }
        files::sync_folder(&self.dir)?;
        self.tidy();
        Ok(Some(&self.kept).filter(|kept| there(kept)).cloned())
    }

    /// Takes the empty folder away. What else somebody put there stays.
    fn tidy(&self) {
        let _ = fs::remove_file(self.from.join(LOCK));
        let _ = fs::remove_dir(&self.from);
    }

    /// Takes the decision back, as long as nothing has moved in; what is ready lies at `ready` again. An error: it stands,
    /// and is finished at the next opening.
    pub(super) fn undo(&self, ready: &Path) -> io::Result<()> {
        if !self.is_whole() {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        for name in former() {
            let (kept, home) = (self.kept.join(&name), self.dir.join(&name));
            if there(&kept) && !there(&home) {
                held::rename(kept, home)?;
            }
        }
        let _ = fs::remove_dir(&self.kept);
        files::sync_folder(&self.dir)?;
        held::rename(&self.from, ready)
    }

    /// Nothing of it has moved in yet: what lies there is the former vault's.
    fn is_whole(&self) -> bool {
        [SLOTS, DATABASE]
            .iter()
            .all(|name| there(&self.from.join(name)))
    }

    fn move_out(&self) -> io::Result<()> {
        let home = |name: &str| self.dir.join(name);
        if !there(&self.kept) && !there(&home(SLOTS)) && !there(&home(DATABASE)) {
            // A call that nobody can have begun.
            let _ = fs::remove_file(home(STOPPED));
        }
        for name in former().iter().filter(|name| there(&home(name))) {
            files::private_folder(&self.kept)?;
            held::rename(home(name), self.kept.join(name))?;
        }
        if there(&self.kept) {
            files::sync_folder(&self.kept)?;
            files::sync_folder(&self.dir)?;
        }
        Ok(())
    }
}

/// Finishes what was decided about `dir` and was cut off.
pub(super) fn finish(dir: &Path) -> io::Result<()> {
    for decided in MovingIn::all(dir) {
        if decided.holds_something() {
            decided.finish()?;
        } else {
            decided.tidy();
        }
    }
    Ok(())
}

/// The files of a vault.
fn former() -> [String; 5] {
    [
        STOPPED.to_owned(),
        format!("{DATABASE}-wal"),
        format!("{DATABASE}-shm"),
        DATABASE.to_owned(),
        SLOTS.to_owned(),
    ]
}

fn there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(path: &Path) -> String {
        fs::read_to_string(path).unwrap_or_default()
    }

    /// A former vault and one that is ready.
    fn bed() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let ready = dir.path().join(".copy-1");
        fs::create_dir(&ready).unwrap();
        for name in [SLOTS, DATABASE] {
            fs::write(dir.path().join(name), "former").unwrap();
            fs::write(ready.join(name), "new").unwrap();
        }
        fs::write(dir.path().join(format!("{DATABASE}-wal")), "log").unwrap();
        (dir, ready)
    }

    #[test]
    fn two_decisions_of_one_moment_keep_two_vaults() {
        let (dir, ready) = bed();
        let first = MovingIn::decide(dir.path(), &ready, 5).unwrap();
        let first = first.finish().unwrap().expect("kept");
        fs::create_dir(&ready).unwrap();
        for name in [SLOTS, DATABASE] {
            fs::write(ready.join(name), "newest").unwrap();
        }
        let second = MovingIn::decide(dir.path(), &ready, 5).unwrap();
        let second = second.finish().unwrap().expect("kept");
        let contents = [first.as_path(), &second, dir.path()];
        let contents = contents.map(|dir| content(&dir.join(DATABASE)));
        assert_eq!(contents, ["former", "new", "newest"]);
        assert_eq!(content(&first.join(format!("{DATABASE}-wal"))), "log");
        assert!(!dir.path().join(format!("{DATABASE}-wal")).exists());
    }

    #[test]
    fn what_cannot_move_out_moves_back() {
        let (dir, ready) = bed();
        let decided = MovingIn::decide(dir.path(), &ready, 5).unwrap();
        // A folder in the way of the database, the log has moved already.
        fs::create_dir_all(decided.kept.join(DATABASE).join("x")).unwrap();
        assert!(decided.finish().is_err());
        assert!(decided.kept.join(format!("{DATABASE}-wal")).exists());
        fs::remove_dir_all(decided.kept.join(DATABASE)).unwrap();
        decided.undo(&ready).unwrap();
        assert_eq!(content(&dir.path().join(DATABASE)), "former");
        assert_eq!(content(&dir.path().join(format!("{DATABASE}-wal"))), "log");
        assert_eq!(content(&ready.join(DATABASE)), "new");
        assert!(MovingIn::found(dir.path()).is_none() && !decided.kept.exists());
    }

    #[test]
    fn nothing_is_ever_written_over() {
        let (dir, ready) = bed();
        let decided = MovingIn::decide(dir.path(), &ready, 5).unwrap();
        fs::remove_file(decided.from.join(SLOTS)).unwrap();
        decided.finish().unwrap();
        assert_eq!(content(&dir.path().join(DATABASE)), "former");
        assert_eq!(content(&decided.from.join(DATABASE)), "new");
        assert!(decided.undo(&ready).is_err(), "something has moved in");
    }
}
