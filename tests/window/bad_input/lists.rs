//! Lists that cannot be taken in as they are.

use std::fs;

use super::{LANGUAGES, at_rest, bytes};
use crate::acts::PASSPHRASE;
use crate::page::Page;
use crate::quiet;
use crate::stage::Stage;

#[test]
fn a_broken_list_is_refused_with_its_reason() {
    for language in LANGUAGES {
        let stage = Stage::new(language);
        quiet::vault(&stage);
        let page = Page::new(stage.open(&[]), language);
        page.unlock(PASSPHRASE);
        page.click("link", &page.text("nav-import"));
        page.sees(&page.text("import-pick-title"));
        at_rest(&stage.vault());
        let before = bytes(&stage.vault());
        let pick = |name: &str, content: &[u8]| {
            let file = stage.file(name);
            fs::write(&file, content).expect("a file");
            stage.choose(Some(&file));
            page.press("import-pick");
        };

        pick("bild.csv", &[0u8, 159, 146, 150, 0, 0, 1, 2, 3]);
        page.sees(&page.text("error-unreadable-file"));
        page.accessible("a file that is no list");

        pick(
            "citat.csv",
            b"namn;ort\n\xc3\x85sa;Sala\n\"Omar;Ystad\nBerit;Lund\n",
        );
        page.sees(&page.text("error-broken-quotes"));
        page.sees(&page.text("error-at-line").replace("{ $line }", "3"));
        assert!(bytes(&stage.vault()) == before, "untouched");

        let header: Vec<String> = (0..10_000).map(|n| format!("kolumn{n}")).collect();
        let wide = format!("namn;{}\nBreda Britta;\n", header.join(";"));
        pick("bred.csv", wide.as_bytes());
        page.sees("kolumn1");
        page.press("import-try");
        page.sees(&page.text("import-trial-title"));
        let dropped = page.text("import-dropped");
        let dropped = dropped.rsplit("{ $count }").next().unwrap_or_default();
        page.sees(dropped.split('{').next().unwrap_or_default());
        page.accessible("10,000 columns");
        assert!(bytes(&stage.vault()) == before, "a dry run writes nothing");
        page.press("back");
        page.press("back");

        pick("bra.csv", crate::main_job::CSV.as_bytes());
        page.press("import-try");
        page.sees(&page.text("import-trial-title"));
        page.click("button", &page.text("nav-import"));
        page.sees(&page.text("import-done-title"));
        page.finish();
    }
}
