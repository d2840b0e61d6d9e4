//! Several vaults in one window, one at a time; to and from another computer; and where a vault may lie.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::Stage;
use crate::ways_in::code;

const PERSON: &str = "Kvastskaftet Ek";

pub(crate) fn list(stage: &Stage) -> std::path::PathBuf {
    stage.home().join("config/se.kartotek.desktop/vaults.json")
}

fn several(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "vaults", language, dark);
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("lock-title"));
    page.loses_button(&page.text("vaults-another"));
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    assert!(!list(&stage).exists(), "one vault needs no list");

    // A second one, in a folder of its own.
    page.in_settings("vaults-another", "vaults-text");
    let shop = stage.file("Butiken");
    fs::create_dir(&shop).expect("a folder");
    stage.choose(Some(&shop));
    page.press("vaults-new");
    page.first_run(|page, step| {
        if step == "start-language" {
            assert!(page.look("button", &page.text("vaults-another")).is_none());
        }
    });
    page.sees(&page.text("contacts-none-title"));
    assert!(shop.join("kartotek.db").exists(), "it lies there");
    let mode = list(&stage)
        .metadata()
        .expect("a list")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);

    // A name, and back to the first one: the second is locked.
    page.in_settings("vaults-another", "vaults-text");
    let name = page.text("vaults-name").replace("{ $name }", "Butiken");
    page.click("button", &name);
    page.fill(&page.text("vaults-label"), "Torghandeln");
    page.press("save");
    page.sees("Torghandeln");
    shots.take(&page, "in-settings");
    page.click("button", "Kartotek");
    page.sees(&page.text("lock-title"));
    shots.take(&page, "lock");
    page.press("vaults-another");
    page.sees("Torghandeln");
    shots.take(&page, "chooser");
    page.press("back");
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    drop(page);

    // The one that was open last is opened next; whether its stick is in or not.
    let page = Page::new(stage.open(&[]), language);
    page.press("vaults-another");
    page.click("button", "Torghandeln");
    page.sees("Torghandeln");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("contacts-none-title"));
    drop(page);
    let away = stage.file("undan");
    fs::rename(&shop, &away).expect("pulled out");
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("error-vault-folder-missing"));
    assert!(!shop.exists(), "no new vault where one is missing");
    shots.take(&page, "stick-missing");
    fs::rename(&away, &shop).expect("put in");
    page.press("try-again");
    page.sees(&page.text("lock-title"));

    // Taken from the list, and opened again from its folder.
    page.press("vaults-another");
    page.click("button", "Kartotek");
    page.sees(&page.text("lock-title"));
    page.press("vaults-another");
    let out = page
        .text("vaults-leave-out")
        .replace("{ $name }", "Torghandeln");
    page.click("button", &out);
    page.sees(&page.text("vaults-leave-out-text"));
    page.press("vaults-leave-out-yes");
    page.loses("Torghandeln");
    assert!(shop.join("kartotek.db").exists(), "nothing is deleted");
    let nothing = stage.file("tomt");
    fs::create_dir(&nothing).expect("a folder");
    stage.choose(Some(&nothing));
    page.press("vaults-open-folder");
    page.sees(&page.text("error-no-vault"));
    stage.choose(Some(&shop));
    page.press("vaults-open-folder");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("contacts-none-title"));
    page.finish();
}

#[test]
fn several_vaults_are_known_and_one_is_open() {
    several("sv", false);
}

#[test]
fn several_vaults_are_known_and_one_is_open_in_english_and_dark() {
    several("en", true);
}

/// A backup that was proposed for one vault is not proposed for the next, where its people would land.
#[test]
fn what_is_proposed_stays_with_its_vault() {
    let stage = Stage::lit("sv", false);
    quiet::vault(&stage);
    quiet::command_line(&stage, &["backup", "take"]);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.in_settings("vaults-another", "vaults-text");
    let shop = stage.file("Butiken");
    fs::create_dir(&shop).expect("a folder");
    stage.choose(Some(&shop));
    page.press("vaults-new");
    page.first_run(|_, _| ());
    page.in_settings("vaults-another", "vaults-text");
    page.click("button", "Kartotek");
    page.unlock(PASSPHRASE);
    page.in_settings("restore-begin", "restore-begin-text");
    page.press("restore-begin-yes");
    page.sees(".kartotek-backup");
    page.press("back");
    page.press("vaults-another");
    page.click("button", "Butiken");
    page.sees("Butiken");
    page.press("restore-title");
    page.sees(&page.text("restore-text"));
    page.loses(".kartotek-backup");
    page.press("back");
    page.press("vaults-another");
    page.click("button", "Kartotek");
    page.press("restore-title");
    page.sees(&page.text("restore-text"));
    page.loses(".kartotek-backup");
    page.finish();
}

