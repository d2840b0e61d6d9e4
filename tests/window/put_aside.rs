//! A vault that a restore put aside: named before and after somebody is forgotten, and deleted in Settings.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::acts::PASSPHRASE;
use crate::backup::kept;
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, wait_for};

const PERSON: &str = "Kvastskaftet Ek";

fn aside(stage: &Stage) -> Option<PathBuf> {
    let mut entries = fs::read_dir(stage.vault()).expect("the vault").flatten();
    let found = entries.find(|entry| entry.file_name().to_string_lossy().starts_with("replaced-"));
    found.map(|entry| entry.path())
}

fn journey(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "put-aside", language, dark);
    quiet::vault(&stage);
    let folder = stage.file("usb").display().to_string();
    quiet::command_line(&stage, &["backup", "take", "--folder", &folder]);
    let good = kept(&stage.file("usb")).pop().expect("a backup");
    quiet::command_line(&stage, &["restore", &good.display().to_string()]);
    let folder = aside(&stage).expect("the former vault");

    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.click("link", PERSON);
    page.press("forget");
    page.sees(&page.text("forget-aside"));
    shots.take(&page, "forget");
    let go = page.text("forget-person").replace("{ $name }", PERSON);
    page.click("button", &go);
    page.press("certificate-show");
    page.sees(&page.text("certificate-aside"));
    shots.take(&page, "certificate");
    page.press("done");

    page.click("link", &page.text("nav-settings"));
    page.sees(&page.text("aside-text"));
    let holds = if language == "sv" {
        "Kan ännu hålla 1 som har glömts sedan dess"
    } else {
        "May still hold 1 who was forgotten since"
    };
    page.sees(holds);
    shots.of(&page, "backups-title", "settings");
    page.press("backups-delete");
    page.sees(&page.text("aside-delete-title"));
    shots.take(&page, "delete");
    page.press("cancel");
    page.loses(&page.text("aside-delete-title"));
    assert!(folder.exists(), "as it was");
    page.press("backups-delete");
    page.sees(&page.text("aside-delete-title"));
    page.press("backups-delete");
    page.sees(&page.text("aside-deleted"));
    page.loses(&page.text("aside-text"));
    wait_for("the folder to be gone", Duration::from_secs(10), || {
        !folder.exists()
    });
    page.finish();
}

#[test]
fn a_vault_put_aside_is_named_until_it_is_deleted() {
    journey("sv", false);
}

#[test]
fn a_vault_put_aside_is_named_until_it_is_deleted_in_english_and_in_the_dark() {
    journey("en", true);
}
