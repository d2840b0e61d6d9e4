//! Works on backups that are stopped, pulled away, misled by a link or by a clock: clear words, and the old state untouched.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use kartotek_core::backup::{self, Backup, Plan};
use kartotek_core::erasure::{self, Ground};
use kartotek_core::vault::session::{self, Surroundings};
use kartotek_core::vault::{Clock, Course, Headway, Op, Stage, Vault, rotate};
use kartotek_core::{Code, PersonId, verify};

use crate::house::{HeldClock, list_in};
use crate::people;
use crate::vault_folder::{PASSPHRASE, fingerprint, house, passphrase, plain};

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
fn a_backup_that_is_stopped_leaves_nothing_behind() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    bed.take(&stick);
    let before = fingerprint(&stick);
    let times = stopped_everywhere(
        |course| code(backup::take(&bed.vault, &stick, course)),
        |most| {
            assert_eq!(fingerprint(&stick), before, "after {most}");
            assert_eq!(
                litter(&bed.path("valv")),
                Vec::<String>::new(),
                "after {most}"
            );
        },
    );
    assert!(times > 5, "it could be stopped at {times} places");
    assert_eq!(backup::list(&bed.vault, &stick).unwrap().len(), 2);
}

#[test]
fn backups_that_are_renewed_are_old_or_new_when_stopped() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    let stick = bed.path("sticka");
    bed.take(&stick);
    bed.take(&stick);
    bed.forget(leaving);
    let times = stopped_everywhere(
        |course| code(backup::renew(&bed.vault, &stick, course)),
        |most| {
            let all = backup::list(&bed.vault, &stick).unwrap();
            assert_eq!(all.len(), 2, "after {most}");
            assert_eq!(litter(&stick), Vec::<String>::new(), "after {most}");
            assert_eq!(
                litter(&bed.path("valv")),
                Vec::<String>::new(),
                "after {most}"
            );
        },
    );
    assert!(times > 8, "{times}");
    assert!(
        backup::list(&bed.vault, &stick)
            .unwrap()
            .iter()
            .all(|backup| backup.forgotten == 0)
    );
}

#[test]
fn a_restore_that_is_stopped_leaves_the_vault_that_was_there() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    let leaving = bed.add("Åsa Öberg");
    let good = bed.take(&stick);
    bed.forget(leaving);
    bed.add("Kom efteråt");
    let (home, dir) = (bed.path("valv"), bed.dir);
    bed.vault.close().unwrap();
    let before = fingerprint(&home);
    let mut rounds = 0;
    let times = stopped_everywhere(
        |course| {
            rounds += 1;
            // Argon2 at each look: some of the places do.
            code(backup::restore(
                &good.file,
                &home,
                &passphrase(PASSPHRASE),
                &plain(),
                course,
            ))
        },
        |most| {
            let now = fingerprint(&home);
            let names = |map: &std::collections::BTreeMap<String, (u32, String)>| {
                map.keys().cloned().collect::<Vec<_>>()
            };
            assert_eq!(names(&now), names(&before), "after {most}");
            assert_eq!(now["slots.json"], before["slots.json"], "after {most}");
        },
    );
    assert!(times > 3 && rounds > 3, "{times}");
    let vault = session::open_in(&home, passphrase(PASSPHRASE), &plain()).unwrap();
    assert!(verify::verify(&vault, None).iter().all(|check| check.ok));
    drop(dir);
}

