//! Checking a new contact against today's policy, and writing it. Opened once for a whole import: the policy is read once.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::shape::{PreparedValue, names_somebody, shape, tags};
use super::{ContactDraft, Origin, Source, ValueDraft, card, store};
use crate::policy::{self, FieldKind, Language, LawfulBasis, PersonType, Policy};
use crate::text;
use crate::vault::{Keyed, ReadTx, Use, WriteTx};
use crate::{Code, PersonId, Result};

/// Today's policy, ready to check drafts.
#[must_use = "people are findable only after finish"]
pub struct Intake {
    policy: Policy,
    policy_id: i64,
    active_basis: HashSet<(i64, PersonType, LawfulBasis)>,
    /// The keys of the suppression list, when anything stands there.
    suppression: Vec<Keyed>,
    /// Whose own tokens do not count.
    except: Option<i64>,
    origin: Origin,
    today: String,
    language: Language,
    tag_ids: HashMap<String, i64>,
    /// People not yet in the search index, by row number.
    unindexed: BTreeMap<i64, card::Shown>,
}

/// People after whom the search index is brought up to date. Every statement that a trigger may stop makes FTS5 write out
/// what it holds; so the index is written apart from the rows, many people at a time.
const INDEX_EVERY: usize = 2_048;

/// A draft that fulfils the policy; nothing is written yet.
pub struct Prepared {
    pub(super) person_type: PersonType,
    pub(super) language: Language,
    pub(super) source: Source,
    pub(super) bases: Vec<(i64, LawfulBasis)>,
    pub(super) values: Vec<PreparedValue>,
    pub(super) tags: Vec<String>,
}

impl Prepared {
    /// The e-mails and phones in the form that is compared, each with the field it stands in.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .filter(|v| matches!(v.kind, FieldKind::Email | FieldKind::Phone))
            .filter_map(|v| Some((&*v.key, v.norm.as_deref()?)))
    }
}

impl Intake {
    /// Reads policy and home day. `origin` is what the values will say of themselves.
    pub fn open(tx: &ReadTx<'_>, origin: Origin) -> Result<Self> {
        let policy = policy::active(tx)?.policy;
        let suppression = if store::suppresses(tx)? {
            tx.all_keyed(Use::Suppression)?
        } else {
            Vec::new()
        };
        Ok(Self {
            policy_id: store::active_policy(tx)?,
            active_basis: store::active_bases(tx)?.into_iter().collect(),
            suppression,
            except: None,
            origin,
            today: tx.today()?.to_string(),
            language: store::vault_language(tx)?,
            tag_ids: HashMap::new(),
            unindexed: BTreeMap::new(),
            policy,
        })
    }

    /// As [`Intake::open`], for a person who is in the vault: an address that this very person said no on is no news.
    pub(super) fn open_for(tx: &ReadTx<'_>, person: i64) -> Result<Self> {
        Ok(Self {
            except: Some(person),
            ..Self::open(tx, Origin::Typed)?
        })
    }

    pub(super) fn policy_id(&self) -> i64 {
        self.policy_id
    }

    /// Checks everything that can be refused; writes nothing.
    ///
    /// # Errors
    /// Codes of the policy, of the values' kinds, [`Code::SourceRequired`], [`Code::BasisRequired`], [`Code::Nameless`], [`Code::Suppressed`].
    pub fn prepare(&self, tx: &ReadTx<'_>, draft: &ContactDraft) -> Result<Prepared> {
        let mut values: Vec<PreparedValue> = Vec::with_capacity(draft.values.len());
        let mut language = draft.language;
        for value in &draft.values {
            let Some(ready) = self.value(tx, value)? else {
                continue;
            };
            if ready.kind == FieldKind::Language {
                language = language.or(Language::from_code(&ready.content));
                continue;
            }
            if values.iter().any(|v| {
                v.field_id == ready.field_id
                    && (!self.multiple(&ready.key) || v.content == ready.content)
            }) {
                return Err(Code::InvalidArgument.into());
            }
            values.push(ready);
        }
        if !values.iter().any(|v| names_somebody(&v.key)) {
            return Err(Code::Nameless.into());
        }
        Ok(Prepared {
            person_type: draft.person_type,
            language: language.unwrap_or(self.language),
            source: self.source(&draft.source)?,
            bases: self.bases(
                draft.person_type,
                draft.bases.iter().map(|b| (&*b.purpose, b.basis)),
            )?,
            values,
            tags: tags(&draft.tags)?,
        })
    }

