//! A backup is restored in the window: from the first run, over a vault that is broken, and over one that opens.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::acts::PASSPHRASE;
use crate::backup::kept;
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, cli, wait_for};

const PERSON: &str = "Kvastskaftet Ek";

/// The list of the forgotten beside the backups.
fn list_in(folder: &Path) -> PathBuf {
    let all = fs::read_dir(folder).expect("a folder").flatten();
    let mut paths = all.map(|entry| entry.path());
    let list = paths.find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("forgotten-")
    });
    list.expect("a list")
}

/// Chooses `file`, with the passphrase.
fn restore(stage: &Stage, page: &Page, file: &Path) {
    stage.choose(Some(file));
    page.press("restore-choose");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("restore-run");
}

/// Its first lines say that they are of another version.
fn of_a_newer_program(backup: &[u8]) -> Vec<u8> {
    let (ours, theirs) = (b"\"v\":1", b"\"v\":2");
    let at = memchr::memmem::find(backup, ours).expect("a version");
    [&backup[..at], theirs, &backup[at + ours.len()..]].concat()
}

/// A backup of a newer program, one with a bit turned, and one that ends early.
fn no_good(stage: &Stage, good: &[u8]) -> [PathBuf; 3] {
    let [newer, flipped, damaged] =
        ["newer", "flipped", "damaged"].map(|name| stage.file(&format!("{name}.kartotek-backup")));
    fs::write(&newer, of_a_newer_program(good)).expect("a file");
    let mut bit = good.to_vec();
    bit[good.len() / 2] ^= 1;
    fs::write(&flipped, bit).expect("a file");
    fs::write(&damaged, &good[..good.len() - 5_000]).expect("a file");
    [newer, flipped, damaged]
}

fn restoring(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "backups", language, dark);
    quiet::vault(&stage);
    let folder = stage.file("usb");
    quiet::command_line(
        &stage,
        &["backup", "take", "--folder", &folder.display().to_string()],
    );
    let good = kept(&folder).pop().expect("a backup");
    let bytes = fs::read(&good).expect("a backup");
    let [newer, flipped, damaged] = no_good(&stage, &bytes);
    let nothing = stage.file("list.kartotek-backup");
    fs::write(&nothing, "Namn;E-post\n").expect("a file");

    // The database is gone: from the screen that says so.
    fs::remove_file(stage.vault().join("kartotek.db")).expect("removed");
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("error-database-missing"));
    shots.take(&page, "problem");
    page.press("restore-title");
    page.sees(&page.text("restore-text"));
    for (file, sentence) in [(&newer, "error-too-new"), (&nothing, "error-not-a-backup")] {
        stage.choose(Some(file));
        page.press("restore-choose");
        page.sees(&page.text(sentence));
    }
    restore(&stage, &page, &flipped);
    page.sees(&page.text("error-backup-damaged"));
    page.press("back");
    page.press("restore-title");
    restore(&stage, &page, &damaged);
    page.sees(&page.text("error-backup-damaged"));
    let none = !stage.vault().join("kartotek.db").exists();
    assert!(none, "all of it as it was");
    shots.take(&page, "restore-damaged");
    stage.choose(Some(&good));
    page.press("restore-choose-other");
    page.loses(&page.text("error-backup-damaged"));
    page.fill(&page.text("passphrase"), "helt fel lösenfras här");
    page.press("restore-run");
    page.sees(&page.text("error-wrong-passphrase"));
    page.fill(&page.text("passphrase"), PASSPHRASE);
    shots.take(&page, "restore");
    stage.slow(700);
    page.press("restore-run");
    page.sees(&page.text("restore-running-text"));
    page.press("cancel");
    page.sees(&page.text("error-cancelled"));
    stage.slow(0);
    assert!(!stage.vault().join("kartotek.db").exists(), "as it was");
    fs::write(list_in(&folder), "{").expect("a list that was cut off");
    page.press("restore-run");
    page.sees(&page.text("error-forgotten-unknown"));
    shots.take(&page, "restore-unknown");
    page.click("checkbox", &page.text("restore-anyway"));
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    page.sees(&page.text("restored-folder"));
    shots.take(&page, "restored");
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    drop(page);

    // A new computer: from the first screen, with the code on paper.
    fs::remove_file(list_in(&folder)).expect("removed");
    fs::remove_dir_all(stage.vault()).expect("a new computer");
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("start-language-title"));
    shots.take(&page, "start");
    page.press("start-moved");
    page.press("restore-have");
    stage.choose(Some(&good));
    page.press("restore-choose");
    page.press("unlock-with-recovery");
    let code = fs::read_to_string(stage.file("recovery.txt")).expect("the code");
    let code = code.lines().rfind(|line| line.matches('-').count() >= 8);
    let code = code.expect("nine groups").trim().to_owned();
    page.fill(&page.text("recovery-code"), &code);
    page.press("restore-run");
    // Nobody says who was forgotten.
    page.sees(&page.text("error-forgotten-unknown"));
    page.click("checkbox", &page.text("restore-anyway"));
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    page.sees(&page.text("restored-noes-unknown"));
    shots.take(&page, "restored-alone");
    assert!(
        page.look("any", &page.text("restored-folder")).is_none(),
        "nothing was there before"
    );
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.press("done");
    page.loses(&page.text("arrived-title"));
    page.sees(PERSON);
    page.finish();
}

