//! A clock that is wrong: a year behind, ten years ahead, set on while the program runs, a computer in another zone, the
//! nights when the hour changes. Nothing changes its order, nothing is lost, and backups go on.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kartotek_core::backup::{self, Plan};
use kartotek_core::consent::{self, Method, No, Shown, State, Yes};
use kartotek_core::draft::{self, Place, Spot, Typed};
use kartotek_core::policy::{Channel, Language};
use kartotek_core::vault::locking::{self, recall_is_due};
use kartotek_core::vault::session::{self, Surroundings};
use kartotek_core::vault::{Clock, Course, Op, journal_head};
use kartotek_core::{Code, PersonId, activity, verify};

use crate::house::{DAY, House, MINUTE, MORNING};
use crate::vault_folder::{house, plain};

const YEAR: i64 = 365 * DAY;

fn yes(person: PersonId, valid_until_on: Option<&str>) -> Yes {
    Yes {
        person,
        purpose: "newsletter".to_owned(),
        product: String::new(),
        channel: Channel::Email,
        value: None,
        wording: "Får jag mejla dig mitt nyhetsbrev?".to_owned(),
        language: Language::Sv,
        method: Method::VerbalVisit,
        evidence: String::new(),
        happened_at: None,
        valid_until_on: valid_until_on.map(str::to_owned),
        lifts_no: false,
    }
}

fn no(person: PersonId) -> No {
    No {
        person,
        purpose: "newsletter".to_owned(),
        product: String::new(),
        channel: Channel::Email,
        method: None,
        evidence: String::new(),
        happened_at: None,
    }
}

fn eva(house: &House) -> PersonId {
    house.person(&[("name", "Eva Lindgren"), ("email", "eva@example.org")])
}

fn shown(house: &House, person: PersonId) -> Shown {
    let panel = house.read(|tx| consent::panel(tx, person));
    let line = panel.iter().find(|line| {
        line.purpose == "newsletter" && line.channel == Channel::Email && line.product.is_empty()
    });
    line.unwrap().shown
}

fn jumps(house: &House) -> i64 {
    let sql = "SELECT count(*) FROM journal WHERE op = 'clock.jump'";
    house.foreign().query_row(sql, (), |r| r.get(0)).unwrap()
}

fn sound(house: &House) {
    for check in verify::verify(&house.vault, None) {
        assert!(check.ok, "{} {}", check.name, check.detail);
    }
}

#[test]
fn a_year_behind_a_no_stays_after_the_yes_it_came_after() {
    let house = House::new();
    let eva = eva(&house);
    house.write(Op::GiveConsent, |tx| consent::give(tx, &yes(eva, None)));
    let house = house.reopen();
    house.wait(-YEAR);
    house.write(Op::WithdrawConsent, |tx| consent::withdraw(tx, &no(eva)));
    assert_eq!(jumps(&house), 1, "the journal says that the clock jumped");
    for back in [0, YEAR] {
        house.wait(back);
        assert_eq!(shown(&house, eva), Shown::Withdrawn);
    }
    let again = house.refused(Op::GiveConsent, |tx| consent::give(tx, &yes(eva, None)));
    assert_eq!(again, Code::NoStands);
    let events = house.read(|tx| consent::events(tx, eva));
    let states: Vec<State> = events.iter().map(|event| event.state).collect();
    assert!(
        states == [State::Withdrawn, State::Given] || states == [State::Given, State::Withdrawn],
        "by their number, not by the clock"
    );
    sound(&house);
}

#[test]
fn ten_years_ahead_nothing_expires_for_good() {
    let house = House::new();
    let eva = eva(&house);
    let until = Some("2027-01-01");
    house.write(Op::GiveConsent, |tx| consent::give(tx, &yes(eva, until)));
    let gone = house.person(&[("name", "Åsa Öberg")]);
    house.write(Op::BinContact, |tx| {
        kartotek_core::contact::bin(tx, &[gone])
    });
    house.wait(10 * YEAR);
    let house = house.reopen();
    assert_eq!(
        shown(&house, eva),
        Shown::Expired,
        "as long as the clock says so"
    );
    kartotek_core::erasure::prove_pending(&house.vault, &mut |_| {}).unwrap();
    house.wait(-10 * YEAR);
    let house = house.reopen();
    assert_eq!(shown(&house, eva), Shown::Given);
    assert_eq!(house.read(|tx| consent::events(tx, eva)).len(), 1);
    house.read(|tx| kartotek_core::contact::get(tx, gone));
    sound(&house);
}

