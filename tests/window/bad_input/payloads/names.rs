//! The same texts as names of vaults, folders and files, which a stick or a colleague brings along.

use std::fs;

use serde_json::json;

use super::{PAYLOADS, Watched, command};
use crate::acts::PASSPHRASE;
use crate::backup::kept;
use crate::page::Page;
use crate::quiet;
use crate::rescue;
use crate::stage::Stage;

/// A name that every part of the window with a path in it shows.
const NAME: &str = "<img src=x onerror=window.__ran=1>";

#[test]
fn no_name_of_a_vault_a_folder_or_a_file_runs_loads_or_leads_away() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.in_settings("vaults-another", "vaults-text");
    let vault = stage.file(NAME);
    fs::create_dir(&vault).expect("a folder");
    stage.choose(Some(&vault));
    page.press("vaults-new");
    page.first_run(|_, _| ());
    page.find("link", &page.text("nav-contacts"));
    for payload in PAYLOADS {
        super::kept(&page, payload);
    }

    let watched = Watched::new(&page);
    vaults(&watched, &vault.display().to_string());
    let backup = backups(&stage, &watched);
    restored(&stage, &page, &backup);
    rescued(&stage, &page);
    page.finish();
}

/// What the vaults are called.
fn vaults(watched: &Watched<'_>, folder: &str) {
    for payload in PAYLOADS {
        let name = json!({ "folder": folder, "label": payload });
        command(watched, "name_vault", &name);
        watched.go("/contacts");
        watched.page.in_settings("vaults-another", "vaults-text");
        watched.shows(payload, 1);
        watched.unharmed(&format!("the vaults with {payload}"));
    }
}

/// Where backups go, and where they went before; one of them is returned.
fn backups(stage: &Stage, watched: &Watched<'_>) -> std::path::PathBuf {
    let page = watched.page;
    let fit = PAYLOADS.iter().filter(|name| !name.contains('/'));
    for (n, name) in fit.enumerate() {
        let folder = stage.file("usb").join(name);
        fs::create_dir_all(&folder).expect("a folder");
        stage.choose(Some(&folder));
        command(watched, "choose_backup_folder", &json!({}));
        // What is left behind is named where a backup lies in it.
        if n < 8 {
            command(watched, "take_backup", &json!({}));
        }
        watched.go("/contacts");
        page.click("link", &page.text("nav-settings"));
        watched.shows(&folder.display().to_string(), 1);
        watched.unharmed(&format!("backups in {name}"));
    }
    let first = stage.file("usb").join(NAME);
    watched.shows(&first.display().to_string(), 1);
    kept(&first).pop().expect("a backup in the first folder")
}

/// The file that is restored, and the folder of the vault that is put aside.
fn restored(stage: &Stage, page: &Page, backup: &std::path::Path) {
    let file = stage.file(&format!("{NAME}.kartotek-backup"));
    fs::copy(backup, &file).expect("a copy");
    page.control('l');
    page.press("restore-title");
    let watched = Watched::new(page);
    stage.choose(Some(&file));
    page.press("restore-choose");
    watched.shows(NAME, 1);
    watched.unharmed("a backup that is chosen");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("restore-run");
    page.sees(&page.text("restored-title"));
    watched.shows(NAME, 1);
    watched.unharmed("the folder of the vault before");
    page.press("restored-open");
}

/// Everybody who was rescued and is listed, looked at before anything is decided.
fn looked_into(watched: &Watched<'_>) {
    let page = watched.page;
    page.find("textbox", &page.text("rescue-look"));
    watched.shows_some(8);
    watched.unharmed("those who were rescued");
    let hit = "return document.querySelectorAll('section li button')[arguments[0]]";
    let mut seen = 0;
    while let Some(button) = page.driver().element(hit, json!([seen])) {
        page.driver().click(&button).expect("somebody");
        page.sees(&page.text("rescue-look-text"));
        page.settled();
        watched.unharmed(&format!("number {seen} of those who were rescued"));
        page.press("close");
        page.loses(&page.text("rescue-look-text"));
        seen += 1;
    }
    assert!(seen >= 40, "{seen} were looked at");
}

/// Where what was rescued is saved, and where the damaged vault is kept.
fn rescued(stage: &Stage, page: &Page) {
    rescue::break_last_page(&stage.file(NAME));
    page.unlock(PASSPHRASE);
    rescue::rescue(page);
    page.sees(&page.text("rescue-report"));
    let watched = Watched::new(page);
    looked_into(&watched);
    stage.choose(Some(&stage.file(&format!("{NAME}.zip"))));
    page.press("rescue-save");
    watched.shows(&format!("{NAME}.zip"), 1);
    watched.unharmed("what was saved");
    page.press("rescue-adopt");
    page.sees(&page.text("rescue-adopted"));
    watched.shows(NAME, 1);
    watched.unharmed("the folder of the damaged vault");
}
