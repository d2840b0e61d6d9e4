//! A list that is longer than the window: an arrow key held down leads to its end.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::page::{Page, key};
use crate::stage::{Stage, wait_for};

/// Whoever stands in that row.
pub(crate) fn customer(number: u32) -> String {
    format!("Kund Nummer{number:05}")
}

/// Imports so many customers and looks at the list.
pub(crate) fn import(stage: &Stage, page: &Page, customers: u32) {
    let mut csv = String::from("Namn;Ort\r\n");
    for number in 1..=customers {
        let _ = write!(csv, "{};Sala\r\n", customer(number));
    }
    let file = stage.file("många.csv");
    std::fs::write(&file, csv).expect("a list");
    stage.choose(Some(&file));
    page.click("link", &page.text("nav-import"));
    page.press("import-pick");
    page.sees("många.csv");
    page.press("import-try");
    let sees = |id: &str| {
        let there = || page.look("any", &page.text(id)).is_some();
        wait_for(id, Duration::from_mins(3), there);
    };
    sees("import-trial-title");
    page.click("button", &page.text("nav-import"));
    sees("import-done-title");
    page.click("link", &page.text("nav-contacts"));
    page.sees(&customer(1));
}

#[test]
fn a_key_that_is_held_down_leads_to_the_end_of_the_list() {
    // WebKit lets a page change its address a hundred times within so long.
    const WINDOW: Duration = Duration::from_secs(30);
    const MANY: u32 = 150;
    let stage = Stage::new("sv");
    let page = Page::new(stage.open(&[]), "sv");
    page.first_run(|_, _| ());
    import(&stage, &page, MANY);
    let begun = Instant::now();
    page.keys(key::DOWN.to_string().repeat(MANY as usize));
    page.find("heading", &customer(MANY));
    // A computer that is too slow for it does not meet the limit.
    println!(
        "{MANY} rows in {:?}, a limit of {WINDOW:?}",
        begun.elapsed()
    );
    page.keys(key::UP);
    page.find("heading", &customer(MANY - 1));
    page.click("link", &page.text("nav-follow-up"));
    page.find("heading", &page.text("nav-follow-up"));
    page.click("link", &page.text("nav-contacts"));
    page.sees(&page.text("contact-choose-title"));
    page.finish();
}
