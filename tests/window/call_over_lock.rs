//! A call while the vault is locked: its time is seen and nothing about anybody, it can be stopped, and the next unlock
//! takes the stop in.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use kartotek_core::vault::{Clock as _, SystemClock};
use serde_json::json;

use crate::acts::PASSPHRASE;
use crate::main_job::pictures;
use crate::page::Page;
use crate::quiet;
use crate::restart;
use crate::stage::{Stage, wait_for};

const NAME: &str = "Kvastskaftet Ek";
const LONG: Duration = Duration::from_secs(15);

/// The seconds that the stopwatch shows.
fn shown(page: &Page) -> u64 {
    page.find("[role=timer]", "");
    let time = "return document.querySelector('[role=timer]').textContent";
    let time = page.driver().run(time, json!([]));
    let parts = time.as_str().unwrap_or_default().trim().to_owned();
    parts.split(':').fold(0, |sum, part| {
        sum * 60 + part.parse::<u64>().expect("a time")
    })
}

/// Lets the stopwatch go on for some seconds.
fn passes(from: i64, milliseconds: i64) {
    wait_for("time to pass", LONG, || {
        SystemClock.now_ms() >= from + milliseconds
    });
}

fn value(page: &Page) -> String {
    let value = page.driver().run(
        "return document.querySelector('section.call textarea').value",
        json!([]),
    );
    value.as_str().unwrap_or_default().to_owned()
}

/// Locks, and waits until the file is closed.
fn lock(stage: &Stage, page: &Page) {
    page.control('l');
    page.sees(&page.text("lock-title"));
    let log = stage.vault().join("kartotek.db-wal");
    wait_for("closed in order", LONG, || !log.exists());
}

/// A call is running, something is typed about it, and the vault is locked.
fn locked_in_a_call(stage: &Stage, language: &'static str) -> Page {
    quiet::vault(stage);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.click("link", NAME);
    page.find("heading", NAME);
    page.press("call");
    page.sees(&page.text("call-running"));
    page.fill(&page.text("call-note"), "Vill ha off");
    wait_for("what was typed", LONG, || value(&page) == "Vill ha off");
    lock(stage, &page);
    page
}

fn journey(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let folder = pictures().join("call-over-lock");
    let seen = |page: &Page, name: &str| {
        let look = if dark { "dark" } else { "light" };
        stage.picture(page, &folder, &format!("{name}-{language}-{look}"));
        page.accessible(name);
    };
    let page = locked_in_a_call(&stage, language);
    page.sees(&page.text("call-running"));
    let before = shown(&page);
    wait_for("the stopwatch", LONG, || shown(&page) > before + 1);
    let words = page.seen();
    assert!(!words.contains("Kvast"), "nothing about anybody: {words}");
    seen(&page, "running");

    // Stopped by its button in one language, by its key in the other.
    if language == "sv" {
        page.press("lock-call-stop");
    } else {
        page.control('e');
    }
    page.sees(&page.text("lock-call-stopped"));
    let file = stage.vault().join("call-stopped-at");
    let at = fs::read_to_string(&file).expect("a stop");
    let at: i64 = at.parse().expect("a bare instant");
    assert_eq!(
        file.metadata().expect("a file").permissions().mode() & 0o777,
        0o600
    );
    let stopped = shown(&page);
    passes(at, 3_500);
    assert_eq!(shown(&page), stopped, "the stopwatch stands still");
    seen(&page, "stopped");

    // After a crash only the instant is known.
    restart::kill(&stage);
    drop(page);
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("lock-call-stopped-at").replace("{ $time }", ""));
    assert!(
        page.look("[role=timer]", "").is_none(),
        "nobody knows for how long"
    );
    seen(&page, "stopped-restarted");

    page.unlock(PASSPHRASE);
    page.sees(&page.text("call-stopped-with").replace("{ $name }", NAME));
    seen(&page, "taken-in-bar");
    assert!(!file.exists(), "it is in the vault");
    page.click("link", &page.text("call-show"));
    page.sees(&page.text("call-stopped-text"));
    assert_eq!(shown(&page), stopped, "as long as it was");
    assert_eq!(value(&page), "Vill ha off", "what was typed is there");
    seen(&page, "taken-in");
    page.press("save");
    page.sees(&page.text("call-saved"));
    page.loses(&page.text("call-stopped"));
    seen(&page, "saved");
    lock(&stage, &page);
    page.finish();
    let list = quiet::command_line(&stage, &["contact", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    let id = list[0]["id"].as_str().expect("an id").to_owned();
    let card = quiet::command_line(&stage, &["contact", "show", &id, "--json"]);
    assert!(card.contains(&at.to_string()), "it ended then: {card}");
}

#[test]
fn a_call_is_stopped_while_the_vault_is_locked() {
    journey("sv", false);
}

#[test]
fn a_call_is_stopped_by_its_key_in_english_and_in_the_dark() {
    journey("en", true);
}

#[test]
fn a_stopped_call_may_go_on_after_all() {
    let stage = Stage::new("sv");
    let page = locked_in_a_call(&stage, "sv");
    page.press("lock-call-stop");
    page.sees(&page.text("lock-call-stopped"));
    page.unlock(PASSPHRASE);
    page.click("link", &page.text("call-show"));
    page.press("call-goes-on-after-all");
    page.sees(&page.text("call-running"));
    let before = shown(&page);
    wait_for("the stopwatch", LONG, || shown(&page) > before);
    // The key that stops it on the lock screen ends it here.
    page.control('e');
    page.sees(&page.text("call-saved"));
    lock(&stage, &page);
    assert!(
        page.look("any", &page.text("call-running")).is_none(),
        "no call runs"
    );
    page.finish();
}

#[test]
fn the_command_line_takes_the_stop_in() {
    let stage = Stage::new("sv");
    let page = locked_in_a_call(&stage, "sv");
    page.press("lock-call-stop");
    page.sees(&page.text("lock-call-stopped"));
    let file = stage.vault().join("call-stopped-at");
    assert!(file.exists());
    quiet::command_line(&stage, &["contact", "list"]);
    assert!(!file.exists(), "it is in the vault");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("call-stopped-with").replace("{ $name }", NAME));
    page.finish();
}
