//! A call that is stopped while the vault is locked: a bare instant beside the vault, taken in by the next opening, once
//! and only when it can be true.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use kartotek_core::activity::{self, CallEnd, Direction, Entry, Outcome};
use kartotek_core::vault::session;
use kartotek_core::vault::{Course, Op, stop_at, stopped_at};
use kartotek_core::{ActivityId, Code, PersonId, backup, verify};

use crate::house::{House, MINUTE, MORNING};
use crate::people;
use crate::vault_folder::{PASSPHRASE, house, passphrase, plain};

const FILE: &str = "call-stopped-at";

fn folder(house: &House) -> PathBuf {
    house.vault.path().parent().unwrap().to_owned()
}

fn start(house: &House) -> (PersonId, ActivityId) {
    let nils = house.person(&[("name", "Nils Berg")]);
    let call = house.write(Op::StartCall, |tx| {
        activity::start_call(tx, nils, Direction::Outgoing)
    });
    (nils, call)
}

fn stopped(house: &House) -> Option<i64> {
    house.read(activity::running_call).unwrap().stopped_at
}

/// When the newest call of `person` ended.
fn ended(house: &House, person: PersonId) -> Option<i64> {
    let page = house.read(|tx| activity::timeline(tx, person, None, 10));
    let Some(Entry::Call { ended_at, .. }) = page.entries.into_iter().next() else {
        panic!("the call is newest");
    };
    ended_at
}

fn save(house: &House, call: ActivityId) {
    let end = CallEnd {
        outcome: Outcome::Reached,
        text: "Vill ha offert".to_owned(),
        follow_up_on: None,
        ended_at: None,
    };
    house.write(Op::EndCall, |tx| activity::end_call(tx, call, &end));
}

#[test]
fn the_call_ends_at_the_instant_it_was_stopped_at() {
    let house = House::new();
    let (nils, call) = start(&house);
    let dir = folder(&house);
    house.wait(3 * MINUTE);
    stop_at(&dir, house.now()).unwrap();
    let file = dir.join(FILE);
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        (MORNING + 3 * MINUTE).to_string(),
        "a bare instant and nothing else"
    );
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    house.wait(MINUTE);
    assert_eq!(
        stop_at(&dir, house.now()).unwrap(),
        MORNING + 3 * MINUTE,
        "the first stop counts"
    );

    let house = house.reopen();
    house.wait(40 * MINUTE);
    activity::take_stop(&house.vault).unwrap();
    assert!(!file.exists(), "it is in the vault now");
    let running = house.read(activity::running_call).unwrap();
    assert_eq!(running.stopped_at, Some(MORNING + 3 * MINUTE));
    assert!(!running.interrupted, "nobody asks whether it goes on");
    assert_eq!(ended(&house, nils), Some(MORNING + 3 * MINUTE));
    save(&house, call);
    assert_eq!(
        ended(&house, nils),
        Some(MORNING + 3 * MINUTE),
        "saying how it went, later, does not make it longer"
    );
    assert!(house.read(activity::running_call).is_none());
    for check in verify::verify(&house.vault, None) {
        assert!(check.ok, "{} {}", check.name, check.detail);
    }
}

#[test]
fn cut_off_before_the_file_went_it_is_taken_in_again_and_nothing_happens() {
    let house = House::new();
    let (nils, call) = start(&house);
    let dir = folder(&house);
    house.wait(3 * MINUTE);
    let at = house.now();
    let again = |house: &House| {
        stop_at(&dir, at).unwrap();
        activity::take_stop(&house.vault).unwrap();
        assert_eq!(stopped_at(&dir), None);
    };
    again(&house);
    let house = house.reopen();
    let entries = || {
        let sql = "SELECT count(*) FROM journal WHERE op = 'call.stop'";
        house.foreign().query_row(sql, (), |r| r.get(0))
    };
    house.wait(MINUTE);
    again(&house);
    assert_eq!(entries(), Ok(1), "one act");
    assert_eq!(ended(&house, nils), Some(at));
    save(&house, call);
    again(&house);
    assert_eq!(ended(&house, nils), Some(at), "the call is over");
    let next = house.write(Op::StartCall, |tx| {
        activity::start_call(tx, nils, Direction::Outgoing)
    });
    again(&house);
    assert_eq!(stopped(&house), None, "it was not this call: {}", next.0);
}

