//! The start-up table (what lies in the folder, and what the keyring answers), each row played in the real window with real
//! files: what it says, what it offers, and that it changes nothing by itself.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use crate::acts::PASSPHRASE;
use crate::keyring_items;
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Keyring, Stage, wait_for};

const TEST: &str = "start_table::whatever_the_keyring_answers_is_said";
/// Set in the program that puts a second item into the keyring: the account.
const SECOND: &str = "KARTOTEK_TEST_SECOND_ITEM";
const PERSON: &str = "Kvastskaftet Ek";

/// The two files, byte for byte.
fn files(stage: &Stage) -> BTreeMap<&'static str, Option<Vec<u8>>> {
    ["kartotek.db", "slots.json"]
        .map(|name| (name, fs::read(stage.vault().join(name)).ok()))
        .into()
}

fn opens(page: &Page) {
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
}

/// Rows one to three: what is missing.
fn missing(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "start", language, dark);
    // Nothing at all: the first run, which makes nothing before it is asked to.
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("start-language-title"));
    assert!(!stage.vault().join("kartotek.db").exists());
    drop(page);

    // The key file, without a backup and with one.
    quiet::vault(&stage);
    let key_file = stage.vault().join("slots.json");
    let good = fs::read(&key_file).expect("the slots");
    fs::remove_file(&key_file).expect("removed");
    let before = files(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("error-key-file-missing"));
    shots.take(&page, "key-file-missing");
    page.press("mend-keys-title");
    page.sees(&page.text("mend-keys-none"));
    page.press("back");
    fs::write(&key_file, &good).expect("the slots");
    quiet::command_line(&stage, &["backup", "take"]);
    fs::remove_file(&key_file).expect("removed");
    page.press("mend-keys-title");
    page.fill(&page.text("passphrase"), "helt fel lösenfras här");
    page.press("mend-keys-run");
    page.sees(&page.text("error-wrong-passphrase"));
    assert!(
        files(&stage)["slots.json"] == before["slots.json"],
        "nothing is put there"
    );
    shots.take(&page, "mend-keys");
    let database = files(&stage)["kartotek.db"].clone();
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("mend-keys-run");
    page.sees(&page.text("lock-title"));
    assert!(
        files(&stage)["kartotek.db"] == database,
        "the database is not touched"
    );
    opens(&page);
    drop(page);

    // One that is no key file any more comes back the same way; from a chosen file.
    fs::write(&key_file, "halva").expect("damaged");
    let backups = fs::read_dir(stage.vault().join("backups"))
        .expect("backups")
        .flatten();
    let mut backups = backups.map(|entry| entry.path()).filter(|file| {
        file.extension()
            .is_some_and(|ending| ending == "kartotek-backup")
    });
    let chosen = stage.file("minne.kartotek-backup");
    fs::copy(backups.next().expect("a backup"), &chosen).expect("copied");
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("error-key-file-damaged"));
    page.press("mend-keys-title");
    stage.choose(Some(&chosen));
    page.press("restore-choose-other");
    page.sees("minne.kartotek-backup");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("mend-keys-run");
    opens(&page);
    page.finish();

    // The database.
    fs::rename(stage.vault().join("kartotek.db"), stage.file("undan")).expect("moved");
    let before = files(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("error-database-missing"));
    page.find("button", &page.text("restore-title"));
    shots.take(&page, "database-missing");
    assert!(files(&stage) == before, "no new one is made");
    fs::rename(stage.file("undan"), stage.vault().join("kartotek.db")).expect("back");
    page.press("try-again");
    opens(&page);
    page.finish();
}

