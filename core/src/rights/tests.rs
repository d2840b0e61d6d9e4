//! The export's words and its card, without a file.

use std::collections::BTreeSet;

use super::words::Words;
use crate::inventory;
use crate::policy::Language;

fn ids(source: &str) -> BTreeSet<&str> {
    source
        .lines()
        .filter(|line| line.starts_with("export-"))
        .filter_map(|line| line.split_once(" =").map(|(id, _)| id))
        .collect()
}

#[test]
fn both_languages_say_the_same_things() {
    let sv = ids(include_str!("../../../locales/sv/export.ftl"));
    let en = ids(include_str!("../../../locales/en/export.ftl"));
    assert_eq!(sv, en, "every text in both languages");
    assert!(sv.len() > 100);
}

#[test]
fn every_text_that_the_page_asks_for_exists() {
    let page = [
        include_str!("page/mod.rs"),
        include_str!("page/details.rs"),
        include_str!("page/said.rs"),
        include_str!("page/standing.rs"),
    ]
    .concat();
    let known = ids(include_str!("../../../locales/en/export.ftl"));
    let words = Words::new(Language::Sv).unwrap();
    for id in page
        .split(".say(\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
    {
        assert!(
            known.contains(format!("export-{}", id.0).as_str()),
            "{}",
            id.0
        );
    }
    for entry in inventory::entries() {
        for id in [
            format!("entry-{}", entry.kind.replace('_', "-")),
            format!("category-{}", entry.category.key()),
        ] {
            assert_ne!(words.say(&id), id, "{id} has no text");
        }
    }
    assert_eq!(words.say_count("months", 1), "1 månad");
    assert_eq!(words.say_count("months", 12), "12 månader");
    assert_eq!(
        words.code("basis", "6_1_f"),
        "Berättigat intresse (artikel 6.1 f)"
    );
    assert_eq!(
        words.code("source", "something_new"),
        "something_new",
        "a code without words stays readable"
    );
}
