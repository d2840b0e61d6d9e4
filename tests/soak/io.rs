//! The disk fails at one call, or at every call from one on, for each call that an operation makes: the operation works or
//! says cleanly that it does not, the vault goes on in the same sitting once the disk does, and nothing is lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use kartotek_core::vault::Course;
use kartotek_core::{Code, Result, backup, erasure, rights, verify};

use crate::Run;
use crate::act::Act;
use crate::ground::{Ground, act_over, bring_back};
use crate::life::{self, Life};
use crate::power::watcher;
use crate::reckoning::Reckoning;
use crate::report::Figures;

/// The note that is written when the disk works again.
const AFTERWARDS: &str = "efteråt";
/// After one call in so many the backup is brought back, too; after each where an operation is about backups.
const BACKUP: u64 = 5;
const ABOUT_BACKUPS: &[&str] = &["backup", "renew", "restore", "restore-over", "rotate"];

/// Every call of an operation, once and then for ever: that is a round. One that the time cuts off goes on in the next run.
pub(crate) fn io(operation: &str, run: &Run) -> Figures {
    let ground = tempfile::tempdir().expect("a folder");
    let left = run.end.saturating_duration_since(Instant::now());
    let out = Command::new(std::env::current_exe().expect("this program"))
        .args(["fail-at-every-call", operation])
        .args([run.begun.to_string(), left.as_secs().to_string()])
        .arg(ground.path())
        .env("LD_PRELOAD", watcher())
        .env("FAULTY_DISK", ground.path())
        .stderr(Stdio::inherit())
        .output()
        .expect("an operation");
    let text = String::from_utf8_lossy(&out.stdout);
    print!("{text}");
    let numbers: Vec<u64> = text
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    match numbers[..] {
        [acts, lost, errors, rounds] if out.status.success() => Figures {
            rounds,
            acts,
            lost,
            errors,
            ..Figures::default()
        },
        _ => Figures {
            errors: 1,
            ..Figures::default()
        },
    }
}

/// Under the faulty disk: says how many calls there were, what was lost, what did not go on, and whether that was all.
/// `from`: so many were tried before.
pub(crate) fn child(operation: &str, from: &str, seconds: &str, root: &str) -> ExitCode {
    let from: u64 = from.parse().expect("a number");
    let end = Instant::now() + Duration::from_secs(seconds.parse().expect("seconds"));
    let ground = Ground::lay(Path::new(root), operation).expect("a vault on a good disk");
    let all = point(&ground, operation, u64::MAX, "once").expect("a good disk");
    let mut tried = Tried::default();
    if all.code.is_some() || all.lost > 0 || all.stuck.is_some() {
        eprintln!("{operation} on a good disk: {:?} {:?}", all.code, all.stuck);
        tried.errors += 1;
    }
    // A call more or less from one time to the next: rather one twice than one not at all.
    let from = from.saturating_sub(2);
    let once = tried.every_call(&ground, operation, "once", from, end);
    let from = from.saturating_sub(all.calls);
    let whole = once && tried.every_call(&ground, operation, "always", from, end);
    println!(
        "{operation}: {} calls, {} lost, {} errors, {} whole",
        tried.calls,
        tried.lost,
        tried.errors,
        u32::from(whole)
    );
    eprintln!("{operation}: {} calls each, {:?}", all.calls, tried.codes);
    ExitCode::SUCCESS
}

#[derive(Default)]
struct Tried {
    calls: u64,
    lost: u64,
    errors: u64,
    /// What the failed calls were called.
    codes: BTreeMap<String, u64>,
}

impl Tried {
    /// Whether the time was enough.
    fn every_call(
        &mut self,
        ground: &Ground,
        operation: &str,
        how: &str,
        from: u64,
        end: Instant,
    ) -> bool {
        for at in from + 1.. {
            if Instant::now() > end {
                return false;
            }
            let point = point(ground, operation, at, how).expect("a good disk around the fault");
            if let Some(code) = point.code {
                *self.codes.entry(format!("{code:?}")).or_default() += 1;
            }
            self.lost += point.lost;
            if let Some(reason) = point.stuck {
                eprintln!("{operation}, call {at}, {how}: {reason}");
                self.errors += 1;
            }
            if point.calls < at {
                break;
            }
            self.calls += 1;
            if at.is_multiple_of(100) {
                eprintln!("{operation}, {how}: {at} calls");
            }
        }
        true
    }
}

#[derive(Default)]
struct Point {
    calls: u64,
    code: Option<Code>,
    lost: u64,
    /// What did not go on when the disk did.
    stuck: Option<String>,
}

