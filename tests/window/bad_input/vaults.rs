//! A folder that holds something else than a good vault, or one that somebody else has open.

use std::sync::Arc;
use std::time::Duration;

use kartotek_core::vault::SystemClock;
use kartotek_core::vault::session::{self, Unlock};
use secrecy::SecretString;

use super::{LANGUAGES, at_rest, backed_up, bytes, put};
use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::stage::{Stage, wait_for};

const DATABASE: &str = "kartotek.db";
const SLOTS: &str = "slots.json";

/// What is put in the place of a file; nothing: it is gone.
type Spoilt = Option<Vec<u8>>;

/// Seen before any key is asked for: the file, what becomes of it, the sentence.
fn without_a_key(slots: &str) -> Vec<(&'static str, Spoilt, &'static str)> {
    let picture = [b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 9000]].concat();
    let newer = slots
        .replacen("\"v\":1,\"vault\"", "\"v\":2,\"vault\"", 1)
        .into_bytes();
    let greedy = {
        let (before, after) = slots.split_once("\"m_kib\":").expect("what it costs");
        let digits = after.find([',', '}']).expect("an end");
        format!("{before}\"m_kib\":4294967295{}", &after[digits..]).into_bytes()
    };
    let cut = slots.as_bytes()[..slots.len() / 2].to_vec();
    vec![
        (
            DATABASE,
            Some(b"SQLite format 3\0 and more".to_vec()),
            "error-not-encrypted",
        ),
        (DATABASE, Some(Vec::new()), "error-truncated"),
        (DATABASE, None, "error-database-missing"),
        (SLOTS, None, "error-key-file-missing"),
        (DATABASE, Some(picture), "error-truncated"),
        (SLOTS, Some(cut), "error-key-file-damaged"),
        // It asks for four terabytes of memory.
        (SLOTS, Some(greedy), "error-key-file-damaged"),
        (SLOTS, Some(newer), "error-too-new"),
    ]
}

/// The same vault's database as a newer program leaves it.
fn newer(stage: &Stage) -> Vec<u8> {
    let unlock = Unlock::Passphrase(SecretString::from(PASSPHRASE));
    let vault = session::open(&stage.vault(), unlock, Arc::new(SystemClock)).expect("it opens");
    vault.pretend_newer().expect("stamped");
    vault.close().expect("closed");
    std::fs::read(stage.vault().join(DATABASE)).expect("the database")
}

#[test]
fn what_is_no_good_vault_is_explained_and_left_alone() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let good = bytes(&stage.vault());
        let newer = newer(&stage);
        let slots = String::from_utf8(good[SLOTS].clone().expect("slots")).expect("JSON");
        let mut page = None;
        for (file, content, sentence) in without_a_key(&slots) {
            put(&stage.vault(), &good);
            let mut spoilt = good.clone();
            spoilt.insert(file, content);
            put(&stage.vault(), &spoilt);
            if let Some(page) = &page {
                Page::settled(page);
                page.press("try-again");
            } else {
                page = Some(Page::new(stage.open(&[]), language));
            }
            let page = page.as_ref().expect("a window");
            page.sees(&page.text("problem-title"));
            page.sees(&page.text(sentence));
            assert!(bytes(&stage.vault()) == spoilt, "{sentence}: untouched");
        }
        let page = page.expect("a window");
        page.accessible("problem");
        put(&stage.vault(), &good);
        // Pressed again, as a user would, when a press fell into the moment of another answer.
        wait_for("the lock screen", Duration::from_secs(30), || {
            if let Some(again) = page.look("button", &page.text("try-again")) {
                let _ = page.driver().click(&again);
            }
            page.look("heading", &page.text("lock-title")).is_some()
        });

        // Only a key can tell.
        let database = good[DATABASE].clone().expect("a database");
        let half = database.len() / 2 / 4096 * 4096;
        let mut flipped = database.clone();
        flipped[100] ^= 1;
        for (content, typed, sentence) in [
            (
                &database,
                "helt fel lösenfras här",
                "error-wrong-passphrase",
            ),
            (&newer, PASSPHRASE, "error-too-new"),
            (&database[..half].to_vec(), PASSPHRASE, "error-damaged"),
            (&flipped, PASSPHRASE, "error-damaged"),
        ] {
            let mut spoilt = good.clone();
            spoilt.insert(DATABASE, Some(content.clone()));
            put(&stage.vault(), &spoilt);
            page.unlock(typed);
            page.sees(&page.text(sentence));
            assert!(bytes(&stage.vault()) == spoilt, "{sentence}: untouched");
        }
        page.accessible("a vault that does not open");
        put(&stage.vault(), &good);
        page.unlock(PASSPHRASE);
        page.sees("Kvastskaftet Ek");
        page.finish();
    }
}

#[test]
fn a_second_window_says_that_the_vault_is_open_elsewhere() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let first = Page::new(stage.open(&[]), language);
        first.unlock(PASSPHRASE);
        first.sees("Kvastskaftet Ek");
        backed_up(&stage.vault());
        at_rest(&stage.vault());
        let before = bytes(&stage.vault());
        // Another session bus: the second program cannot find the first.
        let second = Page::new(stage.open(&[]), language);
        second.unlock(PASSPHRASE);
        second.sees(&second.text("error-open-elsewhere"));
        assert!(bytes(&stage.vault()) == before, "untouched");
        first.press("lock");
        first.sees(&first.text("lock-title"));
        second.unlock(PASSPHRASE);
        second.sees("Kvastskaftet Ek");
    }
}