/// How many drafts are left after an opening.
fn opened(house: House) -> (House, usize) {
    let house = house.reopen();
    house.write(Op::KeepDraft, draft::tidy);
    let left = house.read(draft::drafts).len();
    (house, left)
}

fn typed(house: &House, person: PersonId) {
    let spot = Spot {
        place: Place::Note,
        person: Some(person),
        about: None,
    };
    let typed = Typed {
        text: "Halv rad".to_owned(),
        rest: "{}".to_owned(),
        with: Vec::new(),
    };
    house.write(Op::KeepDraft, |tx| draft::keep(tx, &spot, &typed));
}

fn work(house: &House, person: PersonId) {
    house.write(Op::WriteNote, |tx| {
        activity::write_note(tx, &[person], "Ringde", None)
    });
}

#[test]
fn ten_years_ahead_no_draft_is_old() {
    let house = House::new();
    let eva = eva(&house);
    typed(&house, eva);
    // Somebody even works for two days before the clock is seen to.
    house.wait(10 * YEAR);
    let (house, left) = opened(house);
    assert_eq!(left, 1, "the first look at a wrong clock");
    work(&house, eva);
    house.wait(DAY);
    let (house, left) = opened(house);
    assert_eq!(left, 1);
    work(&house, eva);
    let (house, left) = opened(house);
    assert_eq!(left, 1);
    house.wait(-DAY - 10 * YEAR);
    let (house, left) = opened(house);
    assert_eq!(left, 1, "it is as old as it was");

    // By a clock that is right it goes, once it is old and somebody has worked on.
    house.wait(31 * DAY);
    let mut house = house;
    for expected in [1, 1, 0] {
        work(&house, eva);
        house.wait(DAY);
        let (again, left) = opened(house);
        assert_eq!(left, expected);
        house = again;
    }
    sound(&house);
}

#[test]
fn what_a_clock_that_ran_ahead_kept_does_not_stay_for_ten_years() {
    let house = House::new();
    let eva = eva(&house);
    house.wait(10 * YEAR);
    typed(&house, eva);
    house.wait(-10 * YEAR);
    let (mut house, left) = opened(house);
    assert_eq!(left, 1);
    let kept_at = house.read(draft::drafts)[0].kept_at;
    assert_eq!(kept_at, house.now(), "it is of today");
    house.wait(31 * DAY);
    for _ in 0..3 {
        work(&house, eva);
        house.wait(DAY);
        house = opened(house).0;
    }
    assert!(house.read(draft::drafts).is_empty());
}

#[test]
fn a_passphrase_typed_under_a_wrong_clock_is_asked_for_again() {
    for off in [10 * YEAR, 30 * DAY, -YEAR] {
        let house = House::new();
        house.write(Op::Recall, locking::recalled);
        assert!(!house.read(recall_is_due));
        house.wait(off);
        assert!(house.read(recall_is_due), "too often rather than never");
        for answer in [locking::recalled, locking::put_off_recall] {
            house.write(Op::Recall, answer);
            assert!(!house.read(recall_is_due), "not twice a day");
        }
        house.write(Op::Recall, locking::recalled);
        house.wait(-off);
        assert!(house.read(recall_is_due), "{off}: not for ten years");
        house.write(Op::Recall, locking::recalled);
        // A clock that is put right by an hour is none that ran ahead.
        house.wait(-60 * MINUTE);
        assert!(!house.read(recall_is_due));
        house.wait(13 * DAY);
        assert!(!house.read(recall_is_due));
        house.wait(2 * DAY);
        assert!(house.read(recall_is_due));
    }
}

