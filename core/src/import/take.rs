//! Row after row into the vault: known, refused or created, and every one counted.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};

use super::mapping::{Candidate, Mapping, Refusal};
use super::rows::{Row, Rows};
use super::{ImportReport, REPORTED_ROWS, RowOutcome, RowReport, store};
use crate::contact::{ContactDraft, Content, Intake, Origin, ValueDraft};
use crate::vault::{Keyed, Use, WriteTx};
use crate::{Code, Result, activity, text};

/// How often somebody may stop it, and hears how far it is.
const EVERY: u32 = 256;

enum Taken {
    Created,
    /// The same content came in before.
    Again,
    /// The person is there already, by the address in this column.
    Known(String),
    Refused(Refusal),
}

struct Keys {
    fingerprint: Keyed,
    suppression: Vec<Keyed>,
}

/// Takes in all rows.
pub(super) fn all<R: Read>(
    tx: &mut WriteTx<'_>,
    mapping: &Mapping<'_>,
    mut rows: Rows<R>,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(u32),
) -> Result<ImportReport> {
    let keys = Keys {
        fingerprint: tx.keyed(Use::Fingerprint)?,
        suppression: tx.all_keyed(Use::Suppression)?,
    };
    let mut report = ImportReport {
        dropped_columns: mapping.dropped(),
        ..ImportReport::default()
    };
    let mut intake = Intake::open(tx, Origin::Imported)?;
    let mut row = Row::default();
    let mut done = 0;
    while rows.next_into(&mut row)? {
        if row.is_blank() {
            continue;
        }
        if done % EVERY == 0 {
            if cancel.load(Ordering::Relaxed) {
                return Err(Code::Cancelled.into());
            }
            progress(done);
        }
        done += 1;
        count(
            &mut report,
            row.line,
            one(tx, mapping, &keys, &mut intake, &row)?,
        );
    }
    progress(done);
    intake.finish(tx)?;
    store::batch(tx, report.created, report.unchanged, report.refused)?;
    Ok(report)
}

fn count(report: &mut ImportReport, line: u32, taken: Taken) {
    let (outcome, reason, column) = match taken {
        Taken::Created => {
            report.created += 1;
            return;
        }
        Taken::Again => {
            report.unchanged += 1;
            return;
        }
        Taken::Known(column) => {
            report.unchanged += 1;
            (RowOutcome::Unchanged, Code::AlreadyKnown, column)
        }
        Taken::Refused(refusal) => {
            report.refused += 1;
            (RowOutcome::Refused, refusal.code, refusal.column)
        }
    };
    if report.rows.len() < REPORTED_ROWS {
        report.rows.push(RowReport {
            line,
            outcome,
            reason,
            column,
        });
    }
}

fn one(
    tx: &mut WriteTx<'_>,
    mapping: &Mapping<'_>,
    keys: &Keys,
    intake: &mut Intake,
    row: &Row,
) -> Result<Taken> {
    let candidate = match mapping.read(row) {
        Ok(candidate) => candidate,
        Err(refusal) => return Ok(Taken::Refused(refusal)),
    };
    let fingerprint = fingerprint(&keys.fingerprint, &candidate);
    if store::has_fingerprint(tx, &fingerprint)? {
        return Ok(Taken::Again);
    }
    let ready = match intake.prepare(tx, &candidate.draft) {
        Ok(ready) => ready,
        Err(error) if error.code() == Code::Suppressed => {
            return suppressed(tx, mapping, keys, row, &candidate.draft);
        }
        Err(error) if is_about_the_row(error.code()) => {
            let (code, column) = (error.code(), mapping.at_fault(error.code(), row));
            return Ok(Taken::Refused(Refusal { code, column }));
        }
        Err(error) => return Err(error),
    };
    for (field, norm) in ready.addresses() {
        if is_known(tx, &candidate.draft, field, norm)? {
            return Ok(Taken::Known(mapping.column_of(row, field, norm)));
        }
    }
    let person = intake.write(tx, &ready, Some(&fingerprint))?;
    if !candidate.note.is_empty() {
        activity::write_note(tx, &[person], &candidate.note, None)?;
    }
    Ok(Taken::Created)
}

