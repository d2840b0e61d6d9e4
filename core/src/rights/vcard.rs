//! `contact.vcf`: vCard 4.0 (RFC 6350): CRLF, lines folded at 75 octets, `\ , ; newline` escaped.

use serde_json::Value;

use super::document::Document;

/// The longest line in octets, without its CRLF (RFC 6350, 3.2).
const LINE: usize = 75;

/// The person's card. Superseded values are not on it.
pub(super) fn write(document: &Document) -> String {
    let mut card = Card(String::new());
    card.line("BEGIN:VCARD");
    card.line("VERSION:4.0");
    card.line("PRODID:-//Kartotek//Export//EN");
    if let Some(id) = document.person()["id"].as_str() {
        card.line(&format!("UID:urn:uuid:{id}"));
    }
    let mut named = false;
    for value in document.shown_values() {
        let field = value["field"].as_str().unwrap_or_default();
        let content = value["content"].as_str().unwrap_or_default();
        match (field, document.kind(field)) {
            ("name", _) => {
                card.line(&format!("FN:{}", escaped(content)));
                card.line(&format!("N:{}", structured(content)));
                named = true;
            }
            ("organization", _) => card.line(&format!("ORG:{}", escaped(content))),
            ("role", _) => card.line(&format!("ROLE:{}", escaped(content))),
            ("relation", _) => card.line(&format!("NOTE:{}", escaped(content))),
            (_, "email") => card.line(&format!("EMAIL:{}", escaped(content))),
            (_, "phone") => match value["normalised"].as_str() {
                Some(e164) => card.line(&format!("TEL;VALUE=uri:tel:{e164}")),
                None => card.line(&format!("TEL;VALUE=text:{}", escaped(content))),
            },
            (_, "address") => card.line(&address(value)),
            (_, "website") => card.line(&format!("URL:{}", content.replace(['\r', '\n'], ""))),
            _ => {}
        }
    }
    if !named {
        card.line(&format!("FN:{}", escaped(document.name())));
    }
    if let Some(kind) = document.person()["person_type"].as_str() {
        card.line(if kind == "role_mailbox" {
            "KIND:org"
        } else {
            "KIND:individual"
        });
    }
    card.line(&format!("LANG:{}", document.language.code()));
    let tags: Vec<String> = document
        .rows("tags")
        .iter()
        .filter_map(|tag| tag["name"].as_str().map(escaped))
        .collect();
    if !tags.is_empty() {
        card.line(&format!("CATEGORIES:{}", tags.join(",")));
    }
    card.line(&format!(
        "REV:{}",
        document.made_at.format("%Y%m%dT%H%M%SZ")
    ));
    card.line("END:VCARD");
    card.0
}

/// The last word is the family name, the rest are given names.
fn structured(name: &str) -> String {
    match name.trim().rsplit_once(' ') {
        Some((given, family)) => format!("{};{};;;", escaped(family), escaped(given)),
        None => format!(";{};;;", escaped(name.trim())),
    }
}

fn address(value: &Value) -> String {
    let part = |key: &str| escaped(value["address"][key].as_str().unwrap_or_default());
    if value["address"].is_object() {
        format!(
            "ADR:;;{};{};;{};{}",
            part("street"),
            part("town"),
            part("postal_code"),
            part("country")
        )
    } else {
        format!(
            "ADR:;;{};;;;",
            escaped(value["content"].as_str().unwrap_or_default())
        )
    }
}

/// RFC 6350, 3.4.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

struct Card(String);

impl Card {
    /// One content line, folded between characters.
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}