#[test]
fn a_new_root_key_that_is_stopped_leaves_the_vault_open_under_the_old_one() {
    let bed = Bed::new();
    let mut vault = Some(bed.vault);
    let mut stops = 0;
    loop {
        let heard = AtomicU32::new(0);
        let stop = |_| {
            if heard.fetch_add(1, Ordering::SeqCst) < stops {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        match rotate(vault.take().unwrap(), Course::new(&stop)) {
            Ok(rotated) => {
                vault = Some(rotated);
                break;
            }
            Err(kept) => {
                assert_eq!(kept.code(), Code::Cancelled);
                vault = kept.vault.map(|vault| *vault);
                let open = vault.as_ref().expect("it stays open");
                people::add(open, &[("name", "Ännu en")]).unwrap();
                let slots = fs::read_to_string(open.path().with_file_name("slots.json")).unwrap();
                assert!(!slots.contains("pending"), "after {stops}");
            }
        }
        stops += 1;
    }
    assert!(stops > 3, "{stops}");
    let vault = vault.unwrap();
    assert!(verify::verify(&vault, None).iter().all(|check| check.ok));
}

#[test]
fn a_rehearsal_says_how_it_stands_and_leaves_no_trace() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    let good = bed.take(&stick);
    bed.add("Kom efteråt");
    let due = |all: &[Backup]| bed.vault.read(|tx| backup::rehearsal_due(tx, all)).unwrap();
    let all = backup::list(&bed.vault, &stick).unwrap();
    assert!(
        due(&all) && !due(&[]),
        "never rehearsed; nothing to rehearse"
    );

    let done = backup::rehearse(&bed.vault, &good, Course::alone()).unwrap();
    assert_eq!((done.people, done.today, done.forgotten), (1, 2, 0));
    assert_eq!(litter(&bed.path("valv")), Vec::<String>::new());
    let last = bed.vault.read(backup::rehearsed).unwrap().expect("noted");
    assert_eq!((last.people, last.made_at), (Some(1), good.created_at));
    assert!(!due(&all));
    bed.pass(91 * DAY);
    assert!(due(&all), "after ninety days it is time again");

    // Stopped, it changes nothing; damaged, it is noted.
    stopped_everywhere(
        |course| code(backup::rehearse(&bed.vault, &good, course)),
        |most| {
            assert_eq!(
                litter(&bed.path("valv")),
                Vec::<String>::new(),
                "after {most}"
            );
        },
    );
    assert!(!due(&all));
    let mut bytes = fs::read(&good.file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&good.file, bytes).unwrap();
    assert_eq!(
        code(backup::rehearse(&bed.vault, &good, Course::alone())),
        Some(Code::BackupDamaged)
    );
    assert_eq!(
        bed.vault
            .read(backup::rehearsed)
            .unwrap()
            .map(|last| last.people),
        Some(None)
    );
    assert!(due(&all));
}

/// Does `pull` once, in the middle of the encrypted copy.
fn in_the_middle(
    pull: impl Fn() + Sync,
    work: impl FnOnce(Course<'_>) -> Option<Code>,
) -> Option<Code> {
    let pulled = AtomicBool::new(false);
    let tell = |headway: Headway| {
        if headway.stage == Stage::Seal && headway.done > 0 && !pulled.swap(true, Ordering::SeqCst)
        {
            pull();
        }
        ControlFlow::Continue(())
    };
    let code = work(Course::new(&tell));
    assert!(pulled.load(Ordering::SeqCst), "there was a middle");
    code
}

/// Takes a mounted disk away, whoever may be writing to it.
fn pull_out(disk: &Path) {
    let done = Command::new("umount").arg("-l").arg(disk).status();
    assert!(done.is_ok_and(|status| status.success()), "pulled out");
}

#[test]
fn a_stick_that_is_pulled_out_in_the_middle_is_said_to_be_missing() {
    let bed = Bed::new();
    let small = crate::small_disk::Small::new(8);
    let folder = small.path("kopior");
    bed.take(&folder);
    let pulled = in_the_middle(
        || pull_out(&small.path("")),
        |course| code(backup::take(&bed.vault, &folder, course)),
    );
    assert_eq!(pulled, Some(Code::BackupFolderMissing));
    assert!(!folder.exists(), "nothing is written where the stick was");
    assert_eq!(litter(&bed.path("valv")), Vec::<String>::new());

    // A folder that goes away and comes back.
    let (stick, away) = (bed.path("sticka"), bed.path("borta"));
    bed.take(&stick);
    let before = fingerprint(&stick);
    let gone = in_the_middle(
        || fs::rename(&stick, &away).unwrap(),
        |course| code(backup::take(&bed.vault, &stick, course)),
    );
    assert_eq!(gone, Some(Code::BackupFolderMissing));
    fs::rename(&away, &stick).unwrap();
    let whole: Vec<_> = fingerprint(&stick)
        .into_iter()
        .filter(|(name, _)| !name.starts_with('.'))
        .collect();
    assert_eq!(
        whole,
        before.into_iter().collect::<Vec<_>>(),
        "those that were there"
    );
    bed.take(&stick);
    assert_eq!(backup::list(&bed.vault, &stick).unwrap().len(), 2);

    // The one beside the vault is on no stick.
    let beside = bed.path("valv/backups");
    bed.take(&beside);
    let gone = in_the_middle(
        || fs::rename(&beside, bed.path("valv/undan")).unwrap(),
        |course| code(backup::take(&bed.vault, &beside, course)),
    );
    assert_eq!(gone, Some(Code::Internal));
}

#[test]
fn a_link_in_the_place_of_the_folder_is_refused() {
    let bed = Bed::new();
    let (stick, elsewhere) = (bed.path("sticka"), bed.path("annans"));
    fs::create_dir(&stick).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    bed.goes_to(stick.to_str().unwrap());
    let reach = || {
        let plan = bed.vault.read(backup::plan).unwrap();
        backup::reach(&bed.vault, &plan)
    };
    assert!(reach().is_ok());
    fs::remove_dir(&stick).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &stick).unwrap();
    assert_eq!(code(reach()), Some(Code::BackupFolderChanged));
    assert_eq!(
        code(backup::renew_everywhere(&bed.vault, Course::alone())),
        Some(Code::BackupFolderChanged)
    );
    assert_eq!(
        fs::read_dir(&elsewhere).unwrap().count(),
        0,
        "nothing went there"
    );
    // The folder beside the vault, too.
    bed.goes_to("");
    std::os::unix::fs::symlink(&elsewhere, bed.path("valv/backups")).unwrap();
    assert_eq!(code(reach()), Some(Code::BackupFolderChanged));
}

#[test]
fn a_clock_ten_years_ahead_neither_runs_wild_nor_removes_anything() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    let plan = Plan {
        folder: String::new(),
        hours: 24,
    };
    let due = || {
        let all = backup::list(&bed.vault, &stick).unwrap();
        bed.vault
            .read(|tx| Ok(backup::due(tx, &plan, &all)))
            .unwrap()
    };
    for _ in 0..3 {
        bed.take(&stick);
        bed.pass(DAY);
    }
    let old: Vec<_> = backup::list(&bed.vault, &stick)
        .unwrap()
        .into_iter()
        .map(|b| b.id)
        .collect();
    bed.pass(3_652 * DAY);
    for _ in 0..4 {
        bed.take(&stick);
        assert!(!due());
        bed.pass(3_600_000);
    }
    bed.pass(-3_652 * DAY);
    assert!(due(), "one from a day to come is not today's");
    for _ in 0..5 {
        let today = bed.take(&stick);
        assert!(!due(), "one is enough");
        let all = backup::list(&bed.vault, &stick).unwrap();
        assert!(
            all.iter().any(|backup| backup.id == today.id),
            "the newest stays"
        );
        let now = bed.clock.now_ms();
        assert_eq!(
            backup::newest(&all, now).map(|backup| backup.id),
            Some(today.id)
        );
        bed.pass(DAY);
    }
    let left = backup::list(&bed.vault, &stick).unwrap();
    assert!(
        old.iter()
            .all(|id| left.iter().any(|backup| backup.id == *id)),
        "nothing expired"
    );
}