/// Rows four to eight: the keyring.
fn keyring(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "start", language, dark);
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    opens(&page);
    page.click("link", &page.text("nav-settings"));
    page.press("keys-keyring-add");
    page.sees(&page.text("keys-keyring-added"));
    drop(page);
    // It has the key: open.
    let page = Page::new(stage.open(&[]), language);
    page.sees(PERSON);
    drop(page);
    let before = files(&stage)["slots.json"].clone();
    let unchanged = || {
        assert!(
            files(&stage)["slots.json"] == before,
            "the keyring's silence changes nothing"
        );
    };

    // Two items: the one that fits.
    let put = std::env::current_exe().expect("this program");
    let put = stage
        .session(&[&put.display().to_string(), "--exact", TEST])
        .env(SECOND, keyring_items::account(&stage.vault()))
        .output()
        .expect("this program");
    let out = String::from_utf8_lossy(&put.stdout).into_owned();
    assert!(out.contains("1 passed"), "a second item: {put:?}");
    let page = Page::new(stage.open(&[]), language);
    page.sees(PERSON);
    drop(page);
    unchanged();

    // Locked, with nobody to answer it; unlocked again, the next try finds it.
    stage.keyring(Keyring::Locked);
    let page = Page::new(stage.open(&[]), language);
    said(&page, "error-keyring-locked");
    shots.take(&page, "keyring-locked");
    page.find("button", &page.text("unlock-with-keyring"));
    page.find("button", &page.text("unlock-with-recovery"));
    stage.unlock_keyring();
    page.press("unlock-with-keyring");
    page.sees(PERSON);
    page.loses(&page.text("keyring-offer"));
    drop(page);
    unchanged();

    // No service at all.
    stage.keyring(Keyring::None);
    let page = Page::new(stage.open(&[]), language);
    said(&page, "error-keyring-unavailable");
    shots.take(&page, "keyring-none");
    drop(page);
    unchanged();

    // An entry that does not fit is treated like none.
    stage.keyring(Keyring::Unlocked);
    let key_file = stage.vault().join("slots.json");
    let text = fs::read_to_string(&key_file).expect("the slots");
    fs::write(&key_file, other_lock(&text)).expect("edited");
    let page = Page::new(stage.open(&[]), language);
    said(&page, "error-keyring-unavailable");
    drop(page);
    fs::write(&key_file, &text).expect("as it was");

    // Another desktop: a keyring that knows nothing. A new key is offered after the passphrase.
    fs::remove_dir_all(stage.home().join("data/keyrings")).expect("removed");
    let page = Page::new(stage.open(&[]), language);
    said(&page, "error-keyring-unavailable");
    unchanged();
    opens(&page);
    page.sees(&page.text("keyring-offer"));
    shots.take(&page, "keyring-offer");
    page.press("keyring-renew");
    page.sees(&page.text("keys-keyring-added"));
    page.loses(&page.text("keyring-offer"));
    page.finish();
    let page = Page::new(stage.open(&[]), language);
    page.sees(PERSON);
    page.finish();
}

/// A keyring may take its time to say no.
fn said(page: &Page, sentence: &str) {
    wait_for(sentence, Duration::from_secs(45), || {
        page.look("any", &page.text(sentence)).is_some()
    });
}

/// The keyring's slot under another key: its private half is not what it was.
fn other_lock(slots: &str) -> String {
    let (before, slot) = slots
        .split_once("\"type\":\"keyring\"")
        .expect("a keyring slot");
    let (between, ct) = slot.split_once("\"ct\":\"").expect("its private half");
    let (first, rest) = ct.split_at(1);
    let other = if first == "A" { "B" } else { "A" };
    format!("{before}\"type\":\"keyring\"{between}\"ct\":\"{other}{rest}")
}

/// The last two rows: a key file that somebody changed, and a first page that is damaged.
fn damaged(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "start", language, dark);
    quiet::vault(&stage);
    let key_file = stage.vault().join("slots.json");
    let text = fs::read_to_string(&key_file).expect("the slots");
    let generation = text.split("\"gen\":").nth(1).expect("a generation");
    let generation = generation.split(',').next().unwrap_or_default();
    let edited = text.replacen(&format!("\"gen\":{generation}"), "\"gen\":77", 1);
    fs::write(&key_file, edited).expect("edited");
    let page = Page::new(stage.open(&[]), language);
    opens(&page);
    page.sees(&page.text("notice-key-file-changed"));
    shots.take(&page, "key-file-changed");
    drop(page);

    let database = stage.vault().join("kartotek.db");
    let mut bytes = fs::read(&database).expect("the database");
    bytes[100] ^= 1;
    fs::write(&database, bytes).expect("damaged");
    let before = files(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.sees(&page.text("error-damaged"));
    page.find("button", &page.text("restore-title"));
    shots.take(&page, "damaged");
    assert!(files(&stage) == before, "not one byte is changed");
    page.press("restore-title");
    page.sees(&page.text("restore-text"));
    page.finish();
}

#[test]
fn a_missing_file_is_named_and_comes_back() {
    missing("sv", false);
}

#[test]
fn a_missing_file_is_named_and_comes_back_in_english_and_dark() {
    missing("en", true);
}

#[test]
fn whatever_the_keyring_answers_is_said() {
    if let Ok(account) = std::env::var(SECOND) {
        return keyring_items::put_second(&account);
    }
    keyring("sv", false);
}

#[test]
fn whatever_the_keyring_answers_is_said_in_english_and_dark() {
    keyring("en", true);
}

#[test]
fn a_changed_key_file_and_a_damaged_page_are_told() {
    damaged("sv", false);
}

#[test]
fn a_changed_key_file_and_a_damaged_page_are_told_in_english_and_dark() {
    damaged("en", true);
}
