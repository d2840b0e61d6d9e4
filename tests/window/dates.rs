//! Days in the window are written as its language writes them, typed in any usual way or picked by keyboard.

use serde_json::json;

use crate::acts::PASSPHRASE;
use crate::main_job::pictures;
use crate::page::{Page, key};
use crate::quiet;
use crate::stage::Stage;

fn value(page: &Page, label: &str) -> String {
    let field = page.find("textbox", &page.text(label));
    let value = page.driver().run(
        "return arguments[0].value",
        json!([crate::driver::Driver::argument(&field)]),
    );
    value.as_str().unwrap_or_default().to_owned()
}

fn journey(language: &'static str, dark: bool) {
    let stage = Stage::lit(language, dark);
    let page = Page::new(stage.open(&[]), language);
    page.first_run(|_, _| {});
    page.new_contact();
    let name = if language == "sv" { "Namn" } else { "Name" };
    page.fill(name, "Eva Lindgren");
    page.fill(&page.text("form-source-on"), "5.3.2026");
    page.keys("\u{E004}");
    let written = if language == "sv" {
        "2026-03-05"
    } else {
        "05/03/2026"
    };
    assert_eq!(value(&page, "form-source-on"), written);
    page.press("form-create");
    page.sees(&page.text("contact-created"));

    page.click("button", &page.text("more"));
    page.click("option", &page.text("log-call"));
    page.find("dialog", &page.text("log-call"));
    page.fill(&page.text("call-at"), "9.30");
    // What is no day is refused with its sentence, and stays to be mended.
    page.fill(&page.text("call-on"), "31/2");
    page.press("save");
    page.find("alert", &page.text("error-invalid-date"));
    assert_eq!(value(&page, "call-on"), "31/2", "nothing typed is lost");
    assert_eq!(value(&page, "call-at"), "09:30");
    // Picked by keyboard: the day before today.
    page.fill(
        &page.text("call-on"),
        if language == "sv" { "i dag" } else { "today" },
    );
    let today = value(&page, "call-on");
    page.click("button", &page.text("date-pick"));
    page.find("dialog", "");
    let month = "return document.querySelector('.calendar-month').textContent";
    let month = page.driver().run(month, json!([]));
    let picture = |name: &str| {
        let look = if dark { "dark" } else { "light" };
        let name = format!("{name}-{language}-{look}");
        stage.picture(&page, &pictures().join("dates"), &name);
        page.accessible(&name);
    };
    picture("calendar");
    page.keys('\u{E012}'.to_string());
    page.keys(key::ENTER);
    let picked = value(&page, "call-on");
    assert!(
        picked != today && picked.len() == 10,
        "the day before {today} in {month}: {picked}"
    );
    picture("call");
    page.press("save");
    page.sees(&page.text("call-saved"));

    page.fill(&page.text("note-label"), "Ring om offerten.");
    page.fill(&page.text("follow-up-date"), "2031-05-02");
    picture("note");
    page.press("note-save");
    page.sees(&page.text("note-saved"));
    page.sees("2031");
    page.finish();
}

/// The zone in which it is past midnight now, for less than an hour.
fn small_hours() -> String {
    let now = std::time::UNIX_EPOCH.elapsed().expect("after 1970");
    let hour = i64::try_from(now.as_secs() / 3600 % 24).expect("an hour");
    let ahead = match -hour {
        behind @ ..-11 => behind + 24,
        ahead => ahead,
    };
    // By their sign these names say how far Greenwich is ahead (tzdata, "etcetera").
    format!("Etc/GMT{:+}", -ahead)
}

#[test]
fn a_call_of_just_now_is_logged_as_the_form_proposes_it_at_any_hour() {
    let stage = Stage::new("sv");
    quiet::vault_in(&stage, &small_hours());
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.click("link", "Kvastskaftet Ek");
    page.click("button", &page.text("more"));
    page.click("option", &page.text("log-call"));
    page.find("dialog", &page.text("log-call"));
    let proposed = value(&page, "call-at");
    let (hour, _) = proposed.split_once(':').expect("a time");
    assert!(["23", "00", "01"].contains(&hour), "there it is {proposed}");
    // It has just ended, and so began before midnight.
    page.fill(&page.text("call-minutes"), "0");
    let today = value(&page, "call-on");
    page.fill(&page.text("call-minutes"), "130");
    let proposed = value(&page, "call-at");
    let (hour, _) = proposed.split_once(':').expect("a time");
    assert!(["21", "22"].contains(&hour), "there it began at {proposed}");
    assert!(value(&page, "call-on") < today, "yesterday");
    page.fill(&page.text("call-note"), "Ringde om räcket.");
    page.press("save");
    page.sees(&page.text("call-saved"));
    page.sees("Ringde om räcket.");
    page.sees(&proposed);
    page.finish();
}

#[test]
fn days_are_written_in_the_language_of_the_window() {
    journey("sv", false);
}

#[test]
fn days_are_written_in_the_language_of_the_window_in_english_and_dark() {
    journey("en", true);
}