    /// Writes a prepared contact: row, values, bases, tags and card. The search index follows with [`Intake::finish`].
    pub fn write(
        &mut self,
        tx: &mut WriteTx<'_>,
        ready: &Prepared,
        fingerprint: Option<&[u8; 32]>,
    ) -> Result<PersonId> {
        let id = PersonId::new();
        let person = store::insert_person(tx, id, ready, self.policy_id, fingerprint)?;
        for (position, value) in (0_i64..).zip(&ready.values) {
            store::insert_value(
                tx,
                person,
                value,
                self.origin,
                "",
                position,
                self.policy_id,
                None,
            )?;
        }
        for (purpose, basis) in &ready.bases {
            store::open_basis(tx, person, *purpose, *basis)?;
        }
        for tag in &ready.tags {
            let tag_id = match self.tag_ids.get(tag) {
                Some(known) => *known,
                None => store::tag_id(tx, tag)?,
            };
            self.tag_ids.insert(tag.clone(), tag_id);
            store::add_tag(tx, person, tag_id)?;
        }
        let shown = card::compose(ready.values.iter().map(card::Part::from), &ready.tags);
        store::insert_card(tx, person, &shown)?;
        self.unindexed.insert(person, shown);
        if self.unindexed.len() >= INDEX_EVERY {
            self.index(tx)?;
        }
        Ok(id)
    }

    /// Makes everybody written findable. An intake that is not finished leaves people out of the search.
    pub fn finish(mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        self.index(tx)
    }

    /// A row that was taken back since is left out.
    fn index(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        for (person, shown) in std::mem::take(&mut self.unindexed) {
            if store::has_card(tx, person)? {
                store::index_person(tx, person, &shown)?;
            }
        }
        Ok(())
    }

    /// A value in the form it is stored; `None` when nothing was typed.
    pub(super) fn value(
        &self,
        tx: &ReadTx<'_>,
        draft: &ValueDraft,
    ) -> Result<Option<PreparedValue>> {
        let field = self.policy.field(&draft.field).ok_or(Code::PolicyField)?;
        let Some(ready) = shape(field, &draft.content, draft.as_typed)? else {
            return Ok(None);
        };
        if ready.content.chars().count() > field.max_chars as usize {
            return Err(Code::PolicyTooLong.into());
        }
        if let (FieldKind::Email | FieldKind::Phone, Some(norm)) = (ready.kind, &ready.norm) {
            for key in &self.suppression {
                let token = key.address(ready.kind.code(), norm);
                if store::is_suppressed(tx, &token, self.except)? {
                    return Err(Code::Suppressed.into());
                }
            }
        }
        Ok(Some(ready))
    }

    pub(super) fn multiple(&self, field: &str) -> bool {
        self.policy.field(field).is_some_and(|f| f.multiple)
    }

    /// The bases chosen, or the policy's defaults for the person type when none is.
    pub(super) fn bases<'a>(
        &self,
        person_type: PersonType,
        chosen: impl Iterator<Item = (&'a str, LawfulBasis)>,
    ) -> Result<Vec<(i64, LawfulBasis)>> {
        let mut chosen: Vec<(&str, LawfulBasis)> = chosen.collect();
        if chosen.is_empty() {
            let defaults = self.policy.purposes.iter().filter_map(|p| {
                let allowed = p.allowed(person_type).filter(|a| a.default)?;
                Some((&*p.key, *allowed.bases.first()?))
            });
            chosen.extend(defaults);
        }
        let mut out: Vec<(i64, LawfulBasis)> = Vec::with_capacity(chosen.len());
        for (key, basis) in chosen {
            let purpose = self.policy.purpose(key).ok_or(Code::PolicyPurpose)?;
            if !purpose
                .allowed(person_type)
                .is_some_and(|a| a.bases.contains(&basis))
            {
                return Err(Code::PolicyBasis.into());
            }
            if !self
                .active_basis
                .contains(&(purpose.id, person_type, basis))
            {
                return Err(Code::AssessmentUnconfirmed.into());
            }
            // P-6: one basis for a purpose
            if out.iter().any(|(id, _)| *id == purpose.id) {
                return Err(Code::InvalidArgument.into());
            }
            out.push((purpose.id, basis));
        }
        if out.is_empty() {
            Err(Code::BasisRequired.into())
        } else {
            Ok(out)
        }
    }

    fn source(&self, source: &Source) -> Result<Source> {
        let place = text::tidy(&source.place);
        if place.is_empty() && !source.how.from_the_person() {
            return Err(Code::SourceRequired.into());
        }
        if place.chars().count() > 300 {
            return Err(Code::PolicyTooLong.into());
        }
        let on = match source.on.trim() {
            "" => self.today.clone(),
            day => day
                .parse::<chrono::NaiveDate>()
                .map_err(|_| Code::InvalidDate)?
                .to_string(),
        };
        Ok(Source {
            how: source.how,
            on,
            place,
        })
    }
}