#[test]
fn backups_of_a_fortnight_ten_years_ahead_take_no_place_from_those_of_today() {
    let bed = Bed::new();
    let stick = bed.path("sticka");
    let mut taken = Vec::new();
    for (off, days) in [(0, 3), (3_652 * DAY, 12), (0, 11)] {
        bed.pass(off);
        for _ in 0..days {
            taken.push(bed.take(&stick).id);
            let left = backup::list(&bed.vault, &stick).unwrap();
            for id in taken.iter().rev().take(10) {
                assert!(left.iter().any(|there| there.id == *id), "one of ten");
            }
            bed.pass(DAY);
        }
        bed.pass(-off);
    }
}

#[test]
fn a_folder_that_was_left_is_renewed_as_long_as_it_is_reached() {
    let bed = Bed::new();
    let leaving = bed.add("Åsa Öberg");
    let (first, second) = bed.moves_on();
    bed.take(&second);
    let left = backup::left(&bed.vault).unwrap();
    assert_eq!(left.len(), 1, "the one beside the vault holds nothing");
    assert_eq!(
        (left[0].folder.clone(), left[0].reached, left[0].list.len()),
        (first.clone(), true, 1)
    );

    bed.forget(leaving);
    assert_eq!(backup::left(&bed.vault).unwrap()[0].list[0].forgotten, 1);
    assert_eq!(
        backup::renew_everywhere(&bed.vault, Course::alone()).unwrap(),
        2,
        "out of both"
    );
    assert_eq!(backup::left(&bed.vault).unwrap()[0].list[0].forgotten, 0);

    fs::rename(&first, bed.path("borta")).unwrap();
    let left = backup::left(&bed.vault).unwrap();
    assert!(
        !left[0].reached && left[0].list.is_empty(),
        "nobody knows what is in it"
    );
    assert_eq!(
        backup::renew_everywhere(&bed.vault, Course::alone()).unwrap(),
        0
    );
    bed.goes_to(first.to_str().unwrap());
    assert!(
        backup::left(&bed.vault)
            .unwrap()
            .iter()
            .all(|left| left.folder != first)
    );
}

