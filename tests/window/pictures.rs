//! Pictures of what a journey does not pass: sizes and 200 % zoom, over the demo's invented people.

use crate::main_job::pictures;
use crate::page::Page;
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
