//! `index.html`: the answer that the person reads (Art. 12 and 15). Own style inside, no scripts, nothing remote.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::document::Document;

mod details;
mod said;
mod standing;

const STYLE: &str = include_str!("page.css");

/// The page.
pub(super) fn write(document: &Document) -> String {
    let mut page = Page {
        document,
        html: String::with_capacity(32 * 1024),
    };
    page.head();
    page.contact();
    page.source();
    page.purposes();
    page.consents();
    page.activities();
    page.sorting();
    page.recipients();
    page.rights();
    page.technical();
    page.foot();
    page.html
}

struct Page<'a> {
    document: &'a Document,
    html: String,
}

impl Page<'_> {
    fn say(&self, id: &str) -> String {
        escape(&self.document.words.say(id))
    }

    fn code(&self, of: &str, row: &Value, key: &str) -> String {
        let code = row[key].as_str().unwrap_or_default();
        if code.is_empty() {
            return String::new();
        }
        escape(&self.document.words.code(of, code))
    }

    /// An instant by the clock of the home zone.
    fn at(&self, row: &Value, key: &str) -> String {
        match &row[key] {
            Value::String(at) => at.parse::<DateTime<Utc>>().map_or_else(
                |_| escape(at),
                |at| {
                    at.with_timezone(&self.document.zone)
                        .format("%Y-%m-%d %H:%M")
                        .to_string()
                },
            ),
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    fn section(&mut self, title: &str, lead: Option<&str>) {
        let title = self.say(title);
        let _ = write!(self.html, "<section><h2>{title}</h2>");
        if let Some(lead) = lead {
            let lead = self.say(lead);
            let _ = write!(self.html, "<p class=\"lead\">{lead}</p>");
        }
    }

    fn end(&mut self) {
        self.html.push_str("</section>\n");
    }

    /// A list of terms and what they say; empty ones are left out.
    fn terms(&mut self, terms: &[(&str, String)]) {
        self.html.push_str("<dl>");
        for (term, text) in terms.iter().filter(|(_, text)| !text.is_empty()) {
            let term = self.say(term);
            let _ = write!(self.html, "<dt>{term}</dt><dd>{text}</dd>");
        }
        self.html.push_str("</dl>");
    }

    fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        self.html.push_str("<table><thead><tr>");
        for head in heads {
            let head = self.say(head);
            let _ = write!(self.html, "<th scope=\"col\">{head}</th>");
        }
        self.html.push_str("</tr></thead><tbody>");
        for row in rows {
            self.html.push_str("<tr>");
            for (n, cell) in row.iter().enumerate() {
                let tag = if n == 0 { "th scope=\"row\"" } else { "td" };
                let _ = write!(self.html, "<{tag}>{cell}</{}>", &tag[..2]);
            }
            self.html.push_str("</tr>");
        }
        self.html.push_str("</tbody></table>");
    }

    fn nothing(&mut self) {
        let nothing = self.say("nothing");
        let _ = write!(self.html, "<p class=\"none\">{nothing}</p>");
    }

    fn head(&mut self) {
        let document = self.document;
        let words = &document.words;
        let title = escape(&words.say_with("title", "name", document.name()));
        let controller = &document.controller;
        let _ = write!(
            self.html,
            "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><meta name=\"robots\" content=\"noindex\">\
             <title>{title}</title><style>{STYLE}</style></head>\n<body><main><header><h1>{title}</h1>",
            document.language.code()
        );
        let made = document
            .made_at
            .with_timezone(&document.zone)
            .format("%Y-%m-%d %H:%M")
            .to_string();
        let who = [
            &controller.name,
            &controller.address,
            &controller.email,
            &controller.phone,
            &controller.organization_number,
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| escape(part))
        .collect::<Vec<_>>()
        .join("<br>");
        let yes = self.say("yes");
        let _ = write!(self.html, "<p class=\"lead\">{yes}</p>");
        self.terms(&[
            ("controller", who),
            ("made", made),
            ("first-copy", self.say("first-copy-text")),
        ]);
        self.html.push_str("</header>\n");
    }

    fn foot(&mut self) {
        let made = self.say("made-with");
        let _ = writeln!(self.html, "<footer>{made}</footer></main></body></html>");
    }
}

/// Text as HTML text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Marks that turn the writing direction must not reach beyond the text.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c => out.push(c),
        }
    }
    out
}

fn lines(text: &str) -> String {
    escape(text).replace('\n', "<br>")
}
