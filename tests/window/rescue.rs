//! A vault that is damaged: rescued from the lock screen as far as it can be read, or replaced by its newest backup.

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::Duration;

use crate::acts::PASSPHRASE;
use crate::auto_lock::System;
use crate::backup::kept;
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, automation, wait_for};

const LONG: Duration = Duration::from_secs(15);
const PAGE: usize = 4096;
const LIST: &str = "Namn;E-post;Telefon\nÅsa Öberg;asa@example.se;070-174 06 11\nBerit Ek;berit@example.se;070-174 06 12\nCilla Dal;cilla@example.se;070-174 06 13\n";

/// A vault with a backup and, since then, three more people; then the disk broke.
fn damaged(stage: &Stage) -> Vec<u8> {
    quiet::vault(stage);
    // The import takes a backup of before.
    let list = stage.file("kunder.csv");
    fs::write(&list, LIST).expect("a list");
    quiet::command_line(stage, &["import", &list.display().to_string()]);
    let database = stage.vault().join("kartotek.db");
    let mut bytes = fs::read(&database).expect("a database");
    // The page that says where everything is, and every seventh of the others.
    bytes[300] ^= 0x55;
    for page in (9..bytes.len() / PAGE).step_by(7) {
        bytes[page * PAGE + 77] ^= 0x55;
    }
    fs::write(&database, &bytes).expect("damaged");
    bytes
}

/// A page that nobody needs to open the vault.
pub(crate) fn break_last_page(vault: &Path) {
    let database = vault.join("kartotek.db");
    let bytes = fs::read(&database).expect("a database");
    let at = bytes.len() - PAGE + 77;
    // In its place: somebody may look at the file meanwhile.
    let file = fs::File::options().write(true).open(&database);
    let bit = [bytes[at] ^ 0x55];
    let damaged = file.and_then(|file| file.write_all_at(&bit, at as u64));
    damaged.expect("damaged");
}

/// From the screen that says so.
pub(crate) fn rescue(page: &Page) {
    page.press("rescue-title");
    page.sees(&page.text("rescue-safe"));
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("rescue-run");
}

/// A page that nobody needs to open the vault is not whole: said without anybody running into it, and the way out is there.
#[test]
fn damage_in_a_vault_that_opens_is_said_and_rescued_from_there() {
    for (language, dark) in [("sv", true), ("en", false)] {
        let stage = Stage::lit(language, dark);
        let shots = Shots::new(&stage, "backups", language, dark);
        quiet::vault(&stage);
        break_last_page(&stage.vault());
        let page = Page::new(stage.open(&[]), language);
        page.unlock(PASSPHRASE);
        page.sees(&page.text("notice-damaged"));
        shots.take(&page, "damaged-open");
        page.accessible("the notice of damage");
        rescue(&page);
        page.sees(&page.text("rescue-report"));
        look_inside(&page, &shots);
        page.finish();
    }
}

fn rescuing(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "backups", language, dark);
    let broken = damaged(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.sees(&page.text("error-damaged"));
    shots.take(&page, "damaged");
    page.press("rescue-title");
    page.sees(&page.text("rescue-safe"));
    page.fill(&page.text("passphrase"), "helt fel lösenfras här");
    page.press("rescue-run");
    page.sees(&page.text("error-wrong-passphrase"));
    page.fill(&page.text("passphrase"), PASSPHRASE);
    shots.take(&page, "rescue");

    // Stopped, and begun again.
    stage.slow(2_500);
    page.press("rescue-run");
    page.sees(&page.text("rescue-running"));
    page.press("cancel");
    page.sees(&page.text("error-cancelled"));
    stage.slow(0);
    let database = stage.vault().join("kartotek.db");
    assert_eq!(
        fs::read(&database).expect("a database"),
        broken,
        "untouched"
    );
    page.press("rescue-run");
    page.sees(&page.text("rescue-report"));
    page.sees(&page.text("rescue-backup-text"));
    page.sees(&page.text("rescue-choose"));
    shots.take(&page, "rescue-report");
    let zip = stage.file("rescued.zip");
    stage.choose(Some(&zip));
    page.press("rescue-save");
    page.sees("rescued.zip");
    assert!(fs::read(&zip).is_ok_and(|bytes| bytes.starts_with(b"PK")));
    assert_eq!(
        fs::read(&database).expect("a database"),
        broken,
        "untouched"
    );

    page.press("rescue-adopt");
    page.sees(&page.text("rescue-adopted"));
    shots.take(&page, "rescue-adopted");
    let mut old = fs::read_dir(stage.vault()).expect("the vault").flatten();
    let old = old.find(|entry| entry.file_name().to_string_lossy().starts_with("replaced-"));
    let old = old
        .expect("the damaged one is kept")
        .path()
        .join("kartotek.db");
    assert_eq!(
        fs::read(old).expect("the damaged one"),
        broken,
        "byte for byte"
    );
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("nav-contacts"));
    page.loses(&page.text("lock-title"));
    page.finish();
}

