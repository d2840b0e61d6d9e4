//! What can be told without asking anybody: from the number, from the mail domain, from who else is in the vault.

use super::{Reason, Suggestion, store};
use crate::Result;
use crate::contact::{Contact, Content, Value};
use crate::policy::{self, FieldKind};
use crate::text;
use crate::vault::ReadTx;

/// Every suggestion for a contact.
pub(super) fn of(tx: &ReadTx<'_>, person: i64, contact: &Contact) -> Result<Vec<Suggestion>> {
    let policy = policy::active(tx)?.policy;
    let open = |field: &str| {
        policy
            .field(field)
            .is_some_and(|f| f.person_types.contains(&contact.person_type))
            && !contact.values.iter().any(|v| v.field == field)
    };
    let mut out = Vec::new();
    for value in contact.values.iter().filter(|v| v.kind == FieldKind::Phone) {
        phone(value, &mut out);
    }
    let domain = |v: &Value| {
        text::mail_domain(v.norm.as_deref()?)
            .filter(|d| !text::is_public_mail_provider(d))
            .map(str::to_owned)
    };
    let mails = contact.values.iter().filter(|v| v.kind == FieldKind::Email);
    let domains: Vec<(String, &str)> = mails
        .filter_map(|v| Some((domain(v)?, &*v.display)))
        .collect();
    if open("organization") {
        for (domain, from) in &domains {
            if let Some(name) = store::organization_at(tx, person, domain)? {
                out.push(suggestion(
                    "organization",
                    name,
                    Reason::EmailDomainOrganization,
                    from,
                ));
                break;
            }
        }
    }
    if open("website")
        && let Some((domain, from)) = domains.first()
    {
        out.push(suggestion(
            "website",
            format!("https://{domain}"),
            Reason::EmailDomainWebsite,
            from,
        ));
    }
    Ok(out)
}

/// Country and line type stand beside the number and fill no field.
fn phone(value: &Value, out: &mut Vec<Suggestion>) {
    let Some(norm) = &value.norm else { return };
    if let Some(country) = text::phone_country(norm) {
        out.push(suggestion(
            "",
            country,
            Reason::PhoneCountry,
            &value.display,
        ));
    }
    if let Some(line) = text::phone_line(norm) {
        out.push(suggestion(
            "",
            line.code().to_owned(),
            Reason::PhoneLineType,
            &value.display,
        ));
    }
}

fn suggestion(field: &str, content: String, reason: Reason, from: &str) -> Suggestion {
    Suggestion {
        field: field.to_owned(),
        content: Content::Text(content),
        reason,
        from: from.to_owned(),
    }
}