#[test]
fn a_backup_of_another_vault_is_refused() {
    let other = Stage::new("sv");
    quiet::vault(&other);
    let folder = other.file("usb");
    quiet::command_line(
        &other,
        &["backup", "take", "--folder", &folder.display().to_string()],
    );
    let foreign = kept(&folder).pop().expect("a backup");
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let database = stage.vault().join("kartotek.db");
    fs::remove_file(&database).expect("removed");
    let page = Page::new(stage.open(&[]), "sv");
    page.press("restore-title");
    restore(&stage, &page, &foreign);
    page.sees(&page.text("error-other-vault"));
    assert!(!database.exists(), "untouched");
    page.press("back");
    page.sees(&page.text("problem-title"));
    page.finish();
}

/// From the settings of a vault that opens, first as it is and then with the passphrase of before.
fn going_back(language: &'static str, dark: bool) {
    const NEXT: &str = "lingon traktor måne sax";
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "backups", language, dark);
    quiet::vault(&stage);
    quiet::command_line(&stage, &["backup", "take"]);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    page.new_contact();
    page.fill(
        if language == "sv" { "Namn" } else { "Name" },
        "Kom Efteråt",
    );
    page.press("form-create");
    page.sees(&page.text("contact-created"));
    page.in_settings("restore-begin", "restore-begin-text");
    shots.take(&page, "restore-begin");
    page.press("restore-begin-yes");
    page.sees(&page.text("restore-text"));
    page.sees(".kartotek-backup");
    shots.take(&page, "restore-over");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    assert!(page.look("link", "Kom Efteråt").is_none(), "as it was then");

    page.change_passphrase(NEXT);
    // One is taken with the new passphrase; the one before it is the last.
    let earlier = "const named = [...document.querySelectorAll('button')].filter((b) => b.textContent.trim() === arguments[0] && !b.disabled); return named.length > 1 ? named.at(-1) : null";
    let words = serde_json::json!([page.text("restore-begin")]);
    wait_for("two backups", Duration::from_secs(20), || {
        let found = page.driver().element(earlier, words.clone());
        found.is_some_and(|button| page.driver().click(&button).is_ok())
    });
    page.sees(&page.text("restore-begin-text"));
    page.press("restore-begin-yes");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    page.finish();
}

#[test]
fn a_backup_is_restored() {
    restoring("sv", true);
}