#[test]
fn the_nights_when_the_hour_changes_have_their_days() {
    let house = House::new();
    let eva = eva(&house);
    // 29 March 2026 has no half past two, 25 October has two of them.
    for (at, day) in [
        (1_774_738_799_999, "2026-03-28"),
        (1_774_738_800_000, "2026-03-29"),
        (1_774_821_599_999, "2026-03-29"),
        (1_774_821_600_000, "2026-03-30"),
        (1_792_879_200_000, "2026-10-25"),
        (1_792_969_199_999, "2026-10-25"),
        (1_792_969_200_000, "2026-10-26"),
    ] {
        let shown = house.read(|tx| tx.day_of(at));
        assert_eq!(shown.to_string(), day, "{at}");
    }
    // A yes in the first half past two and a no in the second: the wall clock shows the same.
    house.wait(1_792_888_200_000 - MORNING);
    house.write(Op::GiveConsent, |tx| consent::give(tx, &yes(eva, None)));
    house.wait(60 * MINUTE);
    house.write(Op::WithdrawConsent, |tx| consent::withdraw(tx, &no(eva)));
    assert_eq!(shown(&house, eva), Shown::Withdrawn);
    sound(&house);
}

#[test]
fn a_computer_in_another_zone_has_the_vaults_days() {
    const ZONE: &str = "KARTOTEK_TEST_ZONE";
    if std::env::var_os(ZONE).is_none() {
        for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let ran = Command::new(std::env::current_exe().unwrap())
                .args([
                    "--exact",
                    "clock::a_computer_in_another_zone_has_the_vaults_days",
                ])
                .env("TZ", zone)
                .env(ZONE, zone)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&ran.stdout).into_owned();
            assert!(
                ran.status.success() && said.contains("1 passed"),
                "{zone}: {said}"
            );
        }
        return;
    }
    let house = House::new();
    assert_eq!(
        house.read(|tx| tx.day_of(tx.now())).to_string(),
        "2026-03-02"
    );
    house.wait(13 * 60 * MINUTE + 59 * MINUTE);
    assert_eq!(
        house.read(|tx| tx.day_of(tx.now())).to_string(),
        "2026-03-02"
    );
    house.wait(MINUTE);
    assert_eq!(
        house.read(|tx| tx.day_of(tx.now())).to_string(),
        "2026-03-03"
    );
}

/// A wall clock that can be set, and a steady one.
struct TwoClocks {
    now: AtomicI64,
    steady: AtomicI64,
}

impl TwoClocks {
    fn pass(&self, ms: i64) {
        self.steady.fetch_add(ms, Ordering::SeqCst);
        self.set(ms);
    }

    fn set(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TwoClocks {
    fn now_ms(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }
    fn steady_ms(&self) -> i64 {
        self.steady.load(Ordering::SeqCst)
    }
}

#[test]
fn backups_go_on_whatever_the_clock_says() {
    let clock = Arc::new(TwoClocks {
        now: AtomicI64::new(MORNING),
        steady: AtomicI64::new(0),
    });
    let dir = tempfile::tempdir().unwrap();
    let around = Surroundings {
        clock: clock.clone(),
        ..plain()
    };
    let (vault, _) = session::create_in(&dir.path().join("valv"), house(false), &around).unwrap();
    let stick = dir.path().join("sticka");
    let plan = Plan {
        folder: String::new(),
        hours: 24,
    };
    let due = || {
        let there = backup::list(&vault, &stick).unwrap();
        vault.read(|tx| Ok(backup::due(tx, &plan, &there))).unwrap()
    };
    // Right, a year behind, ten years ahead, right again: set while the vault is open.
    for set in [0, -YEAR, 11 * YEAR, -10 * YEAR] {
        clock.set(set);
        for _ in 0..4 {
            assert!(due(), "a day has passed, or the clock was set: {set}");
            let before: BTreeSet<_> = names(&stick);
            let taken = backup::take(&vault, &stick, Course::alone()).unwrap();
            assert!(taken.file.exists() && !before.contains(&taken.file));
            assert!(!due(), "one is enough for today: {set}");
            clock.pass(DAY);
        }
    }
    let people = |file: &std::path::Path| backup::label(file).unwrap().people;
    assert!(names(&stick).iter().all(|file| people(file) == 0));
    let journal = vault.read(journal_head).unwrap();
    for check in verify::verify(&vault, Some(&journal)) {
        assert!(check.ok, "{} {}", check.name, check.detail);
    }
}

fn names(stick: &std::path::Path) -> BTreeSet<std::path::PathBuf> {
    let entries = std::fs::read_dir(stick).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    files
        .filter(|file| {
            file.extension()
                .is_some_and(|ending| ending == backup::ENDING)
        })
        .collect()
}
