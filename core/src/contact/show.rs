//! Everything the card of one person shows, and the tags in use.

use super::{Basis, Contact, Source, TagCount, Value, card, store};
use crate::policy;
use crate::text;
use crate::vault::ReadTx;
use crate::{PersonId, Result};

/// Everything the card shows.
///
/// # Errors
/// [`crate::Code::NoSuchPerson`].
pub fn get(tx: &ReadTx<'_>, id: PersonId) -> Result<Contact> {
    let person = tx.person(id)?;
    let fields = policy::field_keys(tx)?;
    let row = store::person_row(tx, person)?;
    let tags = store::tags_of(tx, person)?;
    let mut values = Vec::new();
    for stored in store::values(tx, person)? {
        let Some((field, kind)) = fields.get(&stored.field_id) else {
            continue;
        };
        values.push(Value {
            id: stored.uid,
            field: field.clone(),
            kind: *kind,
            content: card::content(*kind, &stored.content),
            display: card::display(Some(*kind), &stored.content, stored.norm.as_deref()),
            norm: stored.norm,
            origin: stored.origin,
            reason: stored.reason,
            recorded_at: stored.recorded_at,
            verified_at: stored.verified_at,
        });
    }
    let shown = store::card_row(tx, person)?;
    let shown = match shown {
        Some(shown) => shown,
        None => store::CardRow::composed(&composed(&values, &tags)),
    };
    let bases = store::bases(tx, person)?;
    let bases = bases
        .into_iter()
        .map(|b| Basis {
            purpose: b.purpose,
            basis: b.basis,
            valid_from: b.valid_from,
        })
        .collect();
    Ok(Contact {
        id,
        person_type: row.person_type,
        display_name: shown.display_name,
        subtitle: shown.subtitle,
        language: row.language,
        source: Source {
            how: row.source_how,
            on: row.source_on,
            place: row.source_where,
        },
        recorded_at: row.recorded_at,
        policy_version: row.policy_version,
        values,
        tags,
        bases,
        enrichment: row.enrichment,
        binned_at: row.binned_at,
        follow_up_on: shown.follow_up_on,
    })
}

/// The card of somebody in the bin, who has none.
fn composed(values: &[Value], tags: &[String]) -> card::Shown {
    let text = |value: &Value| match &value.content {
        super::Content::Text(text) => text.clone(),
        super::Content::Address(address) => serde_json::to_string(address).unwrap_or_default(),
    };
    let contents: Vec<String> = values.iter().map(text).collect();
    let parts = values
        .iter()
        .zip(&contents)
        .map(|(value, content)| card::Part {
            key: &value.field,
            kind: value.kind,
            content,
            norm: value.norm.as_deref(),
            display: &value.display,
        });
    card::compose(parts, tags)
}

/// All tags in use, in Swedish order.
pub fn tags(tx: &ReadTx<'_>) -> Result<Vec<TagCount>> {
    let mut tags = store::tag_counts(tx)?;
    tags.sort_by_cached_key(|tag| text::sort_key(&tag.name));
    Ok(tags)
}
