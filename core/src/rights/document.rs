//! What an export says, before it is laid out: the inventory walked entry by entry, with what is needed to understand it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::mask::Mask;
use super::store;
use super::words::Words;
use crate::policy::{self, ActivePolicy, Language};
use crate::vault::ReadTx;
use crate::vault::session::Controller;
use crate::vault::settings;
use crate::{Code, PersonId, Result, inventory};

/// The version of `data.json`.
const VERSION: u32 = 1;

/// An export, complete.
pub(super) struct Document {
    /// `data.json`.
    pub(super) json: Value,
    pub(super) words: Words,
    pub(super) language: Language,
    pub(super) controller: Controller,
    pub(super) policy: ActivePolicy,
    pub(super) zone: Tz,
    pub(super) made_at: DateTime<Utc>,
    /// Stretches about others that were masked.
    pub(super) masked: u32,
    /// Key and kind of each field.
    pub(super) kinds: Vec<(String, String)>,
}

impl Document {
    /// The rows of an inventory entry.
    pub(super) fn rows(&self, kind: &str) -> &[Value] {
        self.json["data"][kind]
            .as_array()
            .map_or(&[], Vec::as_slice)
    }

    /// The row about the person itself.
    pub(super) fn person(&self) -> &Value {
        self.rows("person").first().unwrap_or(&Value::Null)
    }

    /// Values of a field that are not hidden, in order.
    pub(super) fn values<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Value> {
        self.shown_values()
            .filter(move |value| value["field"] == field)
    }

    /// Values that are not hidden.
    pub(super) fn shown_values(&self) -> impl Iterator<Item = &Value> {
        let hidden = self.rows("hidden_values");
        self.rows("values")
            .iter()
            .filter(move |value| !hidden.iter().any(|hidden| hidden["value"] == value["id"]))
    }

    /// `email`, `phone`, `address` … of a field; empty when it is unknown.
    pub(super) fn kind(&self, field: &str) -> &str {
        self.kinds
            .iter()
            .find(|(key, _)| key == field)
            .map_or("", |(_, kind)| kind)
    }

    /// What people call the person: the name, or what the card shows, or the first value.
    pub(super) fn name(&self) -> &str {
        let text = |value: &'_ Value| value["content"].as_str().map(str::len);
        self.values("name")
            .find(|value| text(value).is_some())
            .and_then(|value| value["content"].as_str())
            .or_else(|| {
                self.rows("card")
                    .first()
                    .and_then(|card| card["display_name"].as_str())
            })
            .or_else(|| {
                self.shown_values()
                    .next()
                    .and_then(|value| value["content"].as_str())
            })
            .unwrap_or_default()
    }
}

/// Draws up everything about `person`.
pub(super) fn draw_up(tx: &ReadTx<'_>, person: PersonId, journal_head: &str) -> Result<Document> {
    let row = tx.person(person)?;
    let settings = settings::settings(tx)?;
    let zone: Tz = settings.zone.parse().map_err(|_| Code::Internal)?;
    let controller = settings::controller(tx)?;
    let policy = policy::active(tx)?;
    let mut data = Map::new();
    for entry in inventory::entries() {
        data.insert(entry.kind.to_owned(), Value::Array(entry.collect(tx, row)?));
    }
    let language = data["person"][0]["language"]
        .as_str()
        .and_then(Language::from_code)
        .unwrap_or(settings.language);
    let words = Words::new(language)?;
    let masked = mask(tx, row, &mut data, words.say("mask"))?;
    let made_at = DateTime::from_timestamp_millis(tx.now()).ok_or(Code::Internal)?;
    let json = json!({
        "format": "kartotek-export",
        "version": VERSION,
        "schema": "export.schema.json",
        "created_at": made_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "zone": settings.zone,
        "language": language.code(),
        "controller": {
            "name": controller.name, "address": controller.address, "email": controller.email,
            "phone": controller.phone, "organization_number": controller.organization_number,
        },
        "policy": {
            "version": policy.policy.version,
            "sha256": policy.sha256,
            "fields": policy.policy.fields.iter().map(|field| json!({
                "key": field.key, "kind": field.kind, "label": pick(&field.label, language),
            })).collect::<Vec<_>>(),
            "purposes": policy.policy.purposes.iter().map(|purpose| json!({
                "key": purpose.key, "label": pick(&purpose.label, language), "description": pick(&purpose.description, language),
                "direct_marketing": purpose.direct_marketing, "retention": purpose.retention,
            })).collect::<Vec<_>>(),
        },
        "automated_decisions": false,
        "third_country_transfers": false,
        "masked": masked,
        "journal_head": journal_head,
        "data": data,
    });
    Ok(Document {
        json,
        words,
        language,
        controller,
        policy,
        zone,
        made_at,
        masked,
        kinds: store::kinds(tx)?,
    })
}

/// The text in one language.
pub(super) fn pick(words: &policy::Words, language: Language) -> &str {
    match language {
        Language::Sv => &words.sv,
        Language::En => &words.en,
    }
}

/// Masks others in what the seller wrote in own words.
fn mask(tx: &ReadTx<'_>, person: i64, data: &mut Map<String, Value>, mark: String) -> Result<u32> {
    let own: Vec<String> = rows(data, "values")
        .filter(|value| value["field"] == "name")
        .filter_map(|value| value["content"].as_str().map(str::to_owned))
        .collect();
    let mut others = Mask::new(tx, person, &own, mark)?;
    for (kind, field) in [
        ("activities", "text"),
        ("consents", "evidence"),
        ("drafts", "text"),
    ] {
        for row in data
            .get_mut(kind)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            let activity = row["id"].as_str().and_then(|id| Uuid::parse_str(id).ok());
            if let Some(text) = row[field].as_str() {
                row[field] = others.apply(text, activity)?.into();
            }
        }
    }
    Ok(others.masked)
}

fn rows<'a>(data: &'a Map<String, Value>, kind: &str) -> impl Iterator<Item = &'a Value> {
    data.get(kind)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}
