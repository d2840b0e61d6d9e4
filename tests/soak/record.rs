//! The record of what a program did to its files (`tests/faulty_disk`), and the disk as a power cut leaves it.
//!
//! The disk is a harsh one that keeps to the letter of what was asked of it. What was not synced may be there or not, sector
//! by sector, and a sector may be torn. Names are kept in order, as every journalling file system does it: a cut keeps a
//! beginning of what was done to them since the last sync of a folder.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use crate::dice::Dice;

/// Bytes that a disk writes at once.
const SECTOR: usize = 512;

/// One thing that was done.
pub(crate) enum Entry {
    Open { fd: i32, made: bool, path: PathBuf },
    Close { fd: i32 },
    Write { fd: i32, at: usize, bytes: Vec<u8> },
    Cut { fd: i32, length: usize },
    Sync { fd: i32 },
    Rename { from: PathBuf, to: PathBuf },
    Unlink { path: PathBuf },
    MakeFolder { path: PathBuf },
    Copy { fd: i32, of: i32 },
    Mark(String),
}

/// Reads a record; the paths in it are from `root` on.
pub(crate) fn read(file: &Path, root: &Path) -> io::Result<Vec<Entry>> {
    let bytes = std::fs::read(file)?;
    let mut left = &bytes[..];
    let mut entries = Vec::new();
    while !left.is_empty() {
        let entry = entry(&mut left, root);
        entries.push(entry.ok_or(io::ErrorKind::UnexpectedEof)?);
    }
    Ok(entries)
}

fn entry(left: &mut &[u8], root: &Path) -> Option<Entry> {
    let [kind] = *left.split_off(..1)? else {
        return None;
    };
    let fd = i32::from_le_bytes(left.split_off(..4)?.try_into().ok()?);
    let number = usize::from_le_bytes(left.split_off(..8)?.try_into().ok()?);
    let mut text = || {
        let length = usize::from_le_bytes(left.split_off(..8)?.try_into().ok()?);
        left.split_off(..length)
    };
    let (first, second) = (text()?, text()?);
    let path = |bytes: &[u8]| {
        let path = Path::new(std::str::from_utf8(bytes).ok()?);
        Some(path.strip_prefix(root).unwrap_or(path).to_owned())
    };
    Some(match kind {
        1 => Entry::Open {
            fd,
            made: number == 1,
            path: path(first)?,
        },
        2 => Entry::Close { fd },
        3 => Entry::Write {
            fd,
            at: number,
            bytes: first.to_vec(),
        },
        4 => Entry::Cut { fd, length: number },
        5 => Entry::Sync { fd },
        6 => Entry::Rename {
            from: path(first)?,
            to: path(second)?,
        },
        7 => Entry::Unlink { path: path(first)? },
        8 => Entry::MakeFolder { path: path(first)? },
        9 => Entry::Copy {
            fd,
            of: i32::try_from(number).ok()?,
        },
        10 => Entry::Mark(String::from_utf8(first.to_vec()).ok()?),
        _ => return None,
    })
}

/// What was done to a file's content and not synced yet.
#[derive(Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Cut { length: usize },
}

#[derive(Clone, Default)]
struct File {
    safe: Vec<u8>,
    open: Vec<Change>,
}

/// What was done to names and not synced yet.
#[derive(Clone)]
enum Naming {
    Made { path: PathBuf, file: usize },
    Folder { path: PathBuf },
    Renamed { from: PathBuf, to: PathBuf },
    Unlinked { path: PathBuf },
}

/// What has a name.
type Names = BTreeMap<PathBuf, Option<usize>>;

/// A disk that knows what of it is safe. `None` among the names is a folder.
#[derive(Default)]
pub(crate) struct Disk {
    files: Vec<File>,
    /// As the program sees them.
    names: Names,
    safe: Names,
    open: Vec<Naming>,
    fds: HashMap<i32, Option<usize>>,
    /// Syncs are ignored: the disk lies. The control of the run.
    pub(crate) lies: bool,
}

fn name(names: &mut Names, naming: &Naming) {
    match naming {
        Naming::Made { path, file } => drop(names.insert(path.clone(), Some(*file))),
        Naming::Folder { path } => drop(names.insert(path.clone(), None)),
        Naming::Unlinked { path } => drop(names.remove(path)),
        Naming::Renamed { from, to } => {
            let moved: Vec<PathBuf> = names
                .keys()
                .filter(|path| path.starts_with(from))
                .cloned()
                .collect();
            for path in moved {
                let what = names.remove(&path).unwrap_or_default();
                let rest = path.strip_prefix(from).unwrap_or(Path::new(""));
                let target = if rest.as_os_str().is_empty() {
                    to.clone()
                } else {
                    to.join(rest)
                };
                names.insert(target, what);
            }
        }
    }
}

fn change(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, bytes } => {
            let end = at + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content[*at..end].copy_from_slice(bytes);
        }
        Change::Cut { length } => content.resize(*length, 0),
    }
}

