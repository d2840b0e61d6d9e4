//! Locking, closing, a crash in the middle of a call, and coming back.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, automation, wait_for};

/// Ends the window the hard way.
pub(crate) fn kill(stage: &Stage) {
    signal(stage, "-KILL");
}

fn signal(stage: &Stage, signal: &str) {
    let process = stage.process(&automation()).expect("a window");
    let status = Command::new("kill").args([signal, &process]).status();
    assert!(status.is_ok_and(|status| status.success()), "{signal}");
}

/// A log lies beside the database as long as it is open, and after it was not closed.
fn log_left(stage: &Stage) -> bool {
    stage.vault().join("kartotek.db-wal").exists()
}

fn cut_off(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "start", language, dark);
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.click("link", "Kvastskaftet Ek");
    page.fill(&page.text("note-label"), "Hann inte sparas");
    // A session that ends says so.
    signal(&stage, "-TERM");
    wait_for("the end", Duration::from_secs(15), || {
        stage.process(&automation()).is_none()
    });
    assert!(!log_left(&stage), "closed in order");
    drop(page);

    let words = |page: &Page| {
        page.text("notice-cut-off")
            .split(" {")
            .next()
            .map(str::to_owned)
    };
    let page = Page::new(stage.open(&[]), language);
    let words = words(&page).expect("the words before the time");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("draft-bar-text"));
    assert!(page.look("any", &words).is_none(), "nothing was cut off");
    kill(&stage);
    assert!(log_left(&stage), "cut off");
    drop(page);

    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.sees(&words);
    shots.take(&page, "cut-off");
    page.accessible("cut off");
    page.press("lock");
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.sees("Kvastskaftet Ek");
    assert!(page.look("any", &words).is_none(), "told once");
    page.finish();
}

#[test]
fn a_window_that_is_told_to_end_closes_in_order_and_one_that_was_cut_off_says_so() {
    cut_off("sv", false);
}

#[test]
fn a_window_that_is_told_to_end_closes_in_order_and_one_that_was_cut_off_says_so_in_english_and_dark()
 {
    cut_off("en", true);
}

#[test]
fn a_call_survives_a_crash_and_a_locked_vault_opens_again() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.accessible("lock");
    page.unlock(PASSPHRASE);
    page.click("link", "Kvastskaftet Ek");
    page.press("call");
    page.sees(&page.text("call-running"));
    std::thread::sleep(Duration::from_secs(3));
    kill(&stage);
    std::thread::sleep(Duration::from_secs(2));
    drop(page);

    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.click("link", "Kvastskaftet Ek");
    page.sees(&page.text("call-interrupted"));
    page.accessible("interrupted call");
    let time = page.driver().run(
        "return document.querySelector('[role=timer]').textContent",
        serde_json::json!([]),
    );
    let time = time.as_str().unwrap_or_default().to_owned();
    let seconds: u32 = time
        .rsplit(':')
        .next()
        .and_then(|seconds| seconds.trim().parse().ok())
        .expect("a time");
    let minutes: u32 = time
        .split(':')
        .next()
        .and_then(|minutes| minutes.trim().parse().ok())
        .expect("a time");
    assert!(
        minutes * 60 + seconds >= 5,
        "the clock ran on while the window was gone: {time}"
    );
    page.press("call-goes-on");
    // What was asked makes room, and the buttons below it move.
    page.loses(&page.text("call-interrupted"));
    page.press("call-end");
    page.sees(&page.text("call-saved"));

    page.press("lock");
    page.sees(&page.text("lock-title"));
    page.unlock("helt fel lösenfras här");
    page.sees(&page.text("error-wrong-passphrase"));
    page.accessible("wrong passphrase");
    page.unlock(PASSPHRASE);
    page.sees("Kvastskaftet Ek");
    page.finish();
}

/// A list long enough that the proof of a forget takes its time.
pub(crate) fn many(stage: &Stage) -> String {
    let rows: Vec<String> = (0..6_000)
        .map(|n| format!("Person Nummer {n};person{n}@example.com;Ringde om offert nummer {n}\n"))
        .collect();
    let file = stage.file("många.csv");
    let list = format!("Namn;E-post;Anteckning\n{}", rows.concat());
    std::fs::write(&file, list).expect("a list");
    file.display().to_string()
}

#[test]
fn locking_does_not_wait_for_a_proof_and_it_goes_on_at_the_next_unlock() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let list = many(&stage);
    quiet::command_line(&stage, &["import", &list]);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.click("link", "Kvastskaftet Ek");
    page.press("forget");
    page.sees(&page.text("forget-goes"));
    let name = page
        .text("forget-person")
        .replace("{ $name }", "Kvastskaftet Ek");
    page.click("button", &name);
    page.sees(&page.text("forget-proving"));
    page.control('l');
    let locking = Instant::now();
    page.sees(&page.text("lock-title"));
    let took = locking.elapsed();
    assert!(took < Duration::from_secs(4), "locking waited: {took:?}");
    // The page is gone at once, the file is closed right after.
    let behind = stage.vault().join("kartotek.db-wal");
    let long = Duration::from_secs(4);
    wait_for("closed in order", long, || !behind.exists());
    page.unlock(PASSPHRASE);
    // Not proven when it was locked: it is told now.
    page.press("certificate-show");
    page.sees(&page.text("certificate-title"));
    page.press("done");
    page.finish();
}