#[test]
fn a_backup_is_restored_in_english_and_light() {
    restoring("en", false);
}

#[test]
fn a_vault_that_opens_goes_back_to_a_backup() {
    going_back("sv", false);
}

#[test]
fn a_vault_that_opens_goes_back_to_a_backup_in_english_and_dark() {
    going_back("en", true);
}

/// From the settings of a vault that opens although a page of it is damaged. Whoever was forgotten stands in its ledger
/// only: the backup is older and comes from a stick without a list.
fn over_damage(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "backups", language, dark);
    quiet::vault(&stage);
    let contact = r#"{"person_type":"consumer","source":{"how":"met","place":"Torget"},"values":[{"field":"name","content":"Snart Borta"}]}"#;
    let file = stage.file("contact.json");
    fs::write(&file, contact).expect("a file");
    let added = quiet::command_line(
        &stage,
        &["--json", "contact", "add", &file.display().to_string()],
    );
    let added: serde_json::Value = serde_json::from_str(&added).expect("what was added");
    let id = added["id"].as_str().expect("an id");
    let backups = stage.vault().join("backups");
    quiet::command_line(&stage, &["backup", "take"]);
    let earlier = stage.file("earlier.kartotek-backup");
    fs::copy(kept(&backups).pop().expect("a backup"), &earlier).expect("a stick");
    quiet::command_line(&stage, &["forget", id, "--ground", "a", "--yes"]);
    fs::remove_file(list_in(&backups)).expect("no list");
    let database = stage.vault().join("kartotek.db");
    let whole = fs::read(&database).expect("a database");
    // The last page that the list of backups does not ask for.
    let spared = (1..whole.len() / 4096).rev().find(|page| {
        let mut bytes = whole.clone();
        bytes[page * 4096 + 77] ^= 0x55;
        fs::write(&database, &bytes).expect("damaged");
        let mut list = stage.command(&cli());
        list.arg("--vault").arg(stage.vault());
        list.args([
            "--passphrase-env",
            "KARTOTEK_TEST_PASSPHRASE",
            "backup",
            "list",
        ]);
        let done = list.env("KARTOTEK_TEST_PASSPHRASE", PASSPHRASE).output();
        done.is_ok_and(|done| done.status.success())
    });
    assert!(spared.is_some(), "a page like that");

    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.sees(&page.text("notice-damaged"));
    page.in_settings("restore-begin", "restore-begin-text");
    page.press("restore-begin-yes");
    page.sees(&page.text("restore-text"));
    stage.choose(Some(&earlier));
    page.press("restore-choose-other");
    page.sees("earlier.kartotek-backup");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    shots.take(&page, "restored-over-damage");
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    assert!(
        page.look("link", "Snart Borta").is_none(),
        "forgotten again"
    );
    page.finish();
}

#[test]
fn a_restore_over_damage_forgets_again() {
    over_damage("sv", false);
}

#[test]
fn a_restore_over_damage_forgets_again_in_english_and_dark() {
    over_damage("en", true);
}

/// The new passphrase is forgotten, its paper lost; a backup and the passphrase of its day are there.
#[test]
fn the_lock_screen_leads_to_a_backup_of_before() {
    let stage = Stage::new("sv");
    let shots = Shots::new(&stage, "backups", "sv", false);
    quiet::vault(&stage);
    quiet::command_line(&stage, &["backup", "take"]);
    let taken = kept(&stage.vault().join("backups"));
    let earlier = stage.file("earlier.kartotek-backup");
    fs::copy(&taken[0], &earlier).expect("a stick");
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.change_passphrase("glömde bort direkt fyra");
    page.press("lock");
    page.sees(&page.text("lock-title"));
    shots.take(&page, "lock");
    page.press("restore-title");
    restore(&stage, &page, &earlier);
    page.sees(&page.text("error-forgotten-unknown"));
    page.click("checkbox", &page.text("restore-anyway"));
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    page.finish();
}