fn moving(language: &'static str, dark: bool) {
    let old = Stage::lit(language, dark);
    let shots = Shots::new(&old, "moving", language, dark);
    quiet::vault(&old);
    let stick = old.file("usb");
    fs::create_dir(&stick).expect("a stick");
    let page = Page::new(old.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.in_settings("settings-move", "move-out-backup-text");
    old.choose(Some(&stick));
    page.press("move-out-take");
    page.sees(&page.text("backups-taken"));
    shots.take(&page, "out-1");
    page.press("next");
    page.press("move-out-test-passphrase");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("keys-test");
    page.sees(&page.text("keys-opens"));
    page.press("close");
    shots.take(&page, "out-2");
    page.press("next");
    page.sees(&page.text("move-out-there-4"));
    shots.take(&page, "out-3");
    page.press("done");
    page.finish();
    let files = fs::read_dir(&stick).expect("the stick").flatten();
    let mut backups = files.map(|entry| entry.path()).filter(|file| {
        file.extension()
            .is_some_and(|ending| ending == "kartotek-backup")
    });
    let backup = backups.next().expect("a backup on the stick");

    // There: by the backup, with the code on paper.
    let new = Stage::lit(language, dark);
    let shots = Shots::new(&new, "moving", language, dark);
    let page = Page::new(new.open(&[]), language);
    page.press("start-moved");
    page.sees(&page.text("move-in-text"));
    shots.take(&page, "in");
    page.press("restore-have");
    new.choose(Some(&backup));
    page.press("restore-choose");
    page.press("unlock-with-recovery");
    page.fill(&page.text("recovery-code"), &code(&old));
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    page.press("restored-open");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("arrived-title"));
    shots.take(&page, "arrived");
    page.click("checkbox", &page.text("keyring-choice"));
    page.press("done");
    page.loses(&page.text("arrived-title"));
    page.sees(PERSON);
    page.finish();
    let page = Page::new(new.open(&[]), language);
    page.sees(PERSON);
    page.loses(&page.text("arrived-title"));
    page.finish();

    // Or by a copy of the folder.
    let third = Stage::lit(language, dark);
    let copied = third.file("kopia");
    fs::create_dir(&copied).expect("a folder");
    for entry in fs::read_dir(old.vault()).expect("the old vault").flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), copied.join(entry.file_name())).expect("copied");
        }
    }
    let page = Page::new(third.open(&[]), language);
    page.press("start-moved");
    third.choose(Some(&copied));
    page.press("move-in-folder");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("arrived-title"));
    page.press("done");
    page.loses(&page.text("arrived-title"));
    page.sees(PERSON);
    page.finish();
}

#[test]
fn a_vault_moves_to_a_new_computer() {
    moving("sv", false);
}

#[test]
fn a_vault_moves_to_a_new_computer_in_english_and_dark() {
    moving("en", true);
}

fn synchronised(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "vaults", language, dark);
    quiet::vault(&stage);
    fs::create_dir(stage.home().join("data/.stfolder")).expect("a mark");
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("error-synced-folder"));
    page.click("button", &page.text("allow-folder-title"));
    shots.take(&page, "synchronised");
    page.click("checkbox", &page.text("allow-folder-sure"));
    page.press("allow-folder-yes");
    page.unlock(PASSPHRASE);
    page.sees(PERSON);
    page.finish();
    let page = Page::new(stage.open(&[]), language);
    page.sees(&page.text("lock-title"));
    page.finish();
}

#[test]
fn a_synchronised_folder_is_refused_until_it_is_allowed() {
    synchronised("sv", false);
}

#[test]
fn a_synchronised_folder_is_refused_until_it_is_allowed_in_english_and_dark() {
    synchronised("en", true);
}
