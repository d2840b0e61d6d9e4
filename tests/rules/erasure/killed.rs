//! A program that is killed in the middle of the physical pass finishes it at its next start, and nothing is left.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use kartotek_core::erasure::{self, Ground};
use kartotek_core::{PersonId, verify};

use super::bed::{Bed, KEY};
use super::decryptor::Clear;

/// Set in the process that is killed: the vault's folder.
const FOLDER: &str = "KARTOTEK_TEST_KILLED_FOLDER";
const TEST: &str = "erasure::killed::a_pass_that_is_killed_is_finished_at_the_next_start";
/// In words, in the index's folded form, and as the tail of a compressed term.
const CANARY: &[u8] = b"xkanarief";
const ROUNDS: u32 = 12;

#[test]
fn a_pass_that_is_killed_is_finished_at_the_next_start() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return forget_in(Path::new(&folder));
    }
    // One that may run to its end tells how long that takes.
    let (folder, _) = sown();
    let mut child = start(folder.path());
    let begun = accepted(folder.path());
    assert!(child.wait().expect("an end").success());
    let whole = begun.elapsed();

    let mut cut_short = 0;
    for round in 0..ROUNDS {
        let (folder, leaving) = sown();
        let mut child = start(folder.path());
        accepted(folder.path());
        std::thread::sleep(whole * round / ROUNDS);
        child.kill().expect("a kill");
        child.wait().expect("an end");

        let bed = Bed::open(folder);
        let shown = bed
            .vault
            .read(|tx| kartotek_core::contact::get(tx, leaving));
        assert!(shown.is_err(), "round {round}: out of every view");
        let finished = erasure::prove_pending(&bed.vault, &mut |_| {}).expect("a proof");
        cut_short += finished.len();
        for entry in erasure::ledger(&bed.vault).expect("the ledger") {
            assert!(
                matches!(entry, erasure::Progress::Proven { .. }),
                "round {round}"
            );
        }
        for check in verify::verify(&bed.vault, None) {
            assert!(check.ok, "round {round}: {} {}", check.name, check.detail);
        }
        let clear = Clear::read(&bed.database(), &KEY);
        assert_eq!(clear.count(CANARY), 0, "round {round}: nothing is left");
    }
    assert!(
        cut_short > 1,
        "the kills fell into the pass: {cut_short} of {ROUNDS}"
    );
}

/// A vault with a few hundred people; the one who leaves stands first in the list by name.
fn sown() -> (tempfile::TempDir, PersonId) {
    let bed = Bed::new();
    let conn = bed.foreign();
    conn.execute_batch("BEGIN").expect("begin");
    let leaving = Bed::somebody(
        &conn,
        1,
        "Zqxkanariefågel",
        "zqxkanariefagel@example.org",
        "+46701740605",
        "Zqxkanariefågeln ville inte ha taket.",
    );
    for number in 2..400 {
        let name = format!("Berit Ek {number}");
        let email = format!("berit{number}@example.org");
        let note = format!(
            "Möte {number} om bergvärme och garage, offert {}.",
            number * 7
        );
        Bed::somebody(&conn, number, &name, &email, "+46701740606", &note);
        for more in 0..8 {
            Bed::note(&conn, &[number], &format!("{note} Ringer {more} gånger."));
        }
    }
    conn.execute_batch("UPDATE activity SET text = text || ' Efteråt.' WHERE id % 5 = 0; COMMIT")
        .expect("commit");
    assert!(Clear::read(&bed.database(), &KEY).count(CANARY) > 0, "sown");
    std::fs::write(bed.folder.path().join("leaving"), leaving.to_string()).expect("a name");
    let Bed { vault, folder } = bed;
    drop((conn, vault));
    (folder, leaving)
}

fn start(folder: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", TEST])
        .env(FOLDER, folder)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("this program again")
}

/// When the forget was committed.
fn accepted(folder: &Path) -> Instant {
    let patience = Instant::now();
    while !folder.join("accepted").exists() {
        assert!(patience.elapsed() < Duration::from_mins(1), "no commit");
        std::thread::sleep(Duration::from_millis(1));
    }
    Instant::now()
}

fn forget_in(folder: &Path) {
    let leaving = std::fs::read_to_string(folder.join("leaving")).expect("a name");
    let leaving: PersonId = leaving.parse().expect("an id");
    let vault = Bed::vault_in(folder);
    erasure::forget(&vault, leaving, Ground::A, false).expect("a forget");
    std::fs::write(folder.join("accepted"), "").expect("a sign");
    erasure::prove_pending(&vault, &mut |_| {}).expect("a proof");
}
