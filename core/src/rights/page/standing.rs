//! The page's last part: the person's rights, and what the file is.

use std::fmt::Write as _;

use super::{Page, escape};
use crate::inventory;

impl Page<'_> {
    pub(super) fn rights(&mut self) {
        self.section("rights", Some("rights-lead"));
        self.html.push_str("<ul>");
        for right in [
            "rectification",
            "erasure",
            "restriction",
            "objection",
            "withdraw",
            "portability",
        ] {
            let right = self.say(&format!("right-{right}"));
            let _ = write!(self.html, "<li>{right}</li>");
        }
        self.html.push_str("</ul>");
        self.terms(&[
            ("automated", self.say("automated-text")),
            ("third-country", self.say("third-country-text")),
            ("complaint", self.say("complaint-text")),
        ]);
        self.end();
    }

    pub(super) fn technical(&mut self) {
        self.section("technical", Some("technical-lead"));
        let document = self.document;
        let masked = if document.masked == 0 {
            self.say("masked-none")
        } else {
            escape(&document.words.say_count("masked-text", document.masked))
        };
        let counts = inventory::entries()
            .iter()
            .map(|entry| {
                let name = self.say(&format!("entry-{}", entry.kind.replace('_', "-")));
                let category = self.say(&format!("category-{}", entry.category.key()));
                vec![name, category, document.rows(entry.kind).len().to_string()]
            })
            .collect::<Vec<_>>();
        self.table(&["what", "category", "count"], &counts);
        let head = escape(document.json["journal_head"].as_str().unwrap_or_default());
        self.terms(&[
            ("masked", masked),
            ("withheld", self.say("withheld-text")),
            (
                "policy",
                format!(
                    "{} · <code>{}</code>",
                    document.policy.policy.version,
                    escape(&document.policy.sha256)
                ),
            ),
            ("journal", format!("<code>{head}</code>")),
        ]);
        self.end();
    }
}