#[test]
fn it_goes_on_after_all() {
    let house = House::new();
    let (nils, call) = start(&house);
    house.wait(MINUTE);
    stop_at(&folder(&house), house.now()).unwrap();
    activity::take_stop(&house.vault).unwrap();
    assert_eq!(
        house.refused(Op::StartCall, |tx| activity::start_call(
            tx,
            nils,
            Direction::Outgoing
        )),
        Code::CallRunning,
        "it waits for how it went"
    );
    house.write(Op::ContinueCall, |tx| activity::continue_call(tx, call));
    assert_eq!(stopped(&house), None);
    house.wait(MINUTE);
    save(&house, call);
    assert_eq!(ended(&house, nils), Some(MORNING + 2 * MINUTE));
}

#[test]
fn what_cannot_be_true_is_left_aside() {
    let house = House::new();
    let dir = folder(&house);
    let file = dir.join(FILE);
    stop_at(&dir, MORNING).unwrap();
    activity::take_stop(&house.vault).unwrap();
    assert!(!file.exists(), "no call ran");

    start(&house);
    house.wait(MINUTE);
    let elsewhere = dir.join("annat");
    fs::write(&elsewhere, house.now().to_string()).unwrap();
    let written = |text: &str| fs::write(&file, text).unwrap();
    let lies: [&dyn Fn(); 9] = [
        &|| written(&(MORNING - 1).to_string()),
        &|| written(&(house.now() + 1).to_string()),
        &|| written(""),
        &|| written("-5"),
        &|| written("+5"),
        &|| written("9999999999999999999"),
        &|| written(&format!("{}\n", house.now())),
        &|| written(&"1".repeat(1 << 20)),
        &|| symlink(&elsewhere, &file).unwrap(),
    ];
    for (n, lie) in lies.iter().enumerate() {
        lie();
        activity::take_stop(&house.vault).unwrap();
        assert_eq!(stopped(&house), None, "lie {n}");
        assert!(file.symlink_metadata().is_err(), "lie {n} is taken away");
    }
    assert!(elsewhere.exists(), "where a link leads to is nobody's");
}

/// The names in `dir`.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_restore_takes_it_away_with_the_vault_that_it_belonged_to() {
    let home = tempfile::tempdir().unwrap();
    let (dir, stick) = (home.path().join("valv"), home.path().join("sticka"));
    let (vault, _) = session::create_in(&dir, house(false), &plain()).unwrap();
    let nils = people::add(&vault, &[("name", "Nils Berg")]).unwrap();
    vault
        .write(Op::StartCall, |tx| {
            activity::start_call(tx, nils, Direction::Outgoing)
        })
        .unwrap();
    let taken = backup::take(&vault, &stick, Course::alone()).unwrap();
    let now = vault.read(|tx| Ok(tx.now())).unwrap();
    vault.close().unwrap();
    stop_at(&dir, now).unwrap();

    let restore = |to: &Path| {
        let key = passphrase(PASSPHRASE);
        backup::restore(&taken.file, to, &key, &plain(), Course::alone()).unwrap()
    };
    let kept = restore(&dir).kept.expect("what was there is kept");
    assert!(names(&kept).contains(&FILE.to_owned()), "with what is kept");
    assert_eq!(stopped_at(&dir), None);
    let new = home.path().join("ny dator");
    fs::create_dir(&new).unwrap();
    stop_at(&new, now).unwrap();
    restore(&new);
    assert_eq!(stopped_at(&new), None, "it was never this vault's");
    let vault = session::open_in(&new, passphrase(PASSPHRASE), &plain()).unwrap();
    activity::take_stop(&vault).unwrap();
    let running = vault.read(activity::running_call).unwrap();
    assert_eq!(running.unwrap().stopped_at, None, "no backup carries it");
}
