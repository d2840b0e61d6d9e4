//! What the cells of one row say, put together: a name from its parts, addresses from theirs, each value once.

use super::Target;
use super::words::{country, language, person_type, several};
use crate::Code;
use crate::contact::{Address, Content, ValueDraft};
use crate::policy::{FieldKind, Language, PersonType};

/// What the cells of one row say, before it is put together.
#[derive(Default)]
pub(super) struct Parts {
    fields: Vec<(String, String)>,
    given: Vec<String>,
    family: Vec<String>,
    /// By the number of the address.
    addresses: Vec<(usize, Address)>,
    pub(super) tags: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) person_type: Option<PersonType>,
    pub(super) language: Option<Language>,
}

impl Parts {
    /// Takes in one cell.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for a type of person that is none.
    pub(super) fn take(
        &mut self,
        target: &Target,
        address: usize,
        cell: String,
        kind: impl Fn(&str) -> Option<FieldKind>,
    ) -> Result<(), Code> {
        match target {
            Target::Field(key) => {
                for value in several(&cell, kind(key)) {
                    self.fields.push((key.clone(), value));
                }
            }
            Target::GivenName => self.given.push(cell),
            Target::FamilyName => self.family.push(cell),
            Target::Street => {
                let street = &mut self.address(address).street;
                if !street.is_empty() {
                    street.push('\n');
                }
                street.push_str(&cell);
            }
            Target::PostalCode => self.address(address).postal_code = cell,
            Target::Town => self.address(address).town = cell,
            Target::Country => self.address(address).country = country(&cell),
            Target::Tags => {
                for tag in several(&cell, None)
                    .iter()
                    .flat_map(|part| part.split([',', ';']))
                {
                    let tag = tag.trim().trim_start_matches('*').trim();
                    if !tag.is_empty() && !self.tags.iter().any(|known| known == tag) {
                        self.tags.push(tag.to_owned());
                    }
                }
            }
            Target::Note => self.notes.push(cell),
            Target::PersonType => {
                self.person_type = Some(person_type(&cell).ok_or(Code::InvalidArgument)?);
            }
            Target::Language => self.language = language(&cell),
            Target::Skip | Target::NotInPolicy => {}
        }
        Ok(())
    }

    fn address(&mut self, number: usize) -> &mut Address {
        let at = self
            .addresses
            .iter()
            .position(|(known, _)| *known == number)
            .unwrap_or_else(|| {
                self.addresses.push((number, Address::default()));
                self.addresses.len() - 1
            });
        &mut self.addresses[at].1
    }

    /// The values in the order of the columns, equal ones once, several cells for a field of one value joined.
    pub(super) fn values(self, multiple: impl Fn(&str) -> bool) -> Vec<ValueDraft> {
        let mut fields = self.fields;
        let joined = self
            .given
            .into_iter()
            .chain(self.family)
            .collect::<Vec<_>>()
            .join(" ");
        if !joined.is_empty() && !fields.iter().any(|(key, _)| key == "name") {
            fields.insert(0, ("name".to_owned(), joined));
        }
        let mut once: Vec<(String, String)> = Vec::with_capacity(fields.len());
        for (key, value) in fields {
            if once.iter().any(|(k, v)| *k == key && *v == value) {
                continue;
            }
            match once.iter_mut().find(|(k, _)| *k == key && !multiple(k)) {
                Some((_, before)) => *before = format!("{before}, {value}"),
                None => once.push((key, value)),
            }
        }
        let text = once.into_iter().map(|(field, value)| ValueDraft {
            field,
            content: Content::Text(value),
            as_typed: false,
        });
        let addresses = self
            .addresses
            .into_iter()
            .filter(|(_, address)| !only_country(address));
        let addresses = addresses.map(|(_, address)| ValueDraft {
            field: "address".to_owned(),
            content: Content::Address(address),
            as_typed: false,
        });
        text.chain(addresses).collect()
    }
}

/// A country alone is no address; programs fill it in for everybody.
fn only_country(address: &Address) -> bool {
    address.street.is_empty() && address.postal_code.is_empty() && address.town.is_empty()
}
