//! The page's second part: answers on consent, calls and notes, tags, recipients.

use std::fmt::Write as _;

use super::{Page, escape, lines};
use crate::rights::document::pick;

impl Page<'_> {
    pub(super) fn consents(&mut self) {
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

    pub(super) fn activities(&mut self) {
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

    pub(super) fn sorting(&mut self) {
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

    pub(super) fn recipients(&mut self) {
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
                let location = if row["kind"] == "print" {
                    self.code("print", row, "location")
                } else {
                    escape(row["location"].as_str().unwrap_or_default())
                };
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
}
