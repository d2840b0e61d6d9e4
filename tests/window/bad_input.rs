//! What goes wrong, on screen, in both languages: what happened, what to do next; and the next act works.

use std::time::Duration;

use serde_json::json;

use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::stage::{Stage, wait_for};

const LANGUAGES: [&str; 2] = ["sv", "en"];

/// Fills the form of a new contact and saves it.
fn save_contact(page: &Page, language: &str, name: &str) {
    page.click("link", &page.text("nav-contacts"));
    page.new_contact();
    let label = if language == "sv" { "Namn" } else { "Name" };
    let field = page.find("textbox", label);
    let set = "const [e, v] = arguments; e.removeAttribute('maxlength'); Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, v); e.dispatchEvent(new Event('input', { bubbles: true }));";
    page.driver()
        .run(set, json!([crate::driver::Driver::argument(&field), name]));
    page.press("form-create");
}

#[test]
fn hostile_words_are_words() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        let page = Page::new(stage.open(&[]), language);
        page.first_run(|_, _| ());
        for name in [
            "<script>document.title='x'</script>",
            "\u{202E}gnirts\u{202C} RTL",
            "=HYPERLINK(\"https://example.com\")",
        ] {
            save_contact(&page, language, name);
            let plain: String = name
                .chars()
                .filter(|c| !('\u{2000}'..'\u{2070}').contains(c))
                .collect();
            let read = "return document.body.innerText.replace(/[\\u2000-\\u206f]/g, '')";
            wait_for("the name as it was typed", Duration::from_secs(15), || {
                let shown = page.driver().try_run(read, json!([])).unwrap_or_default();
                page.look("heading", &page.text("form-new-title")).is_none()
                    && shown.as_str().is_some_and(|text| text.contains(&plain))
            });
        }
        let title = page.driver().run(
            "return [document.title, document.querySelectorAll('body script:not([src])').length]",
            json!([]),
        );
        assert_ne!(title[0], "x", "a name is never run");

        save_contact(&page, language, &"Å".repeat(1_000_000));
        page.sees(&page.text("error-policy-too-long"));
        page.press("cancel");
        page.press("discard");
        save_contact(&page, language, "Efter Åtta");
        page.sees(&page.text("contact-created"));
        page.finish();
    }
}

#[test]
fn a_wrong_passphrase_says_so_and_changes_nothing() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let page = Page::new(stage.open(&[]), language);
        let bytes = || {
            (
                std::fs::read(stage.vault().join("kartotek.db")).expect("the database"),
                std::fs::read(stage.vault().join("slots.json")).expect("the slots"),
            )
        };
        let before = bytes();
        page.sees(&page.text("lock-title"));
        page.unlock("helt fel lösenfras här");
        page.sees(&page.text("error-wrong-passphrase"));
        assert!(before == bytes(), "a refused key changes no file");
        page.unlock(PASSPHRASE);
        page.sees("Kvastskaftet Ek");
    }
}

#[test]
fn a_second_window_says_that_the_vault_is_open_elsewhere() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let first = Page::new(stage.open(&[]), language);
        first.unlock(PASSPHRASE);
        // Another session bus: the second program cannot find the first.
        let second = Page::new(stage.open(&[]), language);
        second.unlock(PASSPHRASE);
        second.sees(&second.text("error-open-elsewhere"));
        drop(first);
    }
}

#[test]
fn a_vault_that_is_none_is_left_alone() {
    let cases: [(&str, &[u8], &str); 2] = [
        (
            "kartotek.db",
            b"SQLite format 3\0 and more",
            "error-not-encrypted",
        ),
        ("kartotek.db", &[7; 8192], "error-key-file-missing"),
    ];
    for language in LANGUAGES {
        for (file, bytes, sentence) in cases {
            let stage = Stage::new(language);
            std::fs::create_dir_all(stage.vault()).expect("a folder");
            std::fs::write(stage.vault().join(file), bytes).expect("a file");
            let page = Page::new(stage.open(&[]), language);
            page.sees(&page.text("problem-title"));
            page.sees(&page.text(sentence));
            assert_eq!(
                std::fs::read(stage.vault().join(file)).expect("the file"),
                bytes,
                "untouched"
            );
        }
    }
}

#[test]
fn a_broken_list_is_refused_with_its_reason() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let page = Page::new(stage.open(&[]), language);
        page.unlock(PASSPHRASE);
        page.click("link", &page.text("nav-import"));
        let file = stage.file("bild.csv");
        std::fs::write(&file, [0u8, 159, 146, 150, 0, 0, 1, 2, 3]).expect("a file");
        stage.choose(Some(&file));
        page.press("import-pick");
        page.sees(&page.text("error-unreadable-file"));
        let wide = stage.file("bred.csv");
        let header: Vec<String> = (0..10_000).map(|n| format!("kolumn{n}")).collect();
        std::fs::write(&wide, format!("namn;{}\nÅsa;\n", header.join(";"))).expect("a file");
        stage.choose(Some(&wide));
        page.press("import-pick");
        page.sees("kolumn1");
        page.press("back");
        let good = stage.file("bra.csv");
        std::fs::write(&good, crate::main_job::CSV).expect("a file");
        stage.choose(Some(&good));
        page.press("import-pick");
        page.press("import-try");
        page.sees(&page.text("import-trial-title"));
    }
}
