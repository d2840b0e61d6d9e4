//! From a row of cells to a contact as it would be typed.

use chrono::NaiveDate;

use super::layout::Layout;
use super::parts::Parts;
use super::rows::{Fault, Row};
use super::words::{cleaned, person_type, several};
use super::{ImportPlan, Target, headers};
use crate::contact::{BasisChoice, ContactDraft, Source, SourceHow};
use crate::policy::{FieldKind, PersonType, Policy};
use crate::{Code, activity, text};

/// What each column becomes, and what a row gets that does not say.
pub(super) struct Mapping<'a> {
    headers: &'a [String],
    targets: Vec<Target>,
    addresses: Vec<usize>,
    policy: &'a Policy,
    plan: &'a ImportPlan,
    file_name: String,
}

/// A row taken apart.
pub(super) struct Candidate {
    pub(super) draft: ContactDraft,
    /// A note to write on the person's timeline; empty: none.
    pub(super) note: String,
}

/// Why a row is refused, and the column at fault if one is.
pub(super) struct Refusal {
    pub(super) code: Code,
    pub(super) column: String,
}

/// The targets of a file: as chosen, else as recognised. A type column counts only when it holds types of person.
pub(super) fn targets(layout: &Layout, chosen: Option<&[Target]>, policy: &Policy) -> Vec<Target> {
    let one_value = |key: &str| policy.fields.iter().any(|f| f.key == key && !f.multiple);
    let mut targets = match chosen {
        Some(chosen) => chosen.to_vec(),
        None => headers::recognise(&layout.headers, one_value),
    };
    for (index, target) in targets.iter_mut().enumerate() {
        let unknown_field =
            matches!(target, Target::Field(key) if !policy.fields.iter().any(|f| f.key == *key));
        let samples = layout.samples.get(index).map_or(&[][..], Vec::as_slice);
        let no_type = chosen.is_none()
            && *target == Target::PersonType
            && samples.iter().any(|s| person_type(s).is_none());
        if unknown_field || no_type {
            *target = Target::NotInPolicy;
        }
    }
    targets
}

impl<'a> Mapping<'a> {
    /// Refuses a choice that does not fit the columns, and a file of which nothing is known.
    pub(super) fn new(
        layout: &'a Layout,
        plan: &'a ImportPlan,
        policy: &'a Policy,
        file_name: &str,
    ) -> crate::Result<Self> {
        let targets = targets(layout, plan.targets.as_deref(), policy);
        if targets.len() != layout.headers.len() {
            return Err(Code::InvalidArgument.into());
        }
        let says_who =
            |t: &Target| matches!(t, Target::Field(_) | Target::GivenName | Target::FamilyName);
        if !targets.iter().any(says_who) {
            return Err(Code::NoColumns.into());
        }
        let known = |choice: &BasisChoice| {
            policy
                .purposes
                .iter()
                .any(|purpose| purpose.key == choice.purpose)
        };
        if !plan.bases.iter().all(known) {
            return Err(Code::PolicyPurpose.into());
        }
        let day = &plan.source.on;
        if !day.is_empty()
            && !NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok_and(|on| on.to_string() == *day)
        {
            return Err(Code::InvalidDate.into());
        }
        let addresses = headers::addresses(&layout.headers, &targets);
        Ok(Self {
            headers: &layout.headers,
            targets,
            addresses,
            policy,
            plan,
            file_name: file_name.to_owned(),
        })
    }

    /// Columns that the policy does not name, by header (`#7` where the header is empty).
    pub(super) fn dropped(&self) -> Vec<String> {
        (0..self.headers.len())
            .filter(|index| self.targets[*index] == Target::NotInPolicy)
            .map(|index| self.name(index))
            .collect()
    }

    fn name(&self, index: usize) -> String {
        match self.headers.get(index) {
            Some(header) if !header.is_empty() => header.clone(),
            _ => format!("#{}", index + 1),
        }
    }

