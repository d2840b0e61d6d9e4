//! Backups in the window: taken by themselves and by hand, to a stick that goes missing, and renewed after a forget. Then
//! a new passphrase and a new root key.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kartotek_core::backup::{self, Plan};
use kartotek_core::vault::session::{self, Unlock};
use kartotek_core::vault::{Course, Op, Vault};

use crate::acts::{PASSPHRASE, Past};
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, wait_for};

const PERSON: &str = "Kvastskaftet Ek";

pub(crate) fn kept(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    files
        .filter(|file| {
            file.extension()
                .is_some_and(|ending| ending == "kartotek-backup")
        })
        .collect()
}

fn taking(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "backups", language, dark);
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    // One is due, and comes by itself.
    let beside = stage.vault().join("backups");
    wait_for("the first backup", Duration::from_secs(30), || {
        kept(&beside).len() == 1
    });
    page.click("link", &page.text("nav-settings"));
    page.sees(if language == "sv" {
        "Den senaste kopian är från i dag."
    } else {
        "The newest backup is from today."
    });
    shots.of(&page, "backups-title", "backups");
    page.press("backups-take");
    page.sees(&page.text("backups-taken"));
    assert_eq!(kept(&beside).len(), 2, "one by itself, one by hand");

    // A restore is rehearsed, and leaves nothing behind.
    page.sees(&page.text("rehearsed-never"));
    page.press("rehearse-run");
    page.sees(&page.text("rehearsed-same"));
    page.loses(&page.text("rehearsed-never"));
    shots.of(&page, "backups-title", "rehearsed");
    nothing_in_the_making(&stage);

    // Stopped by a word, and by the lock.
    stage.slow(1_500);
    page.press("backups-take");
    page.sees(&page.text("backups-work-take"));
    page.press("cancel");
    page.loses(&page.text("backups-work-take"));
    assert_eq!(kept(&beside).len(), 2, "none more");
    page.press("backups-take");
    page.sees(&page.text("backups-work-take"));
    page.press("lock");
    page.sees(&page.text("lock-title"));
    stage.slow(0);
    assert_eq!(kept(&beside).len(), 2, "nor by the lock");
    nothing_in_the_making(&stage);
    page.unlock(PASSPHRASE);
    page.click("link", &page.text("nav-settings"));

    // A stick, which goes missing and comes back.
    let stick = stage.file("usb");
    fs::create_dir(&stick).expect("a stick");
    stage.choose(None);
    page.press("backups-choose");
    stage.choose(Some(&stick));
    page.press("backups-choose");
    page.sees(&stick.display().to_string());
    page.sees(&page.text("backups-none"));
    let away = stage.file("away");
    fs::rename(&stick, &away).expect("pulled out");
    page.press("backups-take");
    page.sees(&page.text("error-backup-folder-missing"));
    page.sees(&page.text("backups-trouble"));
    page.sees(&page.text("backups-age-known"));
    assert!(!stick.exists(), "no folder is made where a stick belongs");
    shots.of(&page, "backups-title", "stick-missing");
    fs::rename(&away, &stick).expect("put in");
    page.press("backups-take");
    wait_for("a backup on the stick", Duration::from_secs(30), || {
        kept(&stick).len() == 1
    });
    page.loses(&page.text("backups-trouble"));
    page.press("backups-beside");
    page.sees(&beside.display().to_string());
    page.sees(&page.text("backups-left"));
    page.sees(&stick.display().to_string());

    // Forgotten: the certificate names the backups apart, and they are written anew.
    page.click("link", &page.text("nav-contacts"));
    page.click("link", PERSON);
    page.press("forget");
    page.sees(&page.text("forget-goes"));
    let go = page.text("forget-person").replace("{ $name }", PERSON);
    page.click("button", &go);
    page.press("certificate-show");
    page.sees(&page.text("certificate-backups"));
    shots.take(&page, "certificate");
    page.press("done");
    page.click("link", &page.text("nav-settings"));
    page.sees(&page.text("backups-list"));
    page.loses_button(&page.text("backups-renew"));
    let list = quiet_list(&stage, &page);
    assert!(!list.contains("\"forgotten\":1"), "renewed: {list}");
    page.finish();
}

/// What was stopped is swept within seconds.
fn nothing_in_the_making(stage: &Stage) {
    let long = Duration::from_secs(20);
    wait_for("nothing in the making", long, || {
        in_the_making(stage).is_empty()
    });
}

/// Files in the making in the vault's folder and among its backups.
fn in_the_making(stage: &Stage) -> Vec<String> {
    let folders = [stage.vault(), stage.vault().join("backups")];
    let entries = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names
        .filter(|name| name.starts_with(".copy-") || name.contains(".part"))
        .collect()
}

/// The backups as the command line sees them, once the window has let go of the vault.
fn quiet_list(stage: &Stage, page: &Page) -> String {
    page.press("lock");
    page.sees(&page.text("lock-title"));
    quiet::command_line(stage, &["--json", "backup", "list"]).replace(' ', "")
}

