//! Locking while the vault gets a new root key: the lock does not wait for it, the old key holds, and it is offered again.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kartotek_core::backup;
use kartotek_core::vault::session::{self, Unlock};
use kartotek_core::vault::{Op, SystemClock};

use crate::acts::PASSPHRASE;
use crate::backup::kept;
use crate::page::Page;
use crate::quiet;
use crate::restart;
use crate::shots::Shots;
use crate::stage::{Stage, wait_for};

const LONG: Duration = Duration::from_secs(20);

/// Many people, and no backups of them by themselves.
fn vault(stage: &Stage) {
    quiet::vault(stage);
    let list = restart::many(stage);
    quiet::command_line(stage, &["import", &list]);
    let key = Unlock::Passphrase(PASSPHRASE.to_owned().into());
    let vault = session::open(&stage.vault(), key, Arc::new(SystemClock)).expect("the vault");
    let mut plan = vault.read(backup::plan).expect("a plan");
    plan.hours = 0;
    vault
        .write(Op::Backup, |tx| backup::set_plan(tx, &plan))
        .expect("no backups");
    vault.close().expect("closed");
}

/// Opens the dialog, as soon as Settings has come to rest.
fn new_key(page: &Page) {
    page.find("heading", &page.text("settings-security"));
    wait_for("the dialog", LONG, || {
        page.settled();
        page.press("root-new");
        page.settled();
        page.look("dialog", &page.text("root-new")).is_some()
    });
    page.sees(&page.text("root-new-text"));
}

fn journey(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "lock-over-new-key", language, dark);
    vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.click("link", &page.text("nav-settings"));
    new_key(&page);
    let key_file = || fs::read_to_string(stage.vault().join("slots.json")).expect("slots");
    let beside = stage.vault().join("backups");
    let make = || {
        let there = kept(&beside).len();
        page.press("root-new-make");
        wait_for("a backup of before", 2 * LONG, || {
            kept(&beside).len() > there
        });
    };
    // After the backup a step takes so long that the whole of it would take minutes.
    stage.slow(20);
    make();
    stage.slow(1_000);
    wait_for("a new key to be announced", LONG, || {
        key_file().contains("pending")
    });
    let copies = || {
        let all = fs::read_dir(stage.vault()).expect("the folder");
        all.filter(|entry| {
            let name = entry.as_ref().expect("an entry").file_name();
            name.to_string_lossy().starts_with(".copy-")
        })
        .count()
    };
    wait_for("a copy", LONG, || copies() == 1);
    page.control('l');
    let locking = Instant::now();
    page.sees(&page.text("lock-title"));
    let closed = || !stage.vault().join("kartotek.db-wal").exists();
    wait_for("closed in order", Duration::from_secs(4), closed);
    let took = locking.elapsed();
    assert!(took < Duration::from_secs(4), "locking waited: {took:?}");
    println!("locked within a new root key in {took:?}");
    stage.slow(0);
    assert!(!key_file().contains("pending"), "the old key holds");
    assert_eq!(copies(), 0, "nothing is left of the copy");
    quiet::command_line(&stage, &["verify"]);

    page.unlock(PASSPHRASE);
    page.sees(&page.text("root-offer-again"));
    shots.take(&page, "offered-again");
    page.click("link", &page.text("notice-security"));
    let before = key_file();
    new_key(&page);
    make();
    page.sees(&page.text("root-new-done"));
    assert!(key_file() != before, "other slots");
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.find("heading", &page.text("nav-contacts"));
    assert!(
        page.look("any", &page.text("root-offer-again")).is_none(),
        "it is done"
    );
    page.finish();
}

#[test]
fn locking_does_not_wait_for_a_new_root_key() {
    journey("sv", false);
}

#[test]
fn locking_does_not_wait_for_a_new_root_key_in_english_and_in_the_dark() {
    journey("en", true);
}
