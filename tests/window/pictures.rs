//! Pictures of what a journey does not pass: sizes and 200 % zoom, over the demo's invented people.

use crate::acts::PASSPHRASE;
use crate::main_job::pictures;
use crate::page::Page;
use crate::quiet;
use crate::stage::{Look, Stage};

fn sizes(look: Look, sizes: &[(u32, u32)], folder: &str) {
    let stage = Stage::looking("sv", look);
    let page = Page::new(stage.open(&["--demo"]), "sv");
    page.size(sizes[0].0, sizes[0].1);
    page.click("link", "Albin Börjesson");
    page.find("heading", "Albin Börjesson");
    for (width, height) in sizes {
        page.size(*width, *height);
        let name = format!("card-{width}");
        stage.picture(&page, &pictures().join(folder), &name);
        page.accessible(&name);
        let wider = page.driver().run(
            "return document.documentElement.scrollWidth - innerWidth",
            serde_json::json!([]),
        );
        assert_eq!(wider, 0, "nothing is cut off at {width}");
    }
    page.finish();
}

#[test]
fn tour_sizes() {
    sizes(
        Look::default(),
        &[(1024, 700), (1280, 820), (1920, 1080)],
        "sizes",
    );
}

#[test]
fn tour_zoomed() {
    let look = Look {
        dark: false,
        double: true,
    };
    sizes(look, &[(720, 520)], "zoomed");
}

/// Names and words as long as Swedish makes them.
const LONG: &str = "Märta-Kristina Oxenhufvud-Sjöstjärna af Västergyllenstorm;Nordvästerbottens Kustfiskeriberedningsanläggningsmaterielunderhåll AB;\
    Försäkringsförmedlingsverksamhetsansvarig;marta-kristina.oxenhufvud-sjostjarna@kustfiskeriberedningsanlaggning.example.se;Sankt Olofsholm-Västergyllenby;\
    återförsäljaravtalsförhandling,fastighetsunderhållsplanering,nyckelkundsansvarig;Ringde angående anläggningsunderhållsupphandlingen och återkommer efter verksamhetsplaneringskonferensen.";

/// A list of `KARTOTEK_TOUR_ROWS` people (`cargo xtask tour` asks for 100,000), and one with the longest words.
fn many(stage: &Stage) -> usize {
    let rows = std::env::var("KARTOTEK_TOUR_ROWS").ok();
    let rows: usize = rows.and_then(|rows| rows.parse().ok()).unwrap_or(1_500);
    let given = ["Åsa", "Björn", "Cecilia", "Örjan", "Ylva", "Håkan", "Märta"];
    let family = [
        "Åkerblom",
        "Söderqvist",
        "Ljungdahl",
        "Ängström",
        "Wallin",
        "Öhrn",
    ];
    let towns = ["Sala", "Åmål", "Ystad", "Umeå", "Örebro"];
    let list: Vec<String> = (0..rows)
        .map(|n| {
            let (given, family) = (given[n % 7], family[n / 7 % 6]);
            let town = towns[n % 5];
            format!("{given} {family} {n};{family}s Trä;Inköpare;kund{n}@example.com;{town};;\n")
        })
        .collect();
    let head = "Namn;Organisation;Roll;E-post;Ort;Taggar;Anteckning\n";
    let file = stage.file("många.csv");
    std::fs::write(&file, format!("{head}{LONG}\n{}", list.concat())).expect("a list");
    quiet::command_line(stage, &["import", &file.display().to_string()]);
    rows
}

#[test]
fn tour_many() {
    let stage = Stage::new("sv");
    quiet::vault(&stage);
    let rows = many(&stage);
    let page = Page::new(stage.open(&[]), "sv");
    page.unlock(PASSPHRASE);
    page.find("heading", &page.text("nav-contacts"));
    let folder = pictures().join("many");
    for (width, height) in [(1024, 700), (1280, 820), (1920, 1080)] {
        page.size(width, height);
        stage.picture(&page, &folder, &format!("list-{width}"));
    }
    page.control('k');
    page.find("dialog", "");
    page.keys("oxenhufvud");
    page.find("option", "Oxenhufvud");
    stage.picture(&page, &folder, "search");
    page.keys(crate::page::key::ENTER);
    page.find("heading", "Oxenhufvud");
    for (width, height) in [(1024, 700), (1280, 820), (1920, 1080)] {
        page.size(width, height);
        stage.picture(&page, &folder, &format!("longest-{width}"));
        let wider = page.driver().run(
            "return document.documentElement.scrollWidth - innerWidth",
            serde_json::json!([]),
        );
        assert_eq!(wider, 0, "nothing is cut off at {width}");
    }
    page.size(1280, 820);
    page.accessible("the longest words");
    page.press("forget");
    page.sees(&page.text("forget-goes"));
    stage.picture(&page, &folder, "longest-forget");
    page.press("cancel");
    page.loses(&page.text("forget-goes"));
    // The list's far end.
    let end = "const pane = [...document.querySelectorAll('*')].filter((e) => e.scrollHeight > 4 * e.clientHeight && e.clientHeight > 200)[0]; pane.scrollTop = pane.scrollHeight;";
    page.driver().run(end, serde_json::json!([]));
    page.sees("Öhrn");
    stage.picture(&page, &folder, "list-end");
    assert!(rows >= 1_500, "a list worth scrolling");
    page.finish();
}