fn keys(language: &'static str, dark: bool) {
    const NEXT: &str = "lingon traktor måne sax";
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "backups", language, dark);
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    page.click("link", &page.text("nav-settings"));
    shots.of(&page, "settings-security", "security");
    page.press("settings-passphrase-change");
    page.fill(&page.text("passphrase-old"), "helt fel lösenfras här");
    page.fill(&page.text("passphrase-new"), NEXT);
    page.fill(&page.text("passphrase-new-again"), "lingon traktor");
    let change = |page: &Page| page.press("settings-passphrase-change");
    change(&page);
    page.sees(&page.text("passphrase-differs"));
    page.fill(&page.text("passphrase-new-again"), NEXT);
    change(&page);
    page.sees(&page.text("error-wrong-passphrase"));
    shots.take(&page, "passphrase");
    page.fill(&page.text("passphrase-old"), PASSPHRASE);
    change(&page);
    page.sees(&page.text("passphrase-changed"));

    let file = stage.vault().join("slots.json");
    let database = fs::read(stage.vault().join("kartotek.db")).expect("a database");
    let before = fs::read(&file).expect("slots");
    page.press("root-new");
    page.sees(&page.text("root-new-text"));
    shots.take(&page, "root-key");
    stage.slow(700);
    page.press("root-new-make");
    page.sees(&page.text("stage-copy"));
    page.press("cancel");
    page.sees(&page.text("error-cancelled"));
    stage.slow(0);
    assert!(fs::read(&file).expect("slots") == before, "the old key");
    page.press("root-new-make");
    page.sees(&page.text("root-new-done"));
    assert!(fs::read(&file).expect("slots") != before, "other slots");
    assert!(
        fs::read(stage.vault().join("kartotek.db")).expect("a database")[..4096]
            != database[..4096],
        "other bytes"
    );
    // The backup from before opens with what was typed then.
    page.sees(&page.text("backups-earlier"));
    shots.of(&page, "backups-title", "earlier-key");
    page.press("backups-delete");
    page.sees(&page.text("backups-delete-title"));
    let beside = stage.vault().join("backups");
    let there = kept(&beside).len();
    page.press("backups-delete");
    wait_for("one fewer", Duration::from_secs(20), || {
        kept(&beside).len() < there
    });
    page.click("link", &page.text("nav-contacts"));
    page.sees(PERSON);

    page.press("lock");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("error-wrong-passphrase"));
    page.unlock(NEXT);
    page.sees(PERSON);
    assert!(
        page.look("any", &page.text("root-offer")).is_none(),
        "not after the passphrase"
    );
    page.press("lock");
    page.sees(&page.text("lock-title"));
    page.press("unlock-with-recovery");
    let code = fs::read_to_string(stage.file("recovery.txt")).expect("the code");
    let code = code.lines().rfind(|line| line.matches('-').count() >= 8);
    page.fill(&page.text("recovery-code"), code.expect("a code").trim());
    page.press("unlock");
    page.sees(&page.text("root-offer"));
    shots.take(&page, "offer");
    page.press("lock");
    page.unlock(NEXT);
    page.sees(&page.text("root-offer"));
    page.press("close");
    page.loses(&page.text("root-offer"));
    page.press("lock");
    page.unlock(NEXT);
    page.sees(PERSON);
    assert!(
        page.look("any", &page.text("root-offer")).is_none(),
        "not after it was closed"
    );
    page.finish();
}

#[test]
fn backups_are_taken_and_renewed() {
    taking("sv", false);
}

#[test]
fn backups_are_taken_and_renewed_in_english_and_dark() {
    taking("en", true);
}

#[test]
fn passphrase_and_root_key_are_changed() {
    keys("sv", false);
}

#[test]
fn passphrase_and_root_key_are_changed_in_english_and_dark() {
    keys("en", true);
}

/// The vault of whoever takes backups by hand, as they say.
fn by_hand(stage: &Stage) -> Vault {
    let key = Unlock::Passphrase(PASSPHRASE.to_owned().into());
    let vault = session::open(&stage.vault(), key, Arc::new(Past)).expect("the vault");
    let plan = Plan {
        hours: 0,
        ..vault.read(backup::plan).expect("a plan")
    };
    vault
        .write(Op::ChangeSettings, |tx| backup::set_plan(tx, &plan))
        .expect("another plan");
    vault
}

fn warned(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "backups", language, dark);
    quiet::vault(&stage);
    by_hand(&stage).close().expect("closed");
    let warned = |page: &Page, frame: &str, settings: &str| {
        page.unlock(PASSPHRASE);
        page.click("link", &page.text(frame));
        page.sees(&page.text(settings));
        shots.of(page, "backups-title", frame);
        page.accessible(frame);
    };
    let page = Page::new(stage.open(&[]), language);
    warned(&page, "backups-trouble-none", "backups-advice-none");
    page.press("lock");
    page.sees(&page.text("lock-title"));
    page.finish();

    let vault = by_hand(&stage);
    let folder = stage.vault().join("backups");
    backup::take(&vault, &folder, Course::alone()).expect("an old backup");
    vault.close().expect("closed");
    let page = Page::new(stage.open(&[]), language);
    warned(&page, "backups-trouble-old", "backups-advice-old");
    // One by hand, and there is nothing to say any more.
    page.press("backups-take");
    page.sees(&page.text("backups-taken"));
    page.loses(&page.text("backups-trouble-old"));
    assert!(page.look("any", &page.text("backups-advice-old")).is_none());
    page.finish();
}

#[test]
fn a_backup_that_is_old_and_none_at_all_are_said_in_the_frame() {
    warned("sv", false);
}

#[test]
fn a_backup_that_is_old_and_none_at_all_are_said_in_the_frame_in_english_and_dark() {
    warned("en", true);
}