fn point(ground: &Ground, operation: &str, at: u64, how: &str) -> Result<Point> {
    ground.fresh();
    let home = ground.home();
    let mut reckoning = ground.reckoning.clone();
    let act = act(operation, &reckoning);
    if let Some(act) = &act {
        reckoning.announced(act.clone());
    }
    let mut life = match operation {
        "create" | "open" | "restore" | "restore-over" => None,
        _ => Some(Life::go_on(life::open(&home, &ground.code)?, &home, 0, 0)?),
    };
    let _ = fs::remove_file(format!("/faulty-disk/fail/{at}/{how}"));
    let done = match (&act, &mut life) {
        (Some(act), Some(life)) => life.act(act),
        _ => other(ground, operation, &mut life).map(|()| String::new()),
    };
    let calls = fs::read_link("/faulty-disk/count")?;
    let calls = calls.to_str().and_then(|n| n.parse().ok());
    let mut point = Point {
        calls: calls.ok_or(Code::Internal)?,
        ..Point::default()
    };
    match done {
        Ok(said) => reckoning.answered(&said),
        Err(error) => point.code = Some(error.code()),
    }
    let worked = point.code.is_none();
    if operation == "restore-over" {
        match settled(&mut reckoning, &home) {
            Ok(wrong) => point.lost += wrong,
            Err(error) => {
                point.stuck = Some(format!("after {:?}: {:?}", point.code, error.code()));
                return Ok(point);
            }
        }
        if !worked {
            reckoning.announced(act_over(&reckoning));
        }
    }
    let went_on = on(ground, operation, life, worked);
    if operation == "restore-over" && !worked && went_on.is_ok() {
        reckoning.answered("");
    }
    point.stuck = went_on
        .err()
        .map(|error| format!("after {:?}: {:?}", point.code, error.code()));
    reckoning.meanwhile(Act::Note(AFTERWARDS.into()));
    let settled = settled(&mut reckoning, &home).and_then(|wrong| {
        if at.is_multiple_of(BACKUP) || ABOUT_BACKUPS.contains(&operation) {
            return Ok(wrong + reckoning.backed_up(&home)?);
        }
        Ok(wrong)
    });
    match settled {
        Ok(wrong) => point.lost += wrong,
        Err(error) => point.stuck = Some(format!("opening again: {:?}", error.code())),
    }
    Ok(point)
}

/// How much is wrong with the vault that is there now.
fn settled(reckoning: &mut Reckoning, home: &Path) -> Result<u64> {
    let vault = reckoning.open(home)?;
    let wrong = reckoning.differing(&vault)?;
    let sound = verify::verify(&vault, None).iter().all(|check| check.ok);
    Ok(wrong + u64::from(!sound))
}

/// What the reckoning knows of.
fn act(operation: &str, reckoning: &Reckoning) -> Option<Act> {
    Some(match operation {
        "note" => Act::Note("under felet".into()),
        "add" => Act::Add("Doris Falk".into()),
        "forget" => Act::Forget("Cilla Dal".into()),
        "import" => Act::Import("Blad".into()),
        "prove" => Act::Prove,
        "backup" => Act::Backup,
        "phrase" => Act::Phrase(1),
        "rotate" => Act::Rotate,
        "restore-over" => act_over(reckoning),
        _ => return None,
    })
}

fn other(ground: &Ground, operation: &str, life: &mut Option<Life>) -> Result<()> {
    let stick = ground.work.join("sticka");
    match (operation, life.take()) {
        ("create", _) => life::found(&ground.work.join("nytt")).map(drop),
        ("open", _) => life::open(&ground.home(), &ground.code)?.close(),
        ("restore", _) => restored(ground, &stick),
        ("restore-over", _) => restored_over(ground, &stick),
        ("close", Some(open)) => open.close().map(drop),
        (_, Some(open)) => {
            let done = match operation {
                "export" => exported(&open, &ground.work.join("utdrag.zip")),
                _ => backup::renew(open.vault()?, &stick, Course::alone()).map(drop),
            };
            *life = Some(open);
            done
        }
        (_, None) => Err(Code::Internal.into()),
    }
}

fn exported(life: &Life, out: &Path) -> Result<()> {
    rights::export(life.vault()?, life.keeper(), out, "").map(drop)
}

/// A file that was handed out is there, and one that is there although it was not handed out is remembered.
fn accounted_for(life: &Life, out: &Path, worked: bool) -> Result<bool> {
    if worked || !out.exists() {
        return Ok(worked == out.exists());
    }
    let plan = erasure::preview(life.vault()?, life.keeper())?;
    Ok(plan.exports.iter().any(|known| Path::new(known) == out))
}

fn restored(ground: &Ground, stick: &Path) -> Result<()> {
    bring_back(stick, &ground.work.join("ny dator"), &life::unlock(0))
}

fn restored_over(ground: &Ground, stick: &Path) -> Result<()> {
    bring_back(stick, &ground.home(), &life::by_code(&ground.code))
}

/// The disk works again: everything goes on.
fn on(ground: &Ground, operation: &str, life: Option<Life>, worked: bool) -> Result<()> {
    let stick = ground.work.join("sticka");
    match operation {
        // What failed is tried again in the same place; what worked is there.
        "create" if worked => drop(kartotek_core::vault::session::open_in(
            &ground.work.join("nytt"),
            life::unlock(0),
            &life::around(),
        )?),
        "create" => drop(life::found(&ground.work.join("nytt")).or_else(
            |error| match error.code() {
                // All of it was there already, but for the answer.
                Code::VaultExists => Ok(String::new()),
                _ => Err(error),
            },
        )?),
        "restore" if !worked => restored(ground, &stick)?,
        "restore-over" if !worked => restored_over(ground, &stick)?,
        _ => {}
    }
    let mut life = if let Some(life) = life.filter(Life::is_open) {
        life
    } else {
        let home = ground.home();
        Life::go_on(life::open(&home, &ground.code)?, &home, 0, 0)?
    };
    if operation == "export" && !accounted_for(&life, &ground.work.join("utdrag.zip"), worked)? {
        return Err(Code::UnreadableFile.into());
    }
    life.act(&Act::Note(AFTERWARDS.into()))?;
    for backup in backup::list(life.vault()?, &stick)? {
        backup::label(&backup.file)?;
    }
    life.close().map(drop)
}
