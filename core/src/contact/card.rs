//! What a list and the search show of a person, composed from its values in one place.

use super::shape::PreparedValue;
use super::{Address, Content, store};
use crate::Result;
use crate::policy::FieldKind;
use crate::text;
use crate::vault::WriteTx;

/// A value as far as the card needs it.
pub(super) struct Part<'a> {
    pub(super) key: &'a str,
    pub(super) kind: FieldKind,
    pub(super) content: &'a str,
    pub(super) norm: Option<&'a str>,
    pub(super) display: &'a str,
}

impl<'a> From<&'a PreparedValue> for Part<'a> {
    fn from(value: &'a PreparedValue) -> Self {
        Self {
            key: &value.key,
            kind: value.kind,
            content: &value.content,
            norm: value.norm.as_deref(),
            display: &value.display,
        }
    }
}

/// A card and its line in the search index.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) display_name: String,
    pub(super) subtitle: String,
    pub(super) town: String,
    pub(super) name: String,
    pub(super) organization: String,
    pub(super) email: String,
    pub(super) tags: String,
    pub(super) phone: String,
}

/// Composes the card. A person without a name is shown by organization, relation, e-mail or phone, in this order.
pub(super) fn compose<'a>(parts: impl Iterator<Item = Part<'a>>, tags: &[String]) -> Shown {
    let mut shown = Shown {
        tags: tags.join("\n"),
        ..Shown::default()
    };
    let (mut role, mut relation, mut first_email, mut first_phone) = ("", "", "", "");
    for part in parts {
        match (part.key, part.kind) {
            ("name", _) => line(&mut shown.name, part.content),
            ("organization", _) => line(&mut shown.organization, part.content),
            ("role", _) => role = part.content,
            ("relation", _) => relation = part.content,
            (_, FieldKind::Email) => {
                first_email = first(first_email, part.content);
                line(&mut shown.email, part.content);
            }
            (_, FieldKind::Phone) => {
                first_phone = first(first_phone, part.display);
                line(
                    &mut shown.phone,
                    &text::phone_digits(part.norm.unwrap_or(part.content), part.display),
                );
            }
            (_, FieldKind::Address) if shown.town.is_empty() => {
                shown.town = address(part.content).town;
            }
            _ => {}
        }
    }
    let organization = shown.organization.lines().next().unwrap_or_default();
    let order = [
        shown.name.lines().next().unwrap_or_default(),
        organization,
        relation,
        first_email,
        first_phone,
    ];
    let display_name = order
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned();
    let beside: Vec<&str> = [role, organization]
        .into_iter()
        .filter(|text| !text.is_empty() && *text != display_name)
        .collect();
    shown.subtitle = if beside.is_empty() {
        let rest = [relation, first_email, first_phone].into_iter();
        rest.filter(|text| !text.is_empty())
            .find(|text| *text != display_name)
            .unwrap_or_default()
            .to_owned()
    } else {
        beside.join(" · ")
    };
    shown.display_name = display_name;
    // Found by the words that stand for the name, too.
    line(&mut shown.name, relation);
    line(&mut shown.organization, role);
    shown
}

/// Brings card and search index of a person up to date; a person in the bin has neither.
pub(crate) fn project(tx: &mut WriteTx<'_>, person: i64) -> Result<()> {
    store::unindex_person(tx, person)?;
    if store::is_binned(tx, person)? {
        store::delete_card(tx, person)?;
        return Ok(());
    }
    let fields = crate::policy::field_keys(tx)?;
    let values = store::values(tx, person)?;
    let displays: Vec<String> = values
        .iter()
        .map(|v| {
            display(
                fields.get(&v.field_id).map(|f| f.1),
                &v.content,
                v.norm.as_deref(),
            )
        })
        .collect();
    let parts = values.iter().zip(&displays).filter_map(|(value, display)| {
        let (key, kind) = fields.get(&value.field_id)?;
        Some(Part {
            key,
            kind: *kind,
            content: &value.content,
            norm: value.norm.as_deref(),
            display,
        })
    });
    let shown = compose(parts, &store::tags_of(tx, person)?);
    store::upsert_card(tx, person, &shown)?;
    store::index_person(tx, person, &shown)
}

/// What people read: a phone in national spelling, an address as one line.
pub(crate) fn display(kind: Option<FieldKind>, content: &str, norm: Option<&str>) -> String {
    match (kind, norm) {
        (Some(FieldKind::Phone), Some(norm)) => text::phone_display(norm, text::HOME_REGION),
        (Some(FieldKind::Address), _) => address_line(&address(content)),
        _ => content.to_owned(),
    }
}

/// The content of a stored value.
pub(super) fn content(kind: FieldKind, stored: &str) -> Content {
    if kind == FieldKind::Address {
        Content::Address(address(stored))
    } else {
        Content::Text(stored.to_owned())
    }
}

pub(super) fn address_line(address: &Address) -> String {
    let town = format!("{} {}", address.postal_code, address.town);
    let parts = [address.street.trim(), town.trim(), address.country.trim()];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn address(stored: &str) -> Address {
    serde_json::from_str(stored).unwrap_or_else(|_| Address {
        street: stored.to_owned(),
        ..Address::default()
    })
}

fn line(to: &mut String, text: &str) {
    if !text.is_empty() {
        if !to.is_empty() {
            to.push('\n');
        }
        to.push_str(text);
    }
}

fn first<'a>(so_far: &'a str, next: &'a str) -> &'a str {
    if so_far.is_empty() { next } else { so_far }
}