/// To another computer, or by hand onto a stick: nobody stays in it, and nobody relies on it.
#[test]
fn a_backup_that_is_carried_along_is_not_lost_sight_of() {
    let bed = Bed::new();
    let beside = bed.path("valv").join(backup::FOLDER);
    bed.take(&beside);
    let known = || bed.vault.read(backup::newest_known).unwrap();
    let before = known();
    assert!(backup::left(&bed.vault).unwrap().is_empty());
    let gone = bed.add("Åsa Öberg");
    bed.pass(DAY);
    let stick = bed.path("sticka");
    bed.take(&stick);
    assert_eq!(known(), before, "it goes away");
    let left = backup::left(&bed.vault).unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].folder, stick);
    bed.forget(gone);
    assert_eq!(backup::left(&bed.vault).unwrap()[0].list[0].forgotten, 1);
    backup::renew_everywhere(&bed.vault, Course::alone()).unwrap();
    assert_eq!(backup::left(&bed.vault).unwrap()[0].list[0].forgotten, 0);
    assert!(list_in(&stick).exists());
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
fn the_newest_backup_is_known_when_its_folder_is_not_reached() {
    let bed = Bed::new();
    let (stick, away) = (bed.path("sticka"), bed.path("borta"));
    let known = |vault: &Vault| vault.read(backup::newest_known).unwrap();
    let see = |vault: &Vault, folder: &Path| {
        let all = backup::list(vault, folder).unwrap();
        backup::see(vault, folder, &all).unwrap();
    };
    assert_eq!(known(&bed.vault), None);
    bed.goes_to(stick.to_str().unwrap());
    let first = bed.take(&stick);
    bed.pass(DAY);
    let second = bed.take(&stick);
    fs::rename(&stick, &away).unwrap();
    bed.pass(9 * DAY);
    assert_eq!(known(&bed.vault), Some(second.created_at));

    // One from a day to come is nobody's newest, wherever it lies; what is found counts.
    let ahead = bed.path("före");
    bed.pass(3_652 * DAY);
    bed.goes_to(ahead.to_str().unwrap());
    bed.take(&ahead);
    bed.pass(-3_652 * DAY);
    assert_eq!(known(&bed.vault), None);
    fs::rename(&away, &stick).unwrap();
    see(&bed.vault, &stick);
    assert_eq!(known(&bed.vault), Some(second.created_at));
    fs::rename(&stick, &away).unwrap();

    // Another folder that holds an older one, or none, says nothing about the stick; the stick itself does.
    let other = bed.path("annan");
    fs::create_dir(&other).unwrap();
    see(&bed.vault, &other);
    assert_eq!(known(&bed.vault), Some(second.created_at));
    fs::rename(&away, &stick).unwrap();
    fs::rename(&second.file, bed.path("undan")).unwrap();
    see(&bed.vault, &stick);
    assert_eq!(known(&bed.vault), Some(first.created_at), "it is gone");
    fs::rename(bed.path("undan"), &second.file).unwrap();
    see(&bed.vault, &stick);
    assert_eq!(known(&bed.vault), Some(second.created_at), "and found");

    // A restored vault knows what it knew that day, until it has looked.
    let home = bed.path("ny dator");
    let key = passphrase(PASSPHRASE);
    backup::restore(&first.file, &home, &key, &plain(), Course::alone()).unwrap();
    let vault = session::open_in(&home, key, &plain()).unwrap();
    assert_eq!(known(&vault), None);
    see(&vault, &stick);
    let real = vault.read(|tx| Ok(tx.now())).unwrap();
    assert_eq!(
        known(&vault),
        Some(second.created_at).filter(|at| *at <= real)
    );
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
fn a_rehearsal_notes_what_the_backup_is_like_and_nothing_else() {
    let small = crate::small_disk::Small::new(8);
    let home = small.path("valv");
    let (vault, _) = session::create_in(&home, house(false), &plain()).unwrap();
    people::add(&vault, &[("name", "Berit Ek")]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (stick, away) = (dir.path().join("sticka"), dir.path().join("borta"));
    let good = backup::take(&vault, &stick, Course::alone()).unwrap();
    let rehearse = |backup: &Backup| code(backup::rehearse(&vault, backup, Course::alone()));
    let noted = || vault.read(backup::rehearsed).unwrap();

    small.fill(200 * 1024);
    assert_eq!(rehearse(&good), Some(Code::DiskFull));
    small.empty();
    assert!(noted().is_none(), "a full disk says nothing about it");

    fs::rename(&stick, &away).unwrap();
    assert_eq!(rehearse(&good), Some(Code::BackupFolderMissing));
    fs::rename(&away, &stick).unwrap();
    assert!(noted().is_none(), "nor does a stick that is out");
    fs::rename(&good.file, stick.join("undan")).unwrap();
    assert_eq!(rehearse(&good), Some(Code::NotFound));
    assert!(noted().is_none(), "nor a file that was moved away");
    fs::rename(stick.join("undan"), &good.file).unwrap();

    let whole = fs::read(&good.file).unwrap();
    fs::write(&good.file, &whole[..whole.len() - 9]).unwrap();
    assert_eq!(rehearse(&good), Some(Code::BackupDamaged));
    assert_eq!(noted().map(|last| last.people), Some(None));
    fs::write(&good.file, &whole).unwrap();
    assert_eq!(rehearse(&good), None);
    assert_eq!(noted().map(|last| last.people), Some(Some(1)));
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