#[test]
fn a_damaged_vault_is_rescued() {
    rescuing("sv", false);
}

#[test]
fn a_damaged_vault_is_rescued_in_english_and_dark() {
    rescuing("en", true);
}

#[test]
fn the_newest_backup_takes_the_place_of_a_damaged_vault() {
    let stage = Stage::new("sv");
    let broken = damaged(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("error-damaged"));
    rescue(&page);
    page.press("rescue-backup-restore");
    page.sees(&page.text("restore-text"));
    assert_eq!(kept(&stage.vault().join("backups")).len(), 1);
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.sees("Kvastskaftet Ek");
    let mut old = fs::read_dir(stage.vault()).expect("the vault").flatten();
    let old = old.find(|entry| entry.file_name().to_string_lossy().starts_with("replaced-"));
    let old = old
        .expect("the damaged one is kept")
        .path()
        .join("kartotek.db");
    assert_eq!(
        fs::read(old).expect("the damaged one"),
        broken,
        "byte for byte"
    );
    page.finish();
}

/// One customer is looked for before anything is decided.
fn look_inside(page: &Page, shots: &Shots<'_>) {
    let look = page.text("rescue-look");
    page.fill(&look, "ingen som heter så");
    page.sees(&page.text("rescue-look-none"));
    page.fill(&look, "kvast");
    page.click("button", "Kvastskaftet Ek");
    page.sees(&page.text("rescue-look-text"));
    page.find("heading", &page.text("timeline"));
    shots.take(page, "rescue-look");
    page.press("close");
    page.loses(&page.text("rescue-look-text"));
}

/// A lid that closes while backups are tried after the rescue: nothing of it is there when somebody comes back.
#[test]
fn a_rescue_that_is_at_work_is_locked_too() {
    let stage = Stage::new("sv");
    damaged(&stage);
    let system = System::new();
    let bus = format!("DBUS_SYSTEM_BUS_ADDRESS={}", system.address);
    let page = Page::new(stage.open_behind(&["env", &bus], &automation(), &[]), "sv");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("error-damaged"));
    wait_for("a delay of the sleep", LONG, || system.held() == 1);
    stage.slow(400);
    rescue(&page);
    page.sees(&page.text("rescue-running"));
    std::thread::sleep(Duration::from_millis(900));
    system.sleep(true);
    wait_for("the computer may sleep", LONG, || system.held() == 0);
    stage.slow(0);
    page.sees(&page.text("lock-title"));
    std::thread::sleep(Duration::from_secs(1));
    assert!(page.look("any", &page.text("rescue-report")).is_none());
    nothing_aside(&stage);
    page.finish();
}

fn nothing_aside(stage: &Stage) {
    let entries = fs::read_dir(stage.vault()).expect("the vault").flatten();
    let left = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".copy-"));
    assert_eq!(left.count(), 0, "the rescued vault went with it");
}

/// What was rescued is on the screen, with its keys in memory, and everybody in it can be saved as open files.
#[test]
fn a_rescue_is_locked_when_nobody_is_there() {
    let stage = Stage::new("sv");
    damaged(&stage);
    let around = ["env", "KARTOTEK_IDLE_SECONDS=5"];
    let page = Page::new(stage.open_behind(&around, &automation(), &[]), "sv");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("error-damaged"));
    rescue(&page);
    page.sees(&page.text("rescue-report"));
    page.sees(&page.text("lock-title"));
    nothing_aside(&stage);
    page.finish();
}
