//! Works on backups that are stopped, pulled away, misled by a link or by a clock: clear words, and the old state untouched.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use kartotek_core::backup::{self, Backup, Plan};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session::{self, Surroundings};
use kartotek_core::vault::{Course, Op, Vault, rotate};
use kartotek_core::{Code, PersonId};

use crate::house::{HeldClock, list_in};
use crate::people;
use crate::vault_folder::{PASSPHRASE, house, passphrase, plain};

mod clock;
mod folders;
mod rehearsal;
mod stopped;

const DAY: i64 = 86_400_000;

struct Bed {
    dir: tempfile::TempDir,
    clock: Arc<HeldClock>,
    vault: Vault,
}

impl Bed {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = HeldClock::at(1_790_000_000_000);
        let around = Surroundings {
            clock: clock.clone(),
            ..plain()
        };
        let (vault, _) =
            session::create_in(&dir.path().join("valv"), house(false), &around).unwrap();
        let bed = Self { dir, clock, vault };
        bed.add("Berit Ek");
        bed
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(name)
    }

    fn add(&self, name: &str) -> PersonId {
        people::add(&self.vault, &[("name", name)]).unwrap()
    }

    fn forget(&self, person: PersonId) {
        erasure::forget(&self.vault, person, Ground::A, true).unwrap();
        erasure::prove_pending(&self.vault, &mut |_| {}).unwrap();
    }

    fn take(&self, folder: &Path) -> Backup {
        backup::take(&self.vault, folder, Course::alone()).unwrap()
    }

    fn goes_to(&self, folder: &str) {
        let plan = Plan {
            folder: folder.to_owned(),
            hours: 24,
        };
        self.vault
            .write(Op::ChangeSettings, |tx| backup::set_plan(tx, &plan))
            .unwrap();
    }

    /// A folder with a backup in it that was left, and the one where they go now.
    fn moves_on(&self) -> (PathBuf, PathBuf) {
        let (first, second) = (self.path("första"), self.path("andra"));
        for folder in [&first, &second] {
            fs::create_dir(folder).unwrap();
        }
        self.goes_to(first.to_str().unwrap());
        self.take(&first);
        self.goes_to(second.to_str().unwrap());
        (first, second)
    }

    fn pass(&self, time: i64) {
        self.clock.turn(time);
    }
}

/// Stops `work` after 0, 1, 2 … steps until it is through; `same` is looked at after each stop. Returns how often.
fn stopped_everywhere(
    mut work: impl FnMut(Course<'_>) -> Option<Code>,
    mut same: impl FnMut(u32),
) -> u32 {
    for most in 0.. {
        let heard = AtomicU32::new(0);
        let stop = |_| {
            if heard.fetch_add(1, Ordering::SeqCst) < most {
                return ControlFlow::Continue(());
            }
            ControlFlow::Break(())
        };
        match work(Course::new(&stop)) {
            None => return most,
            Some(code) => assert_eq!(code, Code::Cancelled, "after {most}"),
        }
        same(most);
    }
    unreachable!("it ends")
}

pub(crate) fn code<T>(done: kartotek_core::Result<T>) -> Option<Code> {
    done.err().map(|error| error.code())
}

/// Files in the making that were left somewhere.
fn litter(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

#[test]
fn backups_from_before_a_new_root_key_are_named_and_left() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    let stick = bed.path("sticka");
    let old = bed.take(&stick);
    let vault = rotate(bed.vault, Course::alone()).unwrap();
    backup::take(&vault, &stick, Course::alone()).unwrap();
    erasure::forget(&vault, leaving, Ground::A, true).unwrap();
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    let before = fs::read(&old.file).unwrap();
    assert_eq!(
        backup::renew(&vault, &stick, Course::alone()).unwrap(),
        1,
        "out of the one that opens"
    );
    assert_eq!(fs::read(&old.file).unwrap(), before);
    let all = backup::list(&vault, &stick).unwrap();
    let earlier: Vec<_> = all.iter().filter(|backup| backup.earlier_key).collect();
    assert_eq!(
        (earlier.len(), earlier[0].id, earlier[0].forgotten),
        (1, old.id, 1)
    );
    assert!(!earlier[0].is_stale() && all.iter().all(|backup| !backup.is_stale()));
    let now = vault.read(|tx| Ok(tx.now())).unwrap();
    assert!(backup::to_rehearse(&all, now).is_some_and(|backup| backup.id != old.id));
    backup::delete(&vault, earlier[0]).unwrap();
    assert!(!old.file.exists());
    assert_eq!(backup::list(&vault, &stick).unwrap().len(), 1);
}

#[test]
fn the_list_lies_beside_backups_of_an_earlier_key_too() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    let (first, _) = bed.moves_on();
    let vault = rotate(bed.vault, Course::alone()).unwrap();
    erasure::forget(&vault, leaving, Ground::A, true).unwrap();
    erasure::prove_pending(&vault, &mut |_| {}).unwrap();
    let named = || {
        let text = fs::read_to_string(list_in(&first)).unwrap();
        text.contains(&leaving.to_string())
    };
    let due = || {
        let left = backup::left(&vault).unwrap();
        let left = left.iter().find(|left| left.folder == first).unwrap();
        backup::renewal_due(&vault, &first, &left.list).unwrap()
    };
    assert!(!named() && due());
    backup::renew_everywhere(&vault, Course::alone()).unwrap();
    assert!(named() && !due(), "and that is all that can be done");
}

