// A contact while it is typed: rows per field of the policy, and what comes out of them. Pure; the form only shows it.
import type { ActivePolicy, BasisChoice, Contact, ContactDraft, ContactEdit, Content, Field, Language, LawfulBasis, PersonType, SourceHow } from '$lib/api';
import { isBlank, NO_ADDRESS, same } from './content';
import { tagsWith } from './tags';

export interface Row {
  key: number;
  field: string;
  /** The stored value it edits; a new row has none. */
  id?: string;
  content: Content;
  before?: Content;
  asTyped: boolean;
}

export interface Form {
  personType: PersonType;
  language: Language;
  how: SourceHow;
  on: string;
  place: string;
  rows: Row[];
  tags: string[];
  /** The one that is being typed. */
  tag: string;
  /** Chosen basis per purpose; absent: the purpose is not ticked. */
  bases: Record<string, LawfulBasis>;
}

let nextKey = 1;

export function row(field: Field, content?: Content, id?: string): Row {
  const held = content ?? (field.kind === 'address' ? { ...NO_ADDRESS } : '');
  return { key: nextKey++, field: field.key, content: held, asTyped: false, ...(id === undefined ? {} : { id, before: held }) };
}

/** The fields that the form of a person type shows. */
export function fieldsFor(policy: ActivePolicy, type: PersonType): Field[] {
  return policy.policy.fields.filter((field) => field.kind !== 'language' && field.person_types.includes(type));
}

/** What the policy ticks for a new contact of this type: its first basis. */
export function defaultBases(policy: ActivePolicy, type: PersonType): Record<string, LawfulBasis> {
  const bases: Record<string, LawfulBasis> = {};
  for (const purpose of policy.policy.purposes) {
    const allowed = purpose.bases.find((allowed) => allowed.person_type === type);
    const basis = allowed?.bases[0];
    if (allowed?.default && basis) bases[purpose.key] = basis;
  }
  return bases;
}

/** Bases that this type may have for a purpose. */
export function allowedBases(policy: ActivePolicy, type: PersonType, purpose: string): LawfulBasis[] {
  return policy.policy.purposes.find((candidate) => candidate.key === purpose)?.bases.find((allowed) => allowed.person_type === type)?.bases ?? [];
}

export function emptyForm(policy: ActivePolicy, type: PersonType, language: Language, today: string): Form {
  return {
    personType: type,
    language,
    how: 'met',
    on: today,
    place: '',
    rows: fieldsFor(policy, type).map((field) => row(field)),
    tags: [],
    tag: '',
    bases: defaultBases(policy, type)
  };
}

export function formOf(policy: ActivePolicy, contact: Contact): Form {
  const rows = fieldsFor(policy, contact.person_type).flatMap((field) => {
    const held = contact.values.filter((value) => value.field === field.key);
    return held.length > 0 ? held.map((value) => row(field, value.kind === 'phone' ? value.display : value.content, value.id)) : [row(field)];
  });
  return {
    personType: contact.person_type,
    language: contact.language,
    how: contact.source.how,
    on: contact.source.on,
    place: contact.source.place,
    rows,
    tags: [...contact.tags],
    tag: '',
    bases: Object.fromEntries(contact.bases.map((basis) => [basis.purpose, basis.basis]))
  };
}

/** Another person type: other fields and defaults, and nothing typed is lost while its field is still there. */
export function retype(policy: ActivePolicy, form: Form, type: PersonType): void {
  form.rows = fieldsFor(policy, type).flatMap((field) => {
    const kept = form.rows.filter((row) => row.field === field.key);
    return kept.length > 0 ? kept : [row(field)];
  });
  form.personType = type;
  form.bases = defaultBases(policy, type);
}

/** A kept form, brought up to what the contact holds today: nothing that came meanwhile is taken for removed. */
export function revive(policy: ActivePolicy, kept: Form, held: string[], contact?: Contact): Form {
  const here = new Set(contact?.values.map((value) => value.id));
  const fields = new Set(fieldsFor(policy, kept.personType).map((field) => field.key));
  const rows = kept.rows.filter((row) => fields.has(row.field)).map(({ id, before, ...typed }) => ({
    ...typed,
    key: nextKey++,
    ...(id !== undefined && here.has(id) && before !== undefined ? { id, before } : {})
  }));
  const since = contact ? formOf(policy, contact).rows.filter((row) => row.id !== undefined && !held.includes(row.id)) : [];
  return { ...kept, rows: [...rows, ...since] };
}

const choices = (bases: Record<string, LawfulBasis>): BasisChoice[] => Object.entries(bases).map(([purpose, basis]) => ({ purpose, basis }));

function trimmed(content: Content): Content {
  if (typeof content === 'string') return content.trim();
  return { street: content.street.trim(), postal_code: content.postal_code.trim(), town: content.town.trim(), country: content.country.trim() };
}

export function toDraft(form: Form): ContactDraft {
  return {
    person_type: form.personType,
    language: form.language,
    source: { how: form.how, on: form.on, place: form.place.trim() },
    bases: choices(form.bases),
    values: form.rows.filter((row) => !isBlank(row.content)).map((row) => ({ field: row.field, content: trimmed(row.content), as_typed: row.asTyped })),
    tags: tagsWith(form.tags, form.tag)
  };
}

export function toEdit(form: Form, contact: Contact): ContactEdit {
  const tags = tagsWith(form.tags, form.tag);
  const held = contact.values.filter((value) => form.rows.some((row) => row.id === value.id));
  const kept = new Set(form.rows.filter((row) => row.id && !isBlank(row.content)).map((row) => row.id));
  const before = Object.fromEntries(contact.bases.map((basis) => [basis.purpose, basis.basis]));
  const equal = JSON.stringify(choices(before).sort(byPurpose)) === JSON.stringify(choices(form.bases).sort(byPurpose));
  return {
    person_type: form.personType === contact.person_type ? null : form.personType,
    language: form.language === contact.language ? null : form.language,
    add: form.rows.filter((row) => !row.id && !isBlank(row.content)).map((row) => ({ field: row.field, content: trimmed(row.content), as_typed: row.asTyped })),
    change: form.rows
      .filter((row) => row.id && kept.has(row.id) && row.before !== undefined && !same(trimmed(row.content), row.before))
      .map((row) => ({ id: row.id as string, content: trimmed(row.content), as_typed: row.asTyped })),
    remove: [...held.filter((value) => !kept.has(value.id)), ...gone(form, contact)].map((value) => value.id),
    tags: JSON.stringify(tags) === JSON.stringify(contact.tags) ? null : tags,
    bases: equal ? null : choices(form.bases)
  };
}

/** Values whose row was taken away, by hand or by another person type. */
function gone(form: Form, contact: Contact): Contact['values'] {
  return contact.values.filter((value) => value.kind !== 'language' && !form.rows.some((row) => row.id === value.id));
}

const byPurpose = (one: BasisChoice, other: BasisChoice): number => one.purpose.localeCompare(other.purpose);
