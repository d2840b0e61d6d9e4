//! The main job from the first start to the certificate.

use crate::page::Page;
use crate::stage::Stage;

#[test]
fn the_main_job() {
    let stage = Stage::new("sv");
    let page = Page::new(stage.open(&[]), "sv");
    page.first_run(|page, name| crate::axe::clean(page.driver(), name));
    page.sees(&page.text("nav-contacts"));
}
