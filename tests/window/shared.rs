//! Notes and calls with several people, and what forgetting one of them shows and leaves.

use crate::main_job::pictures;
use crate::page::{Page, key};
use crate::stage::Stage;

const ONE: &str = "Albin Börjesson";
const OTHER: &str = "Tove Tengvall";

fn open(page: &Page, name: &str) {
    page.control('k');
    page.find("dialog", "");
    page.keys(name.split(' ').next().unwrap_or(name));
    page.click("option", name);
    page.find("heading", name);
}

fn with(page: &Page, name: &str) -> String {
    page.text("timeline-with").replace("{ $names }", name)
}

/// Finds somebody by typing and takes the first.
fn take(page: &Page, typed: &str, name: &str) {
    page.fill(&page.text("with"), typed);
    page.find("option", name);
    page.keys(key::ENTER);
    page.find(
        "button",
        &page.text("with-take-off").replace("{ $name }", name),
    );
}

fn write_together(page: &Page, seen: &mut dyn FnMut(&Page, &str)) {
    open(page, ONE);
    page.fill(&page.text("note-label"), "Båda vill ha ask i köket.");
    take(page, "tove", OTHER);
    // By keyboard: one too many, and off again.
    take(page, "maja", "Maja Lundmark");
    page.keys(key::BACKSPACE);
    let off = page.text("with-take-off");
    page.loses_button(&off.replace("{ $name }", "Maja Lundmark"));
    seen(page, "note-with");
    page.driver().keys(&[key::CONTROL], &key::ENTER.to_string());
    page.sees(&page.text("note-saved"));
    page.sees(&with(page, OTHER));
    page.loses_button(&off.replace("{ $name }", OTHER));

    page.click("button", &page.text("more"));
    page.click("option", &page.text("log-call"));
    page.find("dialog", &page.text("log-call"));
    page.fill(&page.text("call-note"), "Ringde dem båda om montering.");
    take(page, "tove", OTHER);
    seen(page, "call-with");
    page.press("save");
    page.sees(&page.text("call-saved"));
    page.sees("Ringde dem båda om montering.");
    seen(page, "card-with");
}

/// The preview shows what stays and names the person; the other keeps it.
fn forget_one(page: &Page, seen: &mut dyn FnMut(&Page, &str)) {
    open(page, OTHER);
    page.sees("Båda vill ha ask i köket.");
    page.sees("Ringde dem båda om montering.");
    page.sees(&with(page, ONE));
    page.fill(&page.text("note-label"), "Grannen Albin Börjesson hälsar.");
    page.driver().keys(&[key::CONTROL], &key::ENTER.to_string());
    page.sees("Grannen Albin Börjesson hälsar.");

    open(page, ONE);
    page.press("forget");
    page.find(
        "dialog",
        &page.text("forget-title").replace("{ $name }", ONE),
    );
    let dialog = "return [...document.querySelectorAll('[role=alertdialog], [role=dialog]')].pop().innerText";
    let shown = || {
        let text = page.driver().run(dialog, serde_json::json!([]));
        text.as_str().unwrap_or_default().to_owned()
    };
    page.sees("Grannen Albin Börjesson hälsar.");
    let text = shown();
    for part in [
        "Båda vill ha ask i köket.",
        "Ringde dem båda om montering.",
        "Grannen Albin Börjesson hälsar.",
        OTHER,
    ] {
        assert!(text.contains(part), "{part} is shown for review: {text}");
    }
    seen(page, "forget-shared");
    let forget = page.text("forget-person").replace("{ $name }", ONE);
    let blocked = page.driver().run(
        "return [...document.querySelectorAll('button')].find((b) => b.textContent.includes(arguments[0])).disabled",
        serde_json::json!([forget.replace(['\u{2068}', '\u{2069}'], "")]),
    );
    assert_eq!(
        blocked, true,
        "nothing is forgotten before the texts were read"
    );
    page.click("checkbox", &page.text("forget-mentions-seen"));
    page.click("button", &forget);
    page.sees(&page.text("certificate-show"));

    open(page, OTHER);
    page.sees("Båda vill ha ask i köket.");
    page.sees("Ringde dem båda om montering.");
    page.sees("Grannen Albin Börjesson hälsar.");
    assert!(
        page.look("any", &with(page, ONE)).is_none(),
        "the participation went with the person"
    );
}

fn journey(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let page = Page::new(stage.open(&["--demo"]), language);
    let folder = pictures().join("shared");
    let mut seen = |page: &Page, name: &str| {
        let look = if dark { "dark" } else { "light" };
        stage.picture(page, &folder, &format!("{name}-{language}-{look}"));
        page.accessible(name);
    };
    // The demo's people are there: the page listens.
    page.sees(ONE);
    page.settled();
    write_together(&page, &mut seen);
    forget_one(&page, &mut seen);
    page.finish();
}

#[test]
fn a_note_for_two_outlives_one_of_them() {
    journey("sv", false);
}

#[test]
fn a_note_for_two_outlives_one_of_them_in_english_and_dark() {
    journey("en", true);
}
