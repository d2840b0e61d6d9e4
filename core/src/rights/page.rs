//! `index.html`: the answer that the person reads (Art. 12 and 15). Own style inside, no scripts, nothing remote.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::document::{Document, pick};
use crate::policy::Purpose;
use crate::{Result, inventory, text};

const STYLE: &str = include_str!("page.css");

/// The page.
pub(super) fn write(document: &Document) -> Result<String> {
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
    Ok(page.html)
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

    fn contact(&mut self) {
        self.section("contact", Some("contact-lead"));
        let document = self.document;
        let hidden = document.rows("hidden_values");
        let mut rows = Vec::new();
        for value in document.rows("values") {
            let key = value["field"].as_str().unwrap_or_default();
            let label = document
                .policy
                .policy
                .field(key)
                .map_or(key, |field| pick(&field.label, document.language));
            let verified = document
                .rows("verifications")
                .iter()
                .filter(|verification| verification["value"] == value["id"])
                .map(|verification| self.at(verification, "verified_at"))
                .collect::<Vec<_>>()
                .join(", ");
            let mut shown = self.content(value);
            if hidden.iter().any(|hidden| hidden["value"] == value["id"]) {
                let _ = write!(shown, "<br><small>{}</small>", self.say("hidden"));
            }
            let mut origin = self.code("origin", value, "origin");
            let reason = value["reason"].as_str().unwrap_or_default();
            if !reason.is_empty() {
                let _ = write!(origin, "<br><small>{}</small>", escape(reason));
            }
            rows.push(vec![
                escape(label),
                shown,
                origin,
                self.at(value, "recorded_at"),
                verified,
            ]);
        }
        if rows.is_empty() {
            self.nothing();
        } else {
            self.table(
                &["field", "content", "origin", "recorded", "verified"],
                &rows,
            );
        }
        self.end();
    }

    /// A value as people read it.
    fn content(&self, value: &Value) -> String {
        let content = value["content"].as_str().unwrap_or_default();
        let address = &value["address"];
        if address.is_object() {
            let line = |key: &str| address[key].as_str().unwrap_or_default().trim().to_owned();
            let town = format!("{} {}", line("postal_code"), line("town"));
            return [line("street"), town.trim().to_owned(), line("country")]
                .into_iter()
                .filter(|line| !line.is_empty())
                .map(|line| escape(&line))
                .collect::<Vec<_>>()
                .join("<br>");
        }
        let kind = self
            .document
            .kind(value["field"].as_str().unwrap_or_default());
        match value["normalised"].as_str() {
            Some(e164) if kind == "phone" => escape(&text::phone_display(e164, "SE")),
            _ => escape(content),
        }
    }

    fn source(&mut self) {
        self.section("source", None);
        let person = self.document.person();
        let shown = |key: &str| escape(person[key].as_str().unwrap_or_default());
        let terms = [
            ("source-how", self.code("source", person, "source_how")),
            ("source-on", shown("source_on")),
            ("source-where", shown("source_where")),
            ("recorded", self.at(person, "recorded_at")),
            ("recorded-by", shown("recorded_by")),
            ("person-type", self.code("type", person, "person_type")),
            ("language", self.code("language", person, "language")),
            ("binned", self.at(person, "binned_at")),
        ];
        self.terms(&terms);
        self.end();
    }

    fn purposes(&mut self) {
        self.section("purposes", Some("purposes-lead"));
        let document = self.document;
        let bases = document.rows("bases");
        let mut rows = Vec::new();
        for basis in bases {
            let key = basis["purpose"].as_str().unwrap_or_default();
            let purpose = document.policy.policy.purpose(key);
            let mut label = escape(purpose.map_or(key, |p| pick(&p.label, document.language)));
            if let Some(purpose) = purpose {
                let _ = write!(
                    label,
                    "<br><small>{}</small>",
                    escape(pick(&purpose.description, document.language))
                );
            }
            let until = self.at(basis, "valid_to");
            let mut since = self.at(basis, "valid_from");
            if !until.is_empty() {
                let _ = write!(since, " – {until}");
            }
            rows.push(vec![
                label,
                self.code("basis", basis, "basis"),
                since,
                purpose
                    .map(|purpose| self.retention(purpose))
                    .unwrap_or_default(),
            ]);
        }
        if rows.is_empty() {
            self.nothing();
        } else {
            self.table(&["purpose", "basis", "since", "retention"], &rows);
        }
        self.interests(bases);
        self.end();
    }

    /// The interest itself, where legitimate interest is the basis (Art. 13(1)(d)).
    fn interests(&mut self, bases: &[Value]) {
        let document = self.document;
        for basis in bases.iter().filter(|basis| basis["basis"] == "6_1_f") {
            let purpose = basis["purpose"]
                .as_str()
                .and_then(|key| document.policy.policy.purpose(key));
            if let Some((purpose, draft)) = purpose.and_then(|p| Some((p, p.assessment.as_ref()?)))
            {
                let heading = escape(&document.words.say_with(
                    "interest",
                    "purpose",
                    pick(&purpose.label, document.language),
                ));
                let interest = escape(pick(&draft.interest, document.language));
                let _ = write!(self.html, "<p><strong>{heading}</strong> {interest}</p>");
            }
        }
    }

    /// `P12M` in words.
    fn retention(&self, purpose: &Purpose) -> String {
        let period = purpose.retention.strip_prefix('P').and_then(|period| {
            let (count, unit) = period.split_at_checked(period.len().checked_sub(1)?)?;
            let unit = match unit {
                "Y" => "years",
                "M" => "months",
                "D" => "days",
                _ => return None,
            };
            Some(self.document.words.say_count(unit, count.parse().ok()?))
        });
        escape(&period.unwrap_or_else(|| purpose.retention.clone()))
    }

    fn consents(&mut self) {
        self.section("consents", Some("consents-lead"));
        let document = self.document;
        let consents = document.rows("consents");
        if consents.is_empty() {
            self.nothing();
        }
        for event in consents {
            let key = event["purpose"].as_str().unwrap_or_default();
            let purpose = document
                .policy
                .policy
                .purpose(key)
                .map_or(key, |p| pick(&p.label, document.language));
            let state = self.code("state", event, "state");
            let tone = match event["polarity"].as_i64() {
                Some(1) => "yes",
                Some(-1) => "no",
                _ => "neither",
            };
            let happened = self.at(event, "happened_at");
            let _ = write!(
                self.html,
                "<article class=\"{tone}\"><h3>{state}: {} <time>{happened}</time></h3>",
                escape(purpose)
            );
            let wording = event["wording"].as_str().unwrap_or_default();
            if !wording.is_empty() {
                let label = self.say("wording");
                let _ = write!(
                    self.html,
                    "<p>{label}</p><blockquote>{}</blockquote>",
                    lines(wording)
                );
            }
            let shown = |key: &str| escape(event[key].as_str().unwrap_or_default());
            let lifted = document
                .rows("lifts")
                .iter()
                .filter(|lift| lift["yes"] == event["id"])
                .count();
            let lifted = if lifted == 0 {
                String::new()
            } else {
                self.say("lifted")
            };
            self.terms(&[
                ("product", shown("product")),
                ("channel", self.code("channel", event, "channel")),
                ("address", shown("address")),
                ("method", self.code("method", event, "method")),
                ("evidence", shown("evidence")),
                ("valid-until", shown("valid_until_on")),
                ("recorded", self.at(event, "recorded_at")),
                ("lifts", lifted),
            ]);
            self.html.push_str("</article>");
        }
        self.suppressions();
        self.end();
    }

    fn suppressions(&mut self) {
        let rows: Vec<_> = self
            .document
            .rows("suppressions")
            .iter()
            .map(|token| {
                let shown = |key: &str| escape(token[key].as_str().unwrap_or_default());
                vec![
                    self.code("channel", token, "channel"),
                    self.code("reason", token, "reason"),
                    shown("since_month"),
                    shown("review_on"),
                ]
            })
            .collect();
        if !rows.is_empty() {
            let lead = self.say("suppressions-lead");
            let _ = write!(self.html, "<p>{lead}</p>");
            self.table(&["channel", "why", "since", "review"], &rows);
        }
    }

    fn activities(&mut self) {
        self.section("activities", Some("activities-lead"));
        let activities = self.document.rows("activities");
        if activities.is_empty() {
            self.nothing();
        }
        for activity in activities {
            let kind = self.code("kind", activity, "kind");
            let _ = write!(
                self.html,
                "<article><h3>{kind} <time>{}</time></h3>",
                self.at(activity, "at")
            );
            let text = activity["text"].as_str().unwrap_or_default();
            if !text.is_empty() {
                let _ = write!(self.html, "<p class=\"note\">{}</p>", lines(text));
            }
            let shown = |key: &str| escape(activity[key].as_str().unwrap_or_default());
            let shared = if activity["shared"] == true {
                self.say("shared-text")
            } else {
                String::new()
            };
            self.terms(&[
                ("direction", self.code("direction", activity, "direction")),
                ("ended", self.at(activity, "ended_at")),
                ("outcome", self.code("outcome", activity, "outcome")),
                ("follow-up", shown("follow_up_on")),
                ("follow-up-done", self.at(activity, "follow_up_done_at")),
                ("edited", self.at(activity, "edited_at")),
                ("shared", shared),
            ]);
            self.html.push_str("</article>");
        }
        self.end();
    }

    fn sorting(&mut self) {
        let tags: Vec<String> = self
            .document
            .rows("tags")
            .iter()
            .filter_map(|tag| tag["name"].as_str())
            .map(|name| format!("<li>{}</li>", escape(name)))
            .collect();
        self.section("sorting", Some("sorting-lead"));
        if tags.is_empty() {
            self.nothing();
        } else {
            let _ = write!(self.html, "<ul>{}</ul>", tags.join(""));
        }
        self.end();
    }

    fn recipients(&mut self) {
        self.section("recipients", Some("recipients-lead"));
        let rows: Vec<_> = self
            .document
            .rows("disclosures")
            .iter()
            .map(|row| {
                let recipient = row["recipient"].as_str().unwrap_or_default();
                let recipient = if recipient.is_empty() {
                    self.say("recipient-self")
                } else {
                    escape(recipient)
                };
                let location = escape(row["location"].as_str().unwrap_or_default());
                vec![
                    recipient,
                    self.code("disclosure", row, "kind"),
                    self.at(row, "at"),
                    location,
                ]
            })
            .collect();
        if rows.is_empty() {
            self.nothing();
        } else {
            self.table(&["recipient", "how", "when", "where"], &rows);
        }
        self.end();
    }

    fn rights(&mut self) {
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

    fn technical(&mut self) {
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

    fn foot(&mut self) {
        let made = self.say("made-with");
        let _ = write!(self.html, "<footer>{made}</footer></main></body></html>\n");
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
