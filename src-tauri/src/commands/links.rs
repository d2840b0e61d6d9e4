//! Handing something of a contact to the system: a link by the id of its value, the vault's folder, a text to the clipboard.

use kartotek_core::contact::{self, Content, Value};
use kartotek_core::policy::FieldKind;
use kartotek_core::{Code, PersonId, ValueId};
use tauri::{State, Url};
use tauri_plugin_opener::OpenerExt as _;

use super::short;
use crate::clipboard;
use crate::desk::{Desk, aside};
use crate::fault::Answer;

/// What a link may be; nothing else is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Phone,
    Email,
    Website,
}

/// Opens an e-mail address, a phone number or a website of the person in the program that the system has for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(
    desk: State<'_, Desk>,
    person: PersonId,
    value: ValueId,
) -> Answer<()> {
    open(&desk, person, value, None).await
}

pub(super) async fn open(
    desk: &Desk,
    person: PersonId,
    id: ValueId,
    only: Option<Kind>,
) -> Answer<()> {
    let contact = desk.read(move |tx| contact::get(tx, person)).await?;
    let value = contact
        .values
        .iter()
        .find(|value| value.id == id)
        .ok_or(Code::NotFound)?;
    let (kind, url) = target(value).ok_or(Code::InvalidArgument)?;
    if only.is_some_and(|only| only != kind) {
        return Err(Code::InvalidArgument.into());
    }
    let app = desk.app().clone();
    aside(move || {
        let opened = app.opener().open_url(url.as_str(), None::<&str>);
        Ok(opened.map_err(|_| Code::NotFound)?)
    })
    .await
}

/// The address that the system gets; only `tel:`, `mailto:` and `https:`, built from a value that was validated.
fn target(value: &Value) -> Option<(Kind, Url)> {
    let Content::Text(_) = value.content else {
        return None;
    };
    let text = value.norm.as_deref()?;
    if text.len() > 2_000 || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    match value.kind {
        FieldKind::Phone
            if text.starts_with('+') && text[1..].bytes().all(|b| b.is_ascii_digit()) =>
        {
            Some((Kind::Phone, Url::parse(&format!("tel:{text}")).ok()?))
        }
        FieldKind::Email if !text.contains(['?', '&', '%', ',', ';']) => {
            Some((Kind::Email, Url::parse(&format!("mailto:{text}")).ok()?))
        }
        FieldKind::Website => {
            let with_scheme = if text.contains("://") {
                text.to_owned()
            } else {
                format!("https://{text}")
            };
            let url = Url::parse(&with_scheme).ok()?;
            let plain = matches!(url.scheme(), "https" | "http")
                && url.username().is_empty()
                && url.password().is_none();
            (plain && url.host_str().is_some()).then_some((Kind::Website, url))
        }
        _ => None,
    }
}

/// Shows the vault's folder in the file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_folder(desk: State<'_, Desk>) -> Answer<()> {
    let desk = desk.inner().clone();
    aside(move || {
        let folder = desk.dir().display().to_string();
        let opened = desk.app().opener().open_path(folder, None::<&str>);
        Ok(opened.map_err(|_| Code::NotFound)?)
    })
    .await
}

/// Puts a text on the clipboard, for half a minute.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy(desk: State<'_, Desk>, text: String) -> Answer<()> {
    short(&text, 100_000)?;
    Ok(clipboard::put(desk.app(), text.into()).map_err(|_| Code::Internal)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kartotek_core::contact::Origin;

    fn value(kind: FieldKind, norm: &str) -> Value {
        Value {
            id: ValueId::new(),
            field: String::new(),
            kind,
            content: Content::Text(norm.to_owned()),
            display: String::new(),
            norm: Some(norm.to_owned()),
            origin: Origin::Typed,
            reason: String::new(),
            recorded_at: 0,
            verified_at: None,
        }
    }

    #[test]
    fn only_a_validated_address_becomes_a_link() {
        let url = |kind, norm| target(&value(kind, norm)).map(|(_, url)| url.to_string());
        assert_eq!(
            url(FieldKind::Phone, "+46701740605").as_deref(),
            Some("tel:+46701740605")
        );
        assert_eq!(
            url(FieldKind::Email, "lisa@example.se").as_deref(),
            Some("mailto:lisa@example.se")
        );
        assert_eq!(
            url(FieldKind::Website, "example.com").as_deref(),
            Some("https://example.com/")
        );
        for (kind, hostile) in [
            (FieldKind::Website, "file:///etc/passwd"),
            (FieldKind::Website, "javascript:alert(1)"),
            (FieldKind::Website, "https://user@example.com"),
            (FieldKind::Website, "smb://example.com/x"),
            (FieldKind::Email, "a@example.com?bcc=b@example.com"),
            (FieldKind::Email, "a@example.com\nb"),
            (FieldKind::Phone, "+4670;ext=1"),
            (FieldKind::Text, "https://example.com"),
        ] {
            assert_eq!(url(kind, hostile), None, "{hostile} must not be opened");
        }
        let long = format!("https://example.com/{}", "a".repeat(2_000));
        assert_eq!(url(FieldKind::Website, &long), None, "too long");
    }
}