#[test]
fn what_a_crash_left_of_a_file_in_the_making_is_swept_and_nothing_else() {
    let bed = Bed::new();
    let (home, stick) = (bed.path("valv"), bed.path("sticka"));
    bed.vault.close().unwrap();
    fs::create_dir(&stick).unwrap();
    let id = "0123456789abcdef0123456789abcdef";
    let ours = format!(".{id}.new");
    let others = [
        format!("{id}.new"),
        format!(".{id}.new.txt"),
        format!(".{}.new", &id[1..]),
        ".anteckning.new".to_owned(),
        format!(".x{}.new", &id[1..]),
    ];
    for folder in [&home, &stick] {
        for name in others.iter().chain([&ours]) {
            let file = fs::File::create(folder.join(name)).unwrap();
            file.set_modified(std::time::UNIX_EPOCH).unwrap();
        }
    }
    // A folder is nothing that was ever made so.
    let folder = home.join(format!(".{}0.new", &id[1..]));
    fs::create_dir(&folder).unwrap();
    let vault = session::open_in(&home, passphrase(PASSPHRASE), &plain()).unwrap();
    backup::take(&vault, &stick, Course::alone()).unwrap();
    for place in [&home, &stick] {
        assert!(!place.join(&ours).exists(), "{}", place.display());
        for name in &others {
            assert!(place.join(name).exists(), "{name}");
        }
    }
    assert!(folder.exists());
}

#[test]
fn a_renewed_backup_keeps_its_place_among_the_ten_taken_last() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    let stick = bed.path("sticka");
    for _ in 0..12 {
        bed.take(&stick);
        bed.pass(60_000);
    }
    // A clock that was set back for a moment dates it between the first two.
    bed.pass(-(11 * 60_000 + 30_000));
    let dated = bed.take(&stick);
    bed.pass(60 * 60_000);
    bed.forget(leaving);
    backup::renew(&bed.vault, &stick, Course::alone()).unwrap();
    for _ in 0..2 {
        bed.pass(60_000);
        bed.take(&stick);
    }
    let all = backup::list(&bed.vault, &stick).unwrap();
    let kept = all.iter().find(|backup| backup.file == dated.file);
    let kept = kept.expect("one of the ten taken last");
    assert_eq!((kept.id, kept.forgotten), (dated.id, 0));
}
