//! Printing in the real window: a person and a list, whole, and the memory of it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use kartotek_core::rights::MOST_ROWS;

use crate::long_list::{self, customer};
use crate::main_job::pictures;
use crate::page::{Page, key};
use crate::stage::{Stage, wait_for};

/// What a reader finds in a PDF, as soon as the printer has written its end.
fn read(file: &Path) -> String {
    wait_for("the print", Duration::from_secs(30), || {
        std::fs::read(file).is_ok_and(|pdf| pdf.trim_ascii_end().ends_with(b"%%EOF"))
    });
    let out = Command::new("pdftotext")
        .args(["-layout"])
        .arg(file)
        .arg("-")
        .output()
        .expect("pdftotext of poppler-utils");
    assert!(out.status.success(), "{} is no PDF", file.display());
    String::from_utf8(out.stdout).expect("text")
}

/// Prints by Ctrl+P and reads what came out.
pub(crate) fn printed(stage: &Stage, page: &Page, name: &str) -> String {
    let file = stage.file(name);
    stage.choose(Some(&file));
    page.control('p');
    page.sees(&page.text("printed"));
    let text = read(&file);
    std::fs::create_dir_all(pictures()).expect("a folder");
    let kept = pictures().join(format!("{}-{name}", page.language));
    std::fs::copy(&file, kept).expect("a copy beside the pictures");
    text
}

fn sheet_is_gone(page: &Page) {
    let left = page.driver().run(
        "return document.querySelectorAll('.paper').length",
        serde_json::json!([]),
    );
    assert_eq!(left, 0, "nothing of the sheet stays on the page");
}

#[test]
fn a_person_and_a_list_are_printed_whole_and_remembered() {
    for language in ["sv", "en"] {
        let stage = Stage::new(language);
        let page = Page::new(stage.open(&["--demo"]), language);
        page.click("link", "Albin Börjesson");
        page.find("heading", "Albin Börjesson");
        for number in 0..45 {
            page.fill(
                &page.text("note-label"),
                &format!("Rad{number:03} på papper"),
            );
            page.driver().keys(&[key::CONTROL], &key::ENTER.to_string());
            page.sees(&format!("Rad{number:03}"));
        }

        // Closing the dialog prints nothing and loses nothing.
        page.fill(&page.text("note-label"), "Ett utkast");
        stage.choose(None);
        page.control('p');
        std::thread::sleep(Duration::from_millis(800));
        sheet_is_gone(&page);
        let draft = page.driver().run(
            "return document.querySelector('.note textarea').value",
            serde_json::json!([]),
        );
        assert_eq!(draft, "Ett utkast", "a cancelled print loses nothing");
        assert!(
            page.look("any", &page.text("timeline-print")).is_none(),
            "what was not printed is not remembered"
        );

        let paper = printed(&stage, &page, "person.pdf");
        for number in 0..45 {
            assert!(
                paper.contains(&format!("Rad{number:03}")),
                "the whole timeline is on paper, not what was loaded of it: {number}"
            );
        }
        for heading in ["facts", "consent-title", "timeline"] {
            assert!(paper.contains(&page.text(heading)), "{heading}: {paper}");
        }
        assert!(
            !paper.contains("Ett utkast") && !paper.contains(&page.text("nav-settings")),
            "the screen itself is not on paper"
        );
        sheet_is_gone(&page);
        page.sees(&page.text("timeline-print"));

        page.click("link", &page.text("nav-contacts"));
        page.sees(&page.text("contact-choose-title"));
        let names = "return [...document.querySelectorAll('.rows a')].map((a) => a.textContent)";
        let total = page.driver().run(
            "return Number(document.querySelector('.rows li').getAttribute('aria-setsize'))",
            serde_json::json!([]),
        );
        let on_screen = page.driver().run(names, serde_json::json!([]));
        let list = printed(&stage, &page, "list.pdf");
        assert!(list.contains("Albin Börjesson"));
        let rows = list.lines().filter(|line| !line.trim().is_empty()).count();
        let total = usize::try_from(total.as_u64().expect("a number")).expect("a number");
        assert!(
            rows >= total && total > on_screen.as_array().expect("rows").len(),
            "{rows} lines for {total} people: more than the screen holds"
        );
        page.click("link", "Albin Börjesson");
        page.sees(&page.text("timeline-print-list"));
        page.press("forget");
        page.sees(&page.text("forget-prints"));
        page.keys(key::ESCAPE);

        // Somebody in the bin is on no paper, and the bin is none.
        page.click("button", &page.text("more"));
        page.click("option", &page.text("bin-act"));
        page.loses("Albin Börjesson");
        assert!(!printed(&stage, &page, "after.pdf").contains("Albin"));
        page.click("link", &page.text("nav-bin"));
        page.sees("Albin Börjesson");
        let file = stage.file("bin.pdf");
        stage.choose(Some(&file));
        page.control('p');
        page.sees(&page.text("print-nothing"));
        assert!(!file.exists(), "the bin is not printed");
        page.finish();
    }
}

#[test]
fn a_list_that_is_too_long_says_so_and_prints_its_beginning() {
    let stage = Stage::new("sv");
    let page = Page::new(stage.open(&[]), "sv");
    page.first_run(|_, _| {});
    let most = format!("{}\u{a0}000", MOST_ROWS / 1_000);
    long_list::import(&stage, &page, MOST_ROWS + 20);
    // Left beside the pictures, to be looked at.
    std::fs::create_dir_all(pictures()).expect("a folder");
    let paper = pictures().join("long-list.pdf");
    let _ = std::fs::remove_file(&paper);
    stage.choose(Some(&paper));
    page.control('p');
    page.sees(&page.text("print-long-text").replace("{ $most }", &most));
    page.accessible("print-long");
    let start = std::time::Instant::now();
    page.click(
        "button",
        &page.text("print-long-yes").replace("{ $most }", &most),
    );
    wait_for("printed", Duration::from_mins(3), || {
        page.look("any", &page.text("printed")).is_some()
    });
    println!("{MOST_ROWS} rows on paper in {:?}", start.elapsed());
    let text = read(&paper);
    for number in [1, MOST_ROWS / 2, MOST_ROWS] {
        assert!(text.contains(&customer(number)), "row {number}");
    }
    assert!(
        !text.contains(&customer(MOST_ROWS + 1)),
        "cut where it said"
    );
    page.finish();
}
