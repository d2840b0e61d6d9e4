//! Backups that nobody asked for: one before an import; and how many forgotten people one still holds, until it is renewed.

use std::fs;
use std::time::Duration;

use crate::acts::PASSPHRASE;
use crate::backup::kept;
use crate::main_job::CSV;
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, wait_for};

const LONG: Duration = Duration::from_secs(30);

#[test]
fn an_import_has_a_backup_of_before() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    let beside = stage.vault().join("backups");
    wait_for("the day's backup", LONG, || kept(&beside).len() == 1);
    let file = stage.file("kunder.csv");
    fs::write(&file, CSV).expect("a list");
    stage.choose(Some(&file));
    page.click("link", &page.text("nav-import"));
    page.press("import-pick");
    page.sees("Civilstånd");
    page.press("import-try");
    page.sees(&page.text("import-trial-title"));
    assert_eq!(kept(&beside).len(), 1, "a trial changes nothing");
    page.click("button", &page.text("nav-import"));
    page.sees(&page.text("import-done-title"));
    assert_eq!(kept(&beside).len(), 2, "one of before the import");
    page.control('l');
    page.sees(&page.text("lock-title"));
    let log = stage.vault().join("kartotek.db-wal");
    wait_for("closed in order", LONG, || !log.exists());
    let list = quiet::command_line(&stage, &["--json", "backup", "list"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    let people = |n: usize| list[n]["people"].as_u64();
    assert_eq!((people(0), people(1)), (Some(1), Some(1)), "{list}");
    page.finish();
}

/// The id of the one person.
fn only_person(stage: &Stage) -> String {
    let list = quiet::command_line(stage, &["contact", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    list[0]["id"].as_str().expect("an id").to_owned()
}

fn journey(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "kept-copies", language, dark);
    quiet::vault(&stage);
    let id = only_person(&stage);
    quiet::command_line(&stage, &["backup", "take"]);
    // Out of the way, so that it is not renewed at once.
    let (beside, away) = (stage.vault().join("backups"), stage.file("away"));
    fs::rename(&beside, &away).expect("moved");
    quiet::command_line(&stage, &["forget", &id, "--ground", "a", "--yes"]);
    fs::rename(&away, &beside).expect("moved back");

    // Renewing comes by itself; it is slow enough to be seen.
    stage.slow(2_500);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.click("link", &page.text("nav-settings"));
    let holds = if language == "sv" {
        "Kan ännu hålla 1 som är glömd"
    } else {
        "May still hold 1 who is forgotten"
    };
    page.sees(holds);
    shots.of(&page, "backups-title", "forgotten");
    stage.slow(0);
    page.loses(holds);
    page.control('l');
    page.sees(&page.text("lock-title"));
    let log = stage.vault().join("kartotek.db-wal");
    wait_for("closed in order", LONG, || !log.exists());
    let list = quiet::command_line(&stage, &["--json", "backup", "list"]);
    assert!(!list.replace(' ', "").contains("\"forgotten\":1"), "{list}");
    page.finish();
}

#[test]
fn a_backup_says_how_many_forgotten_people_it_still_holds() {
    journey("sv", false);
}

#[test]
fn a_backup_says_how_many_forgotten_people_it_still_holds_in_english_and_in_the_dark() {
    journey("en", true);
}

/// One backup is damaged, another lies there twice: both are shown, whoever is forgotten goes out of all that open, and the
/// damaged one can be deleted.
fn damaged(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "kept-copies", language, dark);
    quiet::vault(&stage);
    let id = only_person(&stage);
    let (beside, away) = (stage.vault().join("backups"), stage.file("away"));
    quiet::command_line(&stage, &["backup", "take"]);
    let sound = kept(&beside).pop().expect("a backup");
    fs::copy(&sound, beside.join("kopia.kartotek-backup")).expect("a copy by the file manager");
    quiet::command_line(&stage, &["backup", "take"]);
    let mut all = kept(&beside);
    all.sort();
    let broken = all
        .into_iter()
        .rfind(|file| *file != sound && !file.ends_with("kopia.kartotek-backup"))
        .expect("the second");
    let mut bytes = fs::read(&broken).expect("a backup");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&broken, bytes).expect("damaged");
    fs::rename(&beside, &away).expect("moved");
    quiet::command_line(&stage, &["forget", &id, "--ground", "a", "--yes"]);
    fs::rename(&away, &beside).expect("moved back");

    let told = if language == "sv" {
        "En kopia är skadad och går inte att skriva om."
    } else {
        "A backup is damaged and cannot be rewritten."
    };
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.sees(&page.text("backups-trouble"));
    page.click("link", &page.text("nav-settings"));
    page.sees(told);
    let rows = "return [...document.querySelectorAll('h3')].find((h) => h.textContent === arguments[0]).parentElement.querySelectorAll('li').length";
    let rows = page
        .driver()
        .run(rows, serde_json::json!([page.text("backups-list")]));
    assert_eq!(rows, 3, "each file is a row");
    shots.of(&page, "backups-title", "damaged");
    page.press("backups-delete");
    page.sees(&page.text("backups-delete-title"));
    let yes = "const all = [...document.querySelectorAll('[role=alertdialog] button, [role=dialog] button')]; return all.find((b) => b.textContent.trim() === arguments[0])";
    let yes = page
        .driver()
        .element(yes, serde_json::json!([page.text("backups-delete")]));
    let yes = yes.expect("a button in the question");
    page.driver().click(&yes).expect("clicked");
    page.loses(told);
    page.loses(&page.text("backups-trouble"));
    assert!(!broken.exists());
    assert_eq!(kept(&beside).len(), 2, "and nothing else");
    page.finish();
}

#[test]
fn a_damaged_backup_keeps_nobody_in_the_others_and_can_be_deleted() {
    damaged("sv", true);
}

#[test]
fn a_damaged_backup_keeps_nobody_in_the_others_and_can_be_deleted_in_english() {
    damaged("en", false);
}
