//! Hostile words: they are shown as words, wherever they stand, and what is too long is refused.

use std::time::Duration;

use serde_json::json;

use super::LANGUAGES;
use crate::page::{Page, key};
use crate::stage::{Stage, wait_for};

const HOSTILE: [&str; 4] = [
    "<script>document.title='x'</script>",
    "<img src=x onerror=\"document.title='x'\">",
    "\u{202E}gnirts\u{202C} RTL",
    "=HYPERLINK(\"https://example.com\")",
];

/// Types `text` into every field of the new contact, past the limits that the form sets.
const EVERYWHERE: &str = r"
const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
const fields = [...document.querySelectorAll('.values input:not([type=checkbox]):not([role=combobox])')].slice(0, arguments[1] ?? 99);
for (const e of fields) { e.removeAttribute('maxlength'); set.call(e, arguments[0]); e.dispatchEvent(new Event('input', { bubbles: true })); }
return fields.length;";

/// What can be read, without marks that turn the direction of writing.
const READ: &str = "return document.body.innerText.replace(/[\\u2000-\\u206f]/g, '')";

fn plain(text: &str) -> String {
    let mark = |c: &char| ('\u{2000}'..'\u{2070}').contains(c);
    text.chars().filter(|c| !mark(c)).collect()
}

/// How often the words stand on screen.
fn times(page: &Page, words: &str) -> usize {
    let shown = page.driver().try_run(READ, json!([])).unwrap_or_default();
    let shown = shown.as_str().unwrap_or_default().to_owned();
    shown.matches(&plain(words)).count()
}

fn in_every_field(page: &Page, words: &str) {
    page.click("link", &page.text("nav-contacts"));
    page.new_contact();
    let fields = page.driver().run(EVERYWHERE, json!([words]));
    let fields = usize::try_from(fields.as_u64().unwrap_or_default()).unwrap_or_default();
    assert!(fields >= 8, "the form has its fields: {fields}");
    page.press("form-create");
    // An address that is none is said, and there is a way on.
    page.sees(&page.text("error-invalid-email"));
    page.find("checkbox", &page.text("as-typed"));
    let tick =
        "document.querySelectorAll('.values input[type=checkbox]').forEach((e) => e.click())";
    page.driver().run(tick, json!([]));
    let ticked = "return document.querySelectorAll('.values input[type=checkbox]:checked').length";
    assert_eq!(page.driver().run(ticked, json!([])), 3, "kept as typed");
    page.press("form-create");
    page.sees(&page.text("contact-created"));
    page.loses(&page.text("form-new-title"));
    page.settled();
    page.fill(&page.text("note-label"), words);
    page.driver().keys(&[key::CONTROL], &key::ENTER.to_string());
    page.sees(&page.text("note-saved"));
    wait_for(
        "the words as they were typed",
        Duration::from_secs(15),
        || times(page, words) > fields,
    );
    let ran = "return [document.title, document.querySelectorAll('body script:not([src]), body img[src=x]').length]";
    let ran = page.driver().run(ran, json!([]));
    assert_eq!((&ran[0] == "x", &ran[1]), (false, &json!(0)), "never run");
}

#[test]
fn hostile_words_are_words() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        let page = Page::new(stage.open(&[]), language);
        page.first_run(|_, _| ());
        for words in HOSTILE {
            in_every_field(&page, words);
        }
        page.accessible("hostile words");

        page.click("link", &page.text("nav-contacts"));
        page.new_contact();
        let long = "Å".repeat(1_000_000);
        page.driver().run(EVERYWHERE, json!([long, 1]));
        page.press("form-create");
        page.sees(&page.text("error-policy-too-long"));
        page.press("cancel");
        page.press("discard");
        page.loses(&page.text("form-new-title"));
        assert_eq!(times(&page, "ÅÅÅÅ"), 0, "nobody was saved");
        page.new_contact();
        page.driver().run(EVERYWHERE, json!(["Efter Åtta", 1]));
        page.press("form-create");
        page.sees(&page.text("contact-created"));
        page.finish();
    }
}
