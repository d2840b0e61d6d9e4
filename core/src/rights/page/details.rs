//! The page's first part: what is kept, where it came from, and why.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Page, escape};
use crate::policy::Purpose;
use crate::rights::document::pick;
use crate::text;

impl Page<'_> {
    pub(super) fn contact(&mut self) {
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

    pub(super) fn source(&mut self) {
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

    pub(super) fn purposes(&mut self) {
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
}