    /// Reads a row.
    pub(super) fn read(&self, row: &Row) -> Result<Candidate, Refusal> {
        let refuse = |code, index: Option<usize>| Refusal {
            code,
            column: index.map(|i| self.name(i)).unwrap_or_default(),
        };
        match row.fault {
            Some(Fault::TooLong) => return Err(refuse(Code::PolicyTooLong, None)),
            Some(Fault::Unclosed(_)) => return Err(refuse(Code::BrokenQuotes, None)),
            Some(Fault::StrayQuote) => return Err(refuse(Code::UnreadableRow, None)),
            None => {}
        }
        // More cells than columns: a delimiter inside a cell without quotes. What follows it stands in the wrong columns.
        if (self.headers.len()..row.len()).any(|index| !row.cell(index).trim().is_empty()) {
            return Err(refuse(Code::UnreadableRow, None));
        }
        let mut parts = Parts::default();
        for (index, target) in self.targets.iter().enumerate() {
            let cell = cleaned(row.cell(index));
            if cell.is_empty() || matches!(target, Target::Skip | Target::NotInPolicy) {
                continue;
            }
            if cell.contains('\u{FFFD}') {
                return Err(refuse(Code::UnreadableRow, Some(index)));
            }
            parts
                .take(target, self.addresses[index], cell, |key| self.kind(key))
                .map_err(|code| refuse(code, Some(index)))?;
        }
        let candidate = self.candidate(parts, row.line);
        if candidate.note.chars().count() > activity::MAX_TEXT {
            return Err(refuse(
                Code::PolicyTooLong,
                self.targets
                    .iter()
                    .position(|target| *target == Target::Note),
            ));
        }
        Ok(candidate)
    }

    fn kind(&self, key: &str) -> Option<FieldKind> {
        self.policy
            .fields
            .iter()
            .find(|field| field.key == key)
            .map(|field| field.kind)
    }

    fn candidate(&self, parts: Parts, line: u32) -> Candidate {
        let note = parts.notes.join("\n\n");
        let (person_type, language, tags) = (parts.person_type, parts.language, parts.tags.clone());
        let values = parts.values(|key| {
            self.policy
                .fields
                .iter()
                .any(|f| f.key == key && f.multiple)
        });
        let organized = values.iter().any(|value| value.field == "organization");
        let person_type = person_type
            .or(self.plan.person_type)
            .unwrap_or(if organized {
                PersonType::Employee
            } else {
                PersonType::Consumer
            });
        let draft = ContactDraft {
            person_type,
            language,
            source: self.source(line),
            bases: self.plan.bases.clone(),
            values,
            tags,
        };
        Candidate { draft, note }
    }

    /// The source names the file and the line, and what the seller said about it.
    fn source(&self, line: u32) -> Source {
        let place = self.plan.source.place.trim();
        let row = format!("{}:{line}", self.file_name);
        // Whoever names the file itself says nothing more than the row does.
        let place = if place.is_empty() || place == self.file_name {
            row
        } else {
            format!("{place} ({row})")
        };
        Source {
            how: SourceHow::Import,
            on: self.plan.source.on.clone(),
            place,
        }
    }

    /// The column in which an address stands.
    pub(super) fn column_of(&self, row: &Row, field: &str, norm: &str) -> String {
        let kind = self.kind(field);
        let normal = |value: &String| match kind {
            Some(FieldKind::Phone) => {
                text::phone(value, text::HOME_REGION).is_ok_and(|n| n == norm)
            }
            _ => text::email(value).is_ok_and(|n| n == norm),
        };
        let holds = |index: usize| several(&cleaned(row.cell(index)), kind).iter().any(normal);
        let of_field = |target: &Target| matches!(target, Target::Field(key) if key == field);
        let found =
            (0..self.targets.len()).find(|index| of_field(&self.targets[*index]) && holds(*index));
        found.map(|index| self.name(index)).unwrap_or_default()
    }

    /// The column whose cell a refusal of the whole contact is about.
    pub(super) fn at_fault(&self, code: Code, row: &Row) -> String {
        let at_fault = |index: usize, target: &Target| {
            let cell = cleaned(row.cell(index));
            let field = match target {
                Target::Field(key) => self.policy.fields.iter().find(|field| field.key == *key),
                Target::GivenName | Target::FamilyName => {
                    self.policy.fields.iter().find(|field| field.key == "name")
                }
                Target::Street | Target::PostalCode | Target::Town | Target::Country => self
                    .policy
                    .fields
                    .iter()
                    .find(|field| field.kind == FieldKind::Address),
                _ => None,
            };
            let kind = field.map(|field| field.kind);
            match code {
                Code::PolicyTooLong => {
                    field.is_some_and(|field| cell.chars().nth(field.max_chars as usize).is_some())
                }
                Code::InvalidEmail => {
                    kind == Some(FieldKind::Email)
                        && several(&cell, kind).iter().any(|v| text::email(v).is_err())
                }
                Code::InvalidPhone => {
                    kind == Some(FieldKind::Phone)
                        && several(&cell, kind)
                            .iter()
                            .any(|v| text::phone(v, text::HOME_REGION).is_err())
                }
                Code::InvalidWebsite => kind == Some(FieldKind::Website) && !cell.is_empty(),
                _ => false,
            }
        };
        let found = self
            .targets
            .iter()
            .enumerate()
            .find(|(index, target)| at_fault(*index, target));
        found.map(|(index, _)| self.name(index)).unwrap_or_default()
    }
}