/// An address said no. Whoever is in the vault with it is known, and nothing changes; nobody comes back with it.
fn suppressed(
    tx: &WriteTx<'_>,
    mapping: &Mapping<'_>,
    keys: &Keys,
    row: &Row,
    draft: &ContactDraft,
) -> Result<Taken> {
    let mut column = String::new();
    for (field, norm) in addresses(draft) {
        if is_known(tx, draft, field, &norm)? {
            return Ok(Taken::Known(mapping.column_of(row, field, &norm)));
        }
        for key in &keys.suppression {
            if column.is_empty() && store::is_suppressed(tx, &key.address(field, &norm))? {
                column = mapping.column_of(row, field, &norm);
            }
        }
    }
    Ok(Taken::Refused(Refusal {
        code: Code::Suppressed,
        column,
    }))
}

/// Everything that is taken in of a row, in order. The line and the file are left out: the same person may move.
fn fingerprint(key: &Keyed, candidate: &Candidate) -> [u8; 32] {
    let draft = &candidate.draft;
    let mut parts = vec![draft.person_type.code()];
    for value in &draft.values {
        parts.push(&value.field);
        match &value.content {
            Content::Text(text) => parts.push(text),
            Content::Address(a) => {
                parts.extend([&*a.street, &*a.postal_code, &*a.town, &*a.country]);
            }
        }
    }
    parts.push("tags");
    parts.extend(draft.tags.iter().map(String::as_str));
    parts.push("note");
    parts.push(&candidate.note);
    key.mark(&parts)
}

/// The e-mails and phones of a row in the form that is compared; what does not validate is left out.
fn addresses(draft: &ContactDraft) -> Vec<(&'static str, String)> {
    let norm = |value: &ValueDraft| match (&*value.field, &value.content) {
        ("email", Content::Text(typed)) => text::email(typed).ok().map(|norm| ("email", norm)),
        ("phone", Content::Text(typed)) => text::phone(typed, text::HOME_REGION)
            .ok()
            .map(|norm| ("phone", norm)),
        _ => None,
    };
    draft.values.iter().filter_map(norm).collect()
}

/// An e-mail tells people apart. A phone does not, unless the names agree or one of them is missing.
fn is_known(tx: &WriteTx<'_>, draft: &ContactDraft, field: &str, norm: &str) -> Result<bool> {
    let names = store::names_at(tx, field, norm)?;
    if field == "email" || names.is_empty() {
        return Ok(!names.is_empty());
    }
    let name = draft
        .values
        .iter()
        .find(|value| value.field == "name")
        .map(|value| &value.content);
    let Some(Content::Text(name)) = name else {
        return Ok(true);
    };
    Ok(names
        .iter()
        .any(|known| known.is_empty() || same_name(known, name)))
}

/// The same words in any order: "Berg, Åsa" is "Åsa Berg".
fn same_name(a: &str, b: &str) -> bool {
    let sorted = |name: &str| {
        let folded = text::fold(name);
        let mut words: Vec<String> = text::words(&folded)
            .into_iter()
            .map(str::to_owned)
            .collect();
        words.sort_unstable();
        words
    };
    sorted(a) == sorted(b)
}

/// A refusal of this row, and not of the vault.
fn is_about_the_row(code: Code) -> bool {
    matches!(
        code,
        Code::PolicyField
            | Code::PolicyTooLong
            | Code::PolicyPurpose
            | Code::PolicyBasis
            | Code::AssessmentUnconfirmed
            | Code::BasisRequired
            | Code::SourceRequired
            | Code::Nameless
            | Code::InvalidEmail
            | Code::InvalidPhone
            | Code::InvalidWebsite
            | Code::InvalidDate
            | Code::InvalidArgument
            | Code::Suppressed
    )
}
