//! Somebody is forgotten who is named in what was typed about others and not saved: it is shown before, and gone after.

use std::fs;
use std::time::Duration;

use crate::acts::PASSPHRASE;
use crate::drafts::{types, value_of};
use crate::page::Page;
use crate::quiet;
use crate::shots::Shots;
use crate::stage::{Stage, wait_for};

const NAME: &str = "Kvastskaftet Ek";
const OTHER: &str = "Hinken Alm";

fn vault(stage: &Stage) {
    quiet::vault(stage);
    let contact = format!(
        r#"{{"person_type":"consumer","source":{{"how":"met","place":"Torget"}},"values":[{{"field":"name","content":"{OTHER}"}}]}}"#
    );
    let file = stage.file("contact.json");
    fs::write(&file, contact).expect("a file");
    quiet::command_line(stage, &["contact", "add", &file.display().to_string()]);
}

fn journey(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let shots = Shots::new(&stage, "drafts-forgotten", language, dark);
    vault(&stage);
    let page = Page::new(stage.open(&[]), language);
    let note = page.text("note-label");
    page.unlock(PASSPHRASE);
    page.click("link", OTHER);
    page.find("heading", OTHER);
    types(&page, &note, "Tipsad av Kvastskaftet Ek, ring i maj");
    page.click("link", NAME);
    page.find("heading", NAME);
    page.press("forget");
    page.sees(&page.text("forget-drafts-text"));
    page.sees("Tipsad av Kvastskaftet Ek, ring i maj");
    page.sees(&page.text("forget-draft-goes"));
    page.driver().run(
        "document.querySelector('[role=dialog] blockquote').scrollIntoView({ block: 'center' })",
        serde_json::json!([]),
    );
    shots.take(&page, "preview");
    let forget = page.text("forget-person").replace("{ $name }", NAME);
    let off = |page: &Page| {
        let off = "return [...document.querySelectorAll('[role=dialog] button')].at(-1).disabled";
        page.driver().run(off, serde_json::json!([])) == true
    };
    assert!(off(&page), "they are read first");
    page.click("checkbox", &page.text("forget-mentions-seen"));
    wait_for("the button", Duration::from_secs(10), || !off(&page));
    page.click("button", &forget);
    page.press("certificate-show");
    page.sees(&page.text("certificate-title"));
    page.press("done");

    page.click("link", OTHER);
    page.find("heading", OTHER);
    assert_eq!(
        value_of(&page, &note),
        "",
        "the page does not bring it back"
    );
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.click("link", OTHER);
    page.find("heading", OTHER);
    assert_eq!(value_of(&page, &note), "");
    assert!(
        page.look("any", &page.text("draft-bar-text")).is_none(),
        "no draft is left"
    );
    page.finish();
}

#[test]
fn a_draft_about_somebody_else_is_shown_before_and_goes() {
    journey("sv", false);
}

#[test]
fn a_draft_about_somebody_else_is_shown_before_and_goes_in_english_and_in_the_dark() {
    journey("en", true);
}
