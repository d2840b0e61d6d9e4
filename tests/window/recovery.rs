//! The recovery code: never typed back, made anew in Settings, and the lock screen afterwards. And a key file that
//! somebody else changed.

use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::stage::Stage;

const NEW: &str = "lingon traktor måne sax";

/// The line in Settings about the code.
fn standing(page: &Page, id: &str) {
    page.click("link", &page.text("nav-settings"));
    page.sees(&page.text(id));
}

/// Asks for a new code; the dialog shows it.
fn new_code(page: &Page) -> Vec<String> {
    page.press("recovery-new");
    page.sees(&page.text("recovery-new-text"));
    page.fill(&page.text("passphrase"), "helt fel lösenfras här");
    page.press("recovery-new-show");
    page.sees(&page.text("error-wrong-passphrase"));
    page.accessible("new recovery code: passphrase");
    page.fill(&page.text("passphrase"), PASSPHRASE);
    page.press("recovery-new-show");
    page.sees(&page.text("recovery-once"));
    page.recovery_groups()
}

fn unlock_with_code(page: &Page, groups: &[String]) {
    page.sees(&page.text("lock-title"));
    if page
        .look("button", &page.text("unlock-with-recovery"))
        .is_some()
    {
        page.press("unlock-with-recovery");
    }
    page.fill(&page.text("recovery-code"), &groups.join(" "));
    page.press("unlock");
}

#[test]
fn a_code_that_was_never_typed_back_is_made_anew() {
    for language in ["sv", "en"] {
        let stage = Stage::new(language);
        let page = Page::new(stage.open(&[]), language);
        let lost = page.first_run_until_the_code();
        // Closed before it was typed back: the vault is there, the code is not confirmed.
        drop(page);
        let page = Page::new(stage.open(&[]), language);
        page.unlock(PASSPHRASE);
        // It was not closed as it should be; that comes first.
        page.press("close");
        page.sees(&page.text("recovery-offer"));
        page.accessible("the code that is not on paper");
        standing(&page, "settings-recovery-unconfirmed");

        // Shown and not used: the first code still holds.
        new_code(&page);
        page.press("cancel");
        page.loses(&page.text("recovery-once"));
        standing(&page, "settings-recovery-unconfirmed");
        page.press("lock");
        unlock_with_code(&page, &lost);
        standing(&page, "settings-recovery-unconfirmed");

        // Typed back wrong, then right.
        let groups = new_code(&page);
        let asked = page.asked_groups();
        page.type_back(&asked, &lost);
        page.press("recovery-new-adopt");
        page.sees(&page.text("error-recovery-mismatch"));
        page.type_back(&asked, &groups);
        stage.picture(
            &page,
            &crate::main_job::pictures(),
            &format!("new-code-{language}"),
        );
        page.accessible("new recovery code");
        page.press("recovery-new-adopt");
        page.sees(&page.text("recovery-new-done"));
        page.sees(&page.text("settings-recovery-confirmed"));
        assert!(
            !page.seen().contains(&groups[0]),
            "the code is shown once: {}",
            page.seen()
        );

        page.press("lock");
        unlock_with_code(&page, &lost);
        page.sees(&page.text("error-wrong-passphrase"));
        unlock_with_code(&page, &groups);
        standing(&page, "settings-recovery-confirmed");
        page.finish();
    }
}

#[test]
fn a_forgotten_passphrase_is_replaced_by_the_code_on_paper() {
    for (language, dark) in [("sv", false), ("en", true)] {
        let stage = Stage::lit(language, dark);
        let page = Page::new(stage.open(&[]), language);
        let groups = page.first_run_until_the_code();
        drop(page);
        let page = Page::new(stage.open(&[]), language);
        unlock_with_code(&page, &groups);
        page.click("link", &page.text("nav-settings"));
        page.press("settings-passphrase-change");
        page.press("unlock-with-recovery");
        page.fill(&page.text("recovery-code"), &groups.join(" "));
        // Long, and the first that anybody would try.
        page.fill(&page.text("passphrase-new"), "password1234");
        page.sees(&page.text("strength-1"));
        page.fill(&page.text("passphrase-new"), NEW);
        page.fill(&page.text("passphrase-new-again"), NEW);
        page.sees(&page.text("strength-4"));
        let shot = format!("new-passphrase-{language}");
        stage.picture(&page, &crate::main_job::pictures(), &shot);
        page.accessible("a new passphrase by the code");
        page.press("settings-passphrase-change");
        page.sees(&page.text("passphrase-changed"));
        page.press("lock");
        page.unlock(NEW);
        page.find("link", &page.text("nav-settings"));
        page.finish();
    }
}

#[test]
fn a_key_file_changed_by_somebody_else_is_told() {
    for language in ["sv", "en"] {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let slots = stage.vault().join("slots.json");
        let text = std::fs::read_to_string(&slots).expect("the slots");
        let generation = text.split("\"gen\":").nth(1).expect("a generation");
        let generation = generation.split(',').next().unwrap_or_default();
        let edited = text.replacen(&format!("\"gen\":{generation}"), "\"gen\":77", 1);
        std::fs::write(&slots, edited).expect("edited");
        let page = Page::new(stage.open(&[]), language);
        page.unlock(PASSPHRASE);
        page.sees(&page.text("notice-key-file-changed"));
        stage.picture(
            &page,
            &crate::main_job::pictures(),
            &format!("notice-{language}"),
        );
        page.accessible("notice");
        page.click("link", &page.text("notice-security"));
        page.sees(&page.text("recovery-new"));
        page.press("close");
        page.loses(&page.text("notice-key-file-changed"));
        page.press("lock");
        page.unlock(PASSPHRASE);
        page.sees(&page.text("encrypted-here"));
        page.loses(&page.text("notice-key-file-changed"));
        page.finish();
    }
}
