//! The ways in: listed in Settings, tested, the keyring added and taken away; and the sheet of the recovery code, whose
//! picture is read back from the paper.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, wait_for};

/// The code of the vault that the command line made.
pub(crate) fn code(stage: &Stage) -> String {
    let text = fs::read_to_string(stage.file("recovery.txt")).expect("the code");
    let line = text.lines().rfind(|line| line.matches('-').count() >= 8);
    line.expect("nine groups").trim().to_owned()
}

fn test_of(page: &Page, way: &str) -> String {
    let what = page.text(&format!("keys-{way}"));
    page.text("keys-test-what").replace("{ $what }", &what)
}

/// The button in the dialog, not the one behind it.
fn tested(page: &Page) {
    page.press("keys-test");
}

fn ways(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "keys", language, dark);
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    page.unlock(PASSPHRASE);
    page.click("link", &page.text("nav-settings"));
    page.sees(&page.text("keys-never-removed"));
    page.sees(&page.text("keys-not-in-use"));
    let key_file = || fs::read_to_string(stage.vault().join("slots.json")).expect("the slots");
    let before = key_file();

    page.click("button", &test_of(&page, "passphrase"));
    page.sees(&page.text("keys-test-text"));
    page.fill(&page.text("passphrase"), "helt fel lösenfras här");
    tested(&page);
    page.sees(&page.text("keys-does-not-open"));
    shots.take(&page, "test-fails");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    tested(&page);
    page.sees(&page.text("keys-opens"));
    shots.take(&page, "test-opens");
    page.press("close");
    page.loses(&page.text("keys-test-text"));
    page.click("button", &test_of(&page, "recovery"));
    page.fill(&page.text("recovery-code"), "7KQ2");
    tested(&page);
    page.sees(&page.text("error-recovery-code-typo"));
    page.fill(&page.text("recovery-code"), &code(&stage));
    tested(&page);
    page.sees(&page.text("keys-opens"));
    page.press("close");
    page.loses(&page.text("keys-test-text"));
    assert_eq!(key_file(), before, "testing changes nothing");

    page.press("keys-keyring-add");
    page.sees(&page.text("keys-keyring-added"));
    page.loses(&page.text("keys-not-in-use"));
    page.click("button", &test_of(&page, "keyring"));
    page.sees(&page.text("keys-opens"));
    shots.of(&page, "settings-security", "ways");
    page.press("keys-keyring-remove");
    page.sees(&page.text("keys-keyring-remove-text"));
    shots.take(&page, "remove");
    page.press("keys-keyring-remove");
    page.sees(&page.text("keys-keyring-removed"));
    page.sees(&page.text("keys-not-in-use"));
    assert!(!key_file().contains("keyring"), "the slot is gone");
    page.press("lock");
    page.sees(&page.text("lock-title"));
    page.loses_button(&page.text("unlock-with-keyring"));
    page.finish();
}

#[test]
fn the_ways_in_are_listed_and_tested() {
    ways("sv", false);
}

#[test]
fn the_ways_in_are_listed_and_tested_in_english_and_dark() {
    ways("en", true);
}

/// What a reader of its own finds in the first page of a print.
fn picture_on_paper(pdf: &Path) -> String {
    let out = Command::new("pdftoppm")
        .args(["-gray", "-r", "150", "-f", "1", "-l", "1"])
        .arg(pdf)
        .output()
        .expect("pdftoppm of poppler-utils");
    // P5, width, height, most, then a byte a dot.
    let mut parts = out.stdout.splitn(4, u8::is_ascii_whitespace);
    assert_eq!(parts.next(), Some(b"P5".as_slice()));
    let mut number = || -> usize {
        let text = std::str::from_utf8(parts.next().expect("a number")).expect("a number");
        text.parse().expect("a number")
    };
    let (width, height) = (number(), number());
    let dots = &out.stdout[out.stdout.len() - width * height..];
    let mut paper =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| dots[y * width + x]);
    let grids = paper.detect_grids();
    assert_eq!(grids.len(), 1, "one picture on {}", pdf.display());
    grids[0].decode().expect("it is read").1
}

fn printed(stage: &Stage, page: &Page, name: &str, groups: &[String]) {
    let pdf = stage.file(name);
    stage.choose(Some(&pdf));
    page.press("recovery-sheet-print");
    page.find("alert", &page.text("recovery-sheet-printed"));
    wait_for("the print", Duration::from_secs(30), || {
        fs::read(&pdf).is_ok_and(|pdf| pdf.trim_ascii_end().ends_with(b"%%EOF"))
    });
    assert_eq!(picture_on_paper(&pdf), groups.join("-"));
    let text = Command::new("pdftotext")
        .args(["-layout"])
        .arg(&pdf)
        .arg("-")
        .output();
    let text = String::from_utf8(text.expect("pdftotext").stdout).expect("text");
    for group in groups {
        assert!(
            text.contains(group.as_str()),
            "{group} is on the paper: {text}"
        );
    }
    for heading in [
        "recovery-sheet-title",
        "recovery-sheet-keep-title",
        "recovery-sheet-old-title",
    ] {
        assert!(text.contains(&page.text(heading)), "{heading}: {text}");
    }
    assert!(
        !text.contains(&page.text("recovery-sheet-print")),
        "the screen itself is not on paper: {text}"
    );
    let pages = text.matches('\u{c}').count();
    assert_eq!(pages, 1, "one sheet of paper: {text}");
    let kept = crate::main_job::pictures().join("keys");
    fs::create_dir_all(&kept).expect("a folder");
    fs::copy(&pdf, kept.join(format!("{}-{name}", page.language))).expect("a copy");
}

#[test]
fn the_sheet_of_the_code_is_printed_with_a_picture_that_reads() {
    for language in ["sv", "en"] {
        let stage = Stage::new(language);
        let page = Page::new(stage.open(&[]), language);
        let groups = page.first_run_until_the_code();
        printed(&stage, &page, "first.pdf", &groups);
        page.type_back(&page.asked_groups(), &groups);
        page.press("next");
        page.press("start-open");
        page.loses(&page.text("start-ready-title"));
        // And when a new code is made.
        page.click("link", &page.text("nav-settings"));
        page.press("recovery-new");
        page.fill(&page.text("passphrase"), PASSPHRASE);
        page.press("recovery-new-show");
        page.sees(&page.text("recovery-once"));
        let fresh = page.recovery_groups();
        assert_ne!(fresh, groups);
        printed(&stage, &page, "second.pdf", &fresh);
        page.finish();
    }
}
