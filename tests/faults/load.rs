//! Many at once: lists, cards, search, notes, the bin, forgetting with its proof, a long import. Nobody is told that the
//! file is busy, and nobody waits for ever.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use kartotek_core::contact;
use kartotek_core::erasure::{self, Ground};
use kartotek_core::import;
use kartotek_core::vault::{Op, Vault};
use kartotek_core::{Code, PersonId, Result, activity, search, verify};

use super::Round;
use super::bed;
use crate::dice::Dice;
use crate::people;

const THREADS: u64 = 16;
/// Nothing that somebody waits for takes so long.
const PATIENCE: Duration = Duration::from_mins(1);
/// What is done behind everybody's back, in chunks that go last: it takes as long as there is much of it and nobody pauses.
const BEHIND: [&str; 2] = ["proof", "checks"];

/// Works on one vault for `long`; how many commands were answered.
pub(crate) fn load(long: Duration, seed: u64) -> Round<u64> {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = bed::vault(&folder.path().join("valv"));
    bed::sow(&vault, 40);
    let file = folder.path().join("rader.csv");
    let stop = AtomicBool::new(false);
    let answered = AtomicU64::new(0);
    let wrong = thread::scope(|scope| {
        let hands: Vec<_> = (0..THREADS)
            .map(|hand| {
                let (vault, stop, answered, file) = (&vault, &stop, &answered, file.as_path());
                scope.spawn(move || work(hand, vault, file, stop, answered, Dice(seed + hand)))
            })
            .collect();
        let begun = Instant::now();
        let (mut last, mut moved) = (0, Instant::now());
        while begun.elapsed() < long && !hands.iter().any(thread::ScopedJoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(50));
            let now = answered.load(Ordering::Relaxed);
            if now != last {
                (last, moved) = (now, Instant::now());
            }
            // Nobody comes back from a deadlock, so there is nobody to join.
            assert!(moved.elapsed() < PATIENCE, "they wait for one another");
        }
        stop.store(true, Ordering::Relaxed);
        let ends = hands.into_iter().map(|hand| match hand.join() {
            Ok(end) => end,
            Err(_) => Err("a panic".into()),
        });
        ends.collect::<Vec<_>>()
    });
    wrong.into_iter().collect::<Round<Vec<()>>>()?;
    let begun = Instant::now();
    let proven = erasure::prove_pending(&vault, &mut |_| {});
    proven.map_err(|error| bed::code("the proof", &error))?;
    if begun.elapsed() > PATIENCE {
        return Err(format!("alone, the proof took {:?}", begun.elapsed()));
    }
    bed::sound(&vault)?;
    Ok(answered.load(Ordering::Relaxed))
}

fn work(
    hand: u64,
    vault: &Vault,
    file: &Path,
    stop: &AtomicBool,
    answered: &AtomicU64,
    mut dice: Dice,
) -> Round<()> {
    while !stop.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let (what, answer) = match hand {
            0 => ("import", take_in(vault, file, stop, &mut dice)),
            1 => (
                "proof",
                erasure::prove_pending(vault, &mut |_| {}).map(|_| ()),
            ),
            _ => one(vault, &mut dice),
        };
        match answer.map_err(|error| (error.code(), error)) {
            // Somebody else was quicker, or it is over.
            Ok(()) | Err((Code::NoSuchPerson | Code::Forgotten | Code::Cancelled, _)) => {}
            Err((_, error)) => return Err(bed::code(what, &error)),
        }
        if !BEHIND.contains(&what) && begun.elapsed() > PATIENCE {
            return Err(format!("{what} took {:?}", begun.elapsed()));
        }
        answered.fetch_add(1, Ordering::Relaxed);
        if hand == 1 {
            thread::sleep(Duration::from_millis(20));
        }
    }
    Ok(())
}

/// One command, as somebody in front of the window gives it.
fn one(vault: &Vault, dice: &mut Dice) -> (&'static str, Result<()>) {
    match dice.below(20) {
        0..=5 => ("list", bed::rows(vault).map(|_| ())),
        6..=9 => {
            let looked =
                vault.read(|tx| search::search(tx, ["Person", "Ny 1", "taket"][dice.below(3)], 20));
            ("search", looked.map(|_| ()))
        }
        10..=12 => (
            "card",
            somebody(vault, dice)
                .and_then(|id| vault.read(|tx| contact::get(tx, id)))
                .map(|_| ()),
        ),
        13 | 14 => {
            let name = format!("Person {}", dice.roll());
            (
                "contact",
                people::add(vault, &[("name", &name)]).map(|_| ()),
            )
        }
        15 | 16 => {
            let note = |id| {
                vault.write(Op::WriteNote, |tx| {
                    activity::write_note(tx, &[id], "Ringer om taket.", None)
                })
            };
            ("note", somebody(vault, dice).and_then(note).map(|_| ()))
        }
        17 | 18 => {
            let in_and_out = |id| {
                vault.write(Op::BinContact, |tx| contact::bin(tx, &[id]))?;
                vault.write(Op::RestoreContact, |tx| contact::restore(tx, &[id]))
            };
            (
                "bin",
                somebody(vault, dice).and_then(in_and_out).map(|_| ()),
            )
        }
        _ if dice.below(4) == 0 => {
            // What is wrong now is looked at again when everybody stands still.
            verify::verify_by_and_by(vault, None, &mut |_| {});
            ("checks", Ok(()))
        }
        _ => (
            "forget",
            somebody(vault, dice)
                .and_then(|id| erasure::forget(vault, id, Ground::A, false))
                .map(|_| ()),
        ),
    }
}

fn somebody(vault: &Vault, dice: &mut Dice) -> Result<PersonId> {
    let rows = bed::rows(vault)?;
    if rows.is_empty() {
        return Err(Code::NoSuchPerson.into());
    }
    Ok(rows[dice.below(rows.len())].id)
}

fn take_in(vault: &Vault, file: &Path, stop: &AtomicBool, dice: &mut Dice) -> Result<()> {
    let mut text = "Namn;E-post\n".to_owned();
    let from = dice.below(1 << 30);
    for n in from..from + 500 {
        let _ = writeln!(text, "Ny {n};ny{n}@example.com");
    }
    fs::write(file, text)?;
    import::run(vault, file, &people::list(), false, stop, &mut |_, _| {}).map(|_| ())
}
