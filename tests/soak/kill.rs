//! Killed while it works: every act that was answered is there, the one that was not is there whole or not at all, and the
//! file is sound.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use kartotek_core::vault::session;
use kartotek_core::{backup, verify};

use crate::Run;
use crate::act::Act;
use crate::dice::Dice;
use crate::life::{self, Life};
use crate::reckoning::Reckoning;
use crate::report::Figures;

/// Rounds on one vault.
const ROUNDS: u64 = 40;
/// Most workers die young; one in so many lives long enough for what a vault does at leisure.
const LONG_LIFE: u64 = 3;
/// Vaults at the same time: a worker sleeps as often as it works.
const LANES: u64 = 3;
/// After one round in so many the whole file is looked at, and the backup that was answered last is brought back.
const LOOK: u64 = 4;

/// When a worker answers an act.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    /// When it is done.
    Honest,
    /// Before it is begun.
    Hasty,
}

impl Answers {
    /// How a worker is told.
    fn word(self) -> &'static str {
        match self {
            Self::Honest => HONEST,
            Self::Hasty => HASTY,
        }
    }
}

pub(crate) const HONEST: &str = "work-until-killed";
pub(crate) const HASTY: &str = "work-hastily-until-killed";

pub(crate) fn kill(run: &Run) -> Figures {
    control();
    run.lanes(LANES, |lane, figures| {
        let mut dice = Dice(lane.seed);
        while lane.goes_on(figures.rounds) {
            vault(lane, figures, &mut dice, Answers::Honest);
        }
    })
}

/// A run that finds nothing where acts are answered that may never be done would be blind.
fn control() {
    let mut control = Figures::default();
    let run = Run::of_rounds(8, 0);
    let mut dice = Dice(0);
    while run.goes_on(control.rounds) {
        vault(&run, &mut control, &mut dice, Answers::Hasty);
    }
    println!(
        "control: workers that answer too early lose {} acts in {} rounds",
        control.lost, control.rounds
    );
    assert!(control.lost > 0, "the run is blind");
}

/// So many rounds on one vault.
fn vault(run: &Run, figures: &mut Figures, dice: &mut Dice, answers: Answers) {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("valv");
    let mut reckoning = Reckoning::new(life::found(&home).expect("a vault"));
    for n in 1..=ROUNDS {
        if !run.goes_on(figures.rounds) {
            break;
        }
        let (acts, died) = round(&home, &mut reckoning, dice, answers);
        figures.acts += acts;
        figures.errors += u64::from(died);
        figures.rounds += 1;
        let start = Instant::now();
        let opened = reckoning.open(&home);
        figures.slowest = figures.slowest.max(start.elapsed());
        let looked = opened.and_then(|vault| {
            let wrong = reckoning.differing(&vault)?;
            if n.is_multiple_of(LOOK) {
                let sound = verify::verify(&vault, None).iter().all(|check| check.ok);
                return Ok(wrong + u64::from(!sound) + reckoning.backed_up(&home)?);
            }
            Ok(wrong)
        });
        match looked {
            Ok(wrong) => figures.lost += wrong,
            Err(error) => {
                eprintln!("round {}: {:?}", figures.rounds, error.code());
                figures.errors += 1;
                break;
            }
        }
    }
    figures.errors += u64::from(!sound(&home, &reckoning));
}

/// The whole file and every backup bear looking at, and the passphrase opens.
fn sound(home: &Path, reckoning: &Reckoning) -> bool {
    let phrase = life::unlock(reckoning.phrase());
    session::open_in(home, phrase, &life::around()).is_ok_and(|vault| {
        let stick = life::stick(home);
        let backups = !stick.exists()
            || backup::list(&vault, &stick)
                .is_ok_and(|all| all.iter().all(|one| backup::label(&one.file).is_ok()));
        backups && verify::verify(&vault, None).iter().all(|check| check.ok)
    })
}

/// Starts a worker and kills it; returns how many acts it had answered, and whether it had ended before, of something else.
fn round(home: &Path, reckoning: &mut Reckoning, dice: &mut Dice, answers: Answers) -> (u64, bool) {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .arg(answers.word())
        .arg(home)
        .arg(reckoning.code())
        .args([reckoning.phrase(), dice.roll()].map(|n| n.to_string()))
        .stdout(Stdio::piped())
        .stderr(match answers {
            Answers::Honest => Stdio::inherit(),
            // It ends by itself as soon as what it takes for done is not.
            Answers::Hasty => Stdio::null(),
        })
        .spawn()
        .expect("a worker");
    let out = child.stdout.take().expect("its answers");
    let (tell, told) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    let first = told.recv_timeout(Duration::from_secs(30));
    let longest = if dice.roll().is_multiple_of(LONG_LIFE) {
        8_000_000
    } else {
        500_000
    };
    std::thread::sleep(Duration::from_micros(dice.roll() % longest));
    child.kill().expect("a kill");
    let end = child.wait().expect("an end");
    reader.join().expect("a reader");
    let mut answered = 0;
    for line in first.into_iter().chain(told.try_iter()) {
        if let Some(said) = line.strip_prefix("done ") {
            reckoning.answered(said);
            answered += 1;
        } else {
            reckoning.announced(Act::read(&line).expect("an act"));
        }
    }
    let killed = end.signal() == Some(9);
    if !killed {
        eprintln!("a worker ended by itself: {end}");
    }
    (answered, !killed)
}

/// Works and says of each act that it begins and that it was answered, until somebody kills it.
pub(crate) fn child(answers: Answers, [home, code, phrase, seed]: [&str; 4]) -> ExitCode {
    let (phrase, seed) = (
        phrase.parse().expect("a number"),
        seed.parse().expect("a number"),
    );
    let home = Path::new(home);
    let vault = life::open(home, code).expect("the vault");
    let life = Life::go_on(vault, home, phrase, seed).expect("its people");
    let mut life = life.exporting().restoring(code);
    let mut dice = Dice(seed);
    let mut out = std::io::stdout();
    let mut tell = |line: &str| writeln!(out, "{line}").and_then(|()| out.flush());
    loop {
        let act = life.next(&mut dice, 400);
        if tell(&act.line()).is_err() {
            return ExitCode::SUCCESS;
        }
        // What came of those two is known afterwards only.
        let early = answers == Answers::Hasty && !matches!(act, Act::Backup | Act::Renew);
        if early && tell("done ").is_err() {
            return ExitCode::SUCCESS;
        }
        let said = life.act(&act).expect("an act");
        if !early && tell(&format!("done {said}")).is_err() {
            return ExitCode::SUCCESS;
        }
    }
}
