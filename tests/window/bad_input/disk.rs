//! A full disk and a read-only folder, on small disks of our own (needs root to mount).

use std::fs;
use std::process::Command;
use std::time::Duration;

use super::{LANGUAGES, at_rest, backed_up, bytes};
use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::small_disk::Small;
use crate::stage::{Stage, wait_for};

impl Small {
    /// `ro` or `rw`.
    fn remount(&self, mode: &str) {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{mode}")]);
        let done = mount.arg(self.path("")).status();
        assert!(done.is_ok_and(|status| status.success()), "{mode}");
    }
}

/// More people than there is room for.
fn many(stage: &Stage) -> std::path::PathBuf {
    let rows: Vec<String> = (0..4_000)
        .map(|n| format!("Person Nummer {n};person{n}@example.com;Orten\n"))
        .collect();
    let rows = rows.concat();
    let file = stage.file("många.csv");
    fs::write(&file, format!("Namn;E-post;Ort\n{rows}")).expect("a list");
    file
}

#[test]
fn a_full_disk_and_a_read_only_folder_are_explained() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let small = Small::new(16);
        let vault = small.path("valv");
        fs::create_dir(&vault).expect("a folder");
        for name in ["kartotek.db", "slots.json"] {
            fs::copy(stage.vault().join(name), vault.join(name)).expect("a copy");
        }
        let folder = vault.display().to_string();
        let page = Page::new(stage.open(&["--vault", &folder]), language);
        page.unlock(PASSPHRASE);
        page.sees("Kvastskaftet Ek");
        // It would take what the disk has left in the middle of filling it.
        backed_up(&vault);

        import(&stage, &page, &small);
        forget(&page, &small);
        export(&stage, &page);
        backup(&stage, &page);
        pulled_out(&stage, &page);

        // Locked, made read-only, and writable again.
        page.press("lock");
        page.sees(&page.text("lock-title"));
        let before = bytes(&vault);
        small.remount("ro");
        page.unlock(PASSPHRASE);
        page.sees(&page.text("error-read-only"));
        assert!(bytes(&vault) == before, "untouched");
        small.remount("rw");
        page.unlock(PASSPHRASE);
        page.sees("Omar Ödman");
        page.finish();
    }
}

fn import(stage: &Stage, page: &Page, small: &Small) {
    let run = |file: &std::path::Path| {
        stage.choose(Some(file));
        page.press("import-pick");
        page.press("import-try");
        page.sees(&page.text("import-trial-title"));
        page.click("button", &page.text("nav-import"));
    };
    page.click("link", &page.text("nav-import"));
    small.fill(512 * 1024);
    run(&many(stage));
    page.sees(&page.text("error-disk-full"));
    page.accessible("an import that fills the disk");
    small.empty();
    page.click("link", &page.text("nav-contacts"));
    page.sees("Kvastskaftet Ek");
    assert!(
        !page.seen().contains("Person Nummer"),
        "nobody of the half import is there: {}",
        page.seen()
    );
    // What was chosen for the list is still there.
    page.click("link", &page.text("nav-import"));
    page.find("textbox", &page.text("form-source-place"));
    page.press("back");
    let good = stage.file("bra.csv");
    fs::write(&good, crate::main_job::CSV).expect("a list");
    run(&good);
    page.sees(&page.text("import-done-title"));
}

fn forget(page: &Page, small: &Small) {
    page.click("link", &page.text("nav-contacts"));
    page.click("link", "Berit Ås");
    page.press("forget");
    page.sees(&page.text("forget-goes"));
    at_rest(&small.path("valv"));
    let before = bytes(&small.path("valv"));
    small.fill(0);
    let go = page.text("forget-person").replace("{ $name }", "Berit Ås");
    page.click("button", &go);
    page.sees(&page.text("error-disk-full"));
    assert!(bytes(&small.path("valv")) == before, "nothing is forgotten");
    page.accessible("a forget on a full disk");
    small.empty();
    page.click("button", &go);
    page.press("certificate-show");
    page.sees(&page.text("certificate-title"));
    page.press("done");
}

/// How the sentence ends that says how much room is lacking.
fn room(page: &Page) -> String {
    let sentence = page.text("needs-room");
    sentence.split("} ").last().unwrap_or_default().to_owned()
}

fn backup(stage: &Stage, page: &Page) {
    let full = Small::new(1);
    let folder = full.path("kopior");
    fs::create_dir(&folder).expect("a folder");
    full.fill(0);
    page.click("link", &page.text("nav-settings"));
    stage.choose(Some(&folder));
    page.press("backups-choose");
    page.sees(&folder.display().to_string());
    page.press("backups-take");
    page.sees(&page.text("error-disk-full"));
    page.sees(&room(page));
    page.accessible("a backup on a full disk");
    full.empty();
    page.press("backups-take");
    page.sees(&page.text("backups-taken"));
    page.loses(&room(page));
    page.press("backups-beside");
    page.loses_button(&page.text("backups-beside"));
}

/// A stick that is pulled out while a backup is written to it.
fn pulled_out(stage: &Stage, page: &Page) {
    let stick = Small::new(8);
    let folder = stick.path("kopior");
    fs::create_dir(&folder).expect("a folder");
    stage.choose(Some(&folder));
    page.press("backups-choose");
    page.sees(&folder.display().to_string());
    stage.slow(700);
    page.press("backups-take");
    wait_for("a part of it", Duration::from_secs(30), || {
        fs::read_dir(&folder).is_ok_and(|all| all.count() > 0)
    });
    assert!(stick.pull_out());
    stage.slow(0);
    page.sees(&page.text("error-backup-folder-missing"));
    page.accessible("a stick that is pulled out");
    assert!(!folder.exists(), "nothing is written where it was");
    page.press("backups-beside");
    page.loses_button(&page.text("backups-beside"));
}

fn export(stage: &Stage, page: &Page) {
    let full = Small::new(1);
    full.fill(0);
    page.click("link", &page.text("nav-contacts"));
    page.click("link", "Omar Ödman");
    page.press("export");
    page.sees(&page.text("export-part-page"));
    let out = full.path("omar.zip");
    stage.choose(Some(&out));
    page.press("export-run");
    page.sees(&page.text("error-disk-full"));
    page.sees(&room(page));
    assert!(!out.exists(), "no half file stays");
    page.accessible("an export to a full disk");
    let out = stage.file("omar.zip");
    stage.choose(Some(&out));
    page.press("export-run");
    page.sees(&page.text("export-written"));
    page.press("done");
    page.loses(&page.text("export-written"));
}
