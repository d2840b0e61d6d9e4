//! What is typed and not saved: it outlives the lock and a crash, at the place where it was typed.

use std::time::Duration;

use crate::acts::PASSPHRASE;
use crate::main_job::pictures;
use crate::page::{Page, key};
use crate::quiet;
use crate::restart;
use crate::stage::{Look, Stage, wait_for};

pub(crate) const NAME: &str = "Kvastskaftet Ek";

pub(crate) fn value_of(page: &Page, name: &str) -> String {
    let field = page.find("textbox", name);
    let value = page.driver().run(
        "return arguments[0].value",
        serde_json::json!([crate::driver::Driver::argument(&field)]),
    );
    value.as_str().unwrap_or_default().to_owned()
}

/// Types and waits until it stands there: the driver's keys arrive a little after it has answered.
pub(crate) fn types(page: &Page, name: &str, text: &str) {
    page.fill(name, text);
    wait_for("what was typed", Duration::from_secs(10), || {
        value_of(page, name) == text
    });
}

/// The link in the bar that leads back to a draft.
fn back_to(page: &Page, place: &str) {
    let named = page
        .text("draft-of")
        .replace("{ $place }", &page.text(place))
        .replace("{ $name }", NAME);
    page.click("link", &named);
}

fn lock(page: &Page) {
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.sees(&page.text("draft-bar-text"));
}

/// A saved note that was being changed, and a new contact.
fn entry_and_contact(page: &Page, seen: &dyn Fn(&Page, &str)) {
    page.click("button", &page.text("entry-acts"));
    page.click("option", &page.text("entry-edit"));
    let field = "return document.querySelector('li textarea')";
    wait_for("the entry's field", Duration::from_secs(10), || {
        page.driver()
            .element(field, serde_json::json!([]))
            .is_some()
    });
    let field = page.driver().element(field, serde_json::json!([]));
    page.driver()
        .type_into(&field.expect("it is there"), " Och i hallen.");
    wait_for("what was typed", Duration::from_secs(10), || {
        let value = "return document.querySelector('li textarea').value";
        let value = page.driver().run(value, serde_json::json!([]));
        value == "Vill ha ask i köket. Och i hallen."
    });
    page.control('n');
    page.find("heading", &page.text("form-new-title"));
    types(page, "Namn", "Nyckelrings Nils");
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.sees(&page.text("draft-bar-text"));
    page.click("link", &page.text("draft-place-new-contact"));
    page.find("heading", &page.text("form-new-title"));
    assert_eq!(value_of(page, "Namn"), "Nyckelrings Nils");
    seen(page, "draft-new-contact");
    page.driver().keys(&[], &key::ENTER.to_string());
    page.sees(&page.text("contact-created"));
    back_to(page, "draft-place-entry");
    page.find("heading", NAME);
    page.sees(&page.text("draft-discard"));
    let words = "return [...document.querySelectorAll('li textarea')].map((e) => e.value).join()";
    let words = page.driver().run(words, serde_json::json!([]));
    let words = words.as_str().unwrap_or_default();
    assert!(words.contains("Och i hallen."), "the edit goes on: {words}");
    page.press("cancel");
    page.loses(&page.text("draft-bar-text"));
}

fn journey(dark: bool) {
    let look = Look {
        dark,
        double: false,
    };
    let stage = Stage::looking("sv", look);
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    let folder = pictures().join("drafts");
    let seen = |page: &Page, name: &str| {
        let look = if dark { "dark" } else { "light" };
        stage.picture(page, &folder, &format!("{name}-{look}"));
        page.accessible(name);
    };
    page.unlock(PASSPHRASE);

    // A note, locked in the middle of a word.
    page.click("link", NAME);
    page.find("heading", NAME);
    types(&page, &page.text("note-label"), "Vill ha ask i kök");
    lock(&page);
    seen(&page, "draft-bar");
    back_to(&page, "draft-place-note");
    page.find("heading", NAME);
    assert_eq!(
        value_of(&page, &page.text("note-label")),
        "Vill ha ask i kök"
    );
    page.sees(&page.text("draft-discard"));
    seen(&page, "draft-note");
    // Let go of, and fetched back.
    page.press("draft-discard");
    page.sees(&page.text("draft-discarded"));
    assert_eq!(value_of(&page, &page.text("note-label")), "");
    page.press("undo");
    assert_eq!(
        value_of(&page, &page.text("note-label")),
        "Vill ha ask i kök"
    );
    page.find("textbox", &page.text("note-label"));
    page.fill(&page.text("note-label"), "Vill ha ask i köket.");
    page.driver().keys(&[key::CONTROL], &key::ENTER.to_string());
    page.sees(&page.text("note-saved"));

    entry_and_contact(&page, &seen);

    // A dialog opens again where the bar leads to it.
    page.click("button", &page.text("more"));
    page.click("option", &page.text("log-call"));
    page.find("dialog", &page.text("log-call"));
    types(&page, &page.text("call-note"), "Ringde om montering");
    lock(&page);
    back_to(&page, "draft-place-logged-call");
    page.find("dialog", &page.text("log-call"));
    assert_eq!(
        value_of(&page, &page.text("call-note")),
        "Ringde om montering"
    );
    seen(&page, "draft-call");
    page.press("save");
    page.sees(&page.text("call-saved"));
    page.loses(&page.text("draft-bar-text"));
    page.control('l');
    page.sees(&page.text("lock-title"));
    page.unlock(PASSPHRASE);
    page.click("link", NAME);
    page.find("heading", NAME);
    assert!(
        page.look("any", &page.text("draft-bar-text")).is_none(),
        "what was saved is no draft"
    );
    page.finish();
}

#[test]
fn what_was_typed_is_there_after_the_lock() {
    journey(false);
}

#[test]
fn what_was_typed_is_there_after_the_lock_in_the_dark() {
    journey(true);
}

#[test]
fn what_was_typed_is_there_after_a_crash() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.click("link", NAME);
    page.find("heading", NAME);
    let behind = stage.vault().join("kartotek.db-wal");
    let size = || behind.metadata().map_or(0, |file| file.len());
    let before = size();
    page.fill(&page.text("note-label"), "Ringer tillbaka");
    wait_for("the draft to be kept", Duration::from_secs(10), || {
        size() != before
    });
    restart::kill(&stage);
    drop(page);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.sees(&page.text("draft-bar-text"));
    back_to(&page, "draft-place-note");
    page.find("heading", NAME);
    assert_eq!(value_of(&page, &page.text("note-label")), "Ringer tillbaka");
    page.finish();
}
