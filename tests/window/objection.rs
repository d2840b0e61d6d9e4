//! A no that nobody asked for: two actions, for any person and purpose, before anything was recorded.

use serde_json::json;

use crate::main_job::pictures;
use crate::page::{Page, key};
use crate::stage::Stage;

const ALBIN: &str = "Albin Börjesson";

fn labels(language: &str) -> [&'static str; 2] {
    match language {
        "sv" => ["Offert och order", "Service och reklamationer"],
        _ => ["Offers and orders", "Service and complaints"],
    }
}

/// How many noes the card shows.
fn noes(page: &Page) -> u64 {
    let noes = page.driver().run(
        "return document.querySelectorAll('.pill.no, .state.refused, .state.withdrawn').length",
        json!([]),
    );
    noes.as_u64().unwrap_or_default()
}

fn journey(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let page = Page::new(stage.open(&["--demo"]), language);
    page.click("link", ALBIN);
    page.find("heading", ALBIN);
    page.find("button", &page.text("object-marketing"));
    let picture = |name: &str| {
        let look = if dark { "dark" } else { "light" };
        let name = format!("{name}-{language}-{look}");
        stage.picture(&page, &pictures().join("objection"), &name);
        page.accessible(&name);
    };
    picture("before");
    assert_eq!(noes(&page), 0, "nobody said no yet");

    // One purpose that rests on no consent: by keyboard, Enter and Enter.
    let purpose = labels(language)[0];
    let object = page.text("object-to").replace("{ $purpose }", purpose);
    let button = page.find("button", &object);
    page.driver().run(
        "arguments[0].focus()",
        json!([crate::driver::Driver::argument(&button)]),
    );
    page.keys(key::ENTER);
    page.find(
        "dialog",
        &page.text("object-title").replace("{ $purpose }", purpose),
    );
    picture("asked");
    page.press("object-yes");
    page.sees(&page.text("consent-saved-no"));
    page.loses_button(&object);
    let title = page
        .text("timeline-consent-refused")
        .replace("{ $purpose }", purpose)
        .replace("{ $channel }", &page.text("channel-any"));
    page.sees(&title);
    assert_eq!(noes(&page), 5, "the purpose and its four channels");

    // All marketing: two presses, and the offer is gone because nothing is left of it.
    page.press("object-marketing");
    page.press("object-yes");
    page.loses_button(&page.text("object-marketing"));
    picture("after");
    assert!(noes(&page) > 10, "every channel of every such purpose");

    // Only the person takes it back: a yes without that is refused on screen.
    page.press("consent-ask-again");
    page.fill(
        &page.text("consent-words-shown"),
        "Vill du ha offerter igen?",
    );
    page.press("consent-said-yes");
    page.sees(&page.text("error-no-stands"));
    page.press("cancel");
    page.finish();
}

#[test]
fn a_no_needs_no_question() {
    journey("sv", false);
}

#[test]
fn a_no_needs_no_question_in_english_and_dark() {
    journey("en", true);
}