impl Disk {
    fn naming(&mut self, naming: Naming) {
        name(&mut self.names, &naming);
        self.open.push(naming);
    }

    fn file(&mut self, fd: i32) -> Option<&mut File> {
        let at = (*self.fds.get(&fd)?)?;
        self.files.get_mut(at)
    }

    /// Does what an entry says.
    pub(crate) fn go(&mut self, entry: &Entry) {
        match entry {
            Entry::Open { fd, made, path } => {
                let known = self.names.get(path).copied();
                let file = match known {
                    Some(file) => file,
                    None if *made => {
                        self.files.push(File::default());
                        let file = self.files.len() - 1;
                        self.naming(Naming::Made {
                            path: path.clone(),
                            file,
                        });
                        Some(file)
                    }
                    None => None,
                };
                if let (true, Some(file), Some(_)) = (*made, file, known) {
                    self.files[file].open.push(Change::Cut { length: 0 });
                }
                self.fds.insert(*fd, file);
            }
            Entry::Close { fd } => drop(self.fds.remove(fd)),
            Entry::Copy { fd, of } => {
                let file = self.fds.get(of).copied().flatten();
                self.fds.insert(*fd, file);
            }
            Entry::Write { fd, at, bytes } => {
                let (at, bytes) = (*at, bytes.clone());
                if let Some(file) = self.file(*fd) {
                    file.open.push(Change::Write { at, bytes });
                }
            }
            Entry::Cut { fd, length } => {
                let length = *length;
                if let Some(file) = self.file(*fd) {
                    file.open.push(Change::Cut { length });
                }
            }
            Entry::Sync { .. } if self.lies => {}
            Entry::Sync { fd } => match self.file(*fd) {
                Some(file) => {
                    for done in std::mem::take(&mut file.open) {
                        change(&mut file.safe, &done);
                    }
                }
                // A folder: the journal of names is written.
                None => {
                    for done in std::mem::take(&mut self.open) {
                        name(&mut self.safe, &done);
                    }
                }
            },
            Entry::Rename { from, to } => self.naming(Naming::Renamed {
                from: from.clone(),
                to: to.clone(),
            }),
            Entry::Unlink { path } => self.naming(Naming::Unlinked { path: path.clone() }),
            Entry::MakeFolder { path } => self.naming(Naming::Folder { path: path.clone() }),
            Entry::Mark(_) => {}
        }
    }

    /// Writes into `folder` what a power cut now would leave.
    pub(crate) fn cut(&self, folder: &Path, dice: &mut Dice) -> io::Result<()> {
        let luck = Luck::roll(dice);
        let mut names = self.safe.clone();
        let kept = match luck {
            Luck::Everything => self.open.len(),
            Luck::Nothing => 0,
            Luck::Some => dice.below(self.open.len() + 1),
        };
        for done in &self.open[..kept] {
            name(&mut names, done);
        }
        for (path, file) in &names {
            let place = folder.join(path);
            match file {
                None => std::fs::create_dir_all(place)?,
                // The shared memory of the database is no file to a disk: its pages are never synced, and made anew.
                Some(_) if path.to_string_lossy().ends_with("-shm") => {}
                Some(file) => {
                    if let Some(parent) = place.parent() {
                        std::fs::create_dir_all(parent)?;
                    }
                    std::fs::write(place, self.files[*file].after(luck, dice))?;
                }
            }
        }
        Ok(())
    }
}

/// What happens to that which was not synced.
#[derive(Clone, Copy)]
enum Luck {
    Everything,
    Nothing,
    Some,
}

impl Luck {
    fn roll(dice: &mut Dice) -> Self {
        match dice.below(4) {
            0 => Self::Everything,
            1 => Self::Nothing,
            _ => Self::Some,
        }
    }
}

impl File {
    fn after(&self, luck: Luck, dice: &mut Dice) -> Vec<u8> {
        let mut content = self.safe.clone();
        match luck {
            Luck::Everything => self.open.iter().for_each(|done| change(&mut content, done)),
            Luck::Nothing => {}
            Luck::Some => self
                .open
                .iter()
                .for_each(|done| change_by_sectors(&mut content, done, dice)),
        }
        content
    }
}

fn change_by_sectors(content: &mut Vec<u8>, done: &Change, dice: &mut Dice) {
    let Change::Write { at, bytes } = done else {
        if dice.below(2) == 0 {
            change(content, done);
        }
        return;
    };
    let mut from = 0;
    while from < bytes.len() {
        let to = (from + SECTOR - (at + from) % SECTOR).min(bytes.len());
        let kept = match dice.below(8) {
            0..=3 => to - from,
            4 => dice.below(to - from),
            _ => 0,
        };
        if kept > 0 {
            let bytes = bytes[from..from + kept].to_vec();
            change(
                content,
                &Change::Write {
                    at: at + from,
                    bytes,
                },
            );
        }
        from = to;
    }
}
