import { describe, expect, it } from 'vitest';
import type { ActivePolicy, Contact, Field, PersonType, Value } from '$lib/api';
import { defaultBases, emptyForm, formOf, retype, revive, toDraft, toEdit } from './draft';

const everyone: PersonType[] = ['consumer', 'sole_trader', 'employee', 'role_mailbox'];
const label = { sv: '', en: '' };
const field = (key: string, kind: Field['kind'], person_types = everyone): Field => ({ key, id: 1, kind, label, multiple: kind !== 'text', max_chars: 200, person_types, class: 'basic', article_9: null });

const policy: ActivePolicy = {
  sha256: '',
  confirmed_assessments: [],
  policy: {
    version: 1,
    title: label,
    fields: [field('name', 'text'), field('role', 'text', ['employee']), field('email', 'email'), field('phone', 'phone'), field('address', 'address')],
    purposes: [
      {
        key: 'prospecting', id: 1, label, description: label, direct_marketing: true, channels: ['phone'], retention: 'P1Y', consent_wording: null, assessment: null,
        bases: [{ person_type: 'employee', bases: ['6_1_f', '6_1_a'], default: true }]
      },
      {
        key: 'offer_and_order', id: 2, label, description: label, direct_marketing: false, channels: [], retention: 'P3Y', consent_wording: null, assessment: null,
        bases: [{ person_type: 'consumer', bases: ['6_1_b'], default: true }, { person_type: 'employee', bases: ['6_1_b'], default: false }]
      }
    ]
  }
};

const value = (id: string, key: string, kind: Value['kind'], content: Value['content'], display = String(content)): Value => ({
  id, field: key, kind, content, display, norm: null, origin: 'typed', reason: '', recorded_at: 0, verified_at: null
});

const contact: Contact = {
  id: 'p', person_type: 'employee', display_name: 'Åsa', subtitle: '', language: 'sv', source: { how: 'met', on: '2026-11-10', place: '' }, recorded_at: 0, policy_version: 1,
  values: [value('n', 'name', 'text', 'Åsa'), value('r', 'role', 'text', 'Vd'), value('t', 'phone', 'phone', '+46701740615', '070-174 06 15')],
  tags: ['mässa'], bases: [{ purpose: 'offer_and_order', basis: '6_1_b', valid_from: 0 }], enrichment: null, binned_at: null, follow_up_on: null
};

describe('a new contact', () => {
  it('has a row for every field of its type and a source of today', () => {
    const form = emptyForm(policy, 'consumer', 'sv', '2026-11-26');
    expect(form.rows.map((row) => row.field)).toEqual(['name', 'email', 'phone', 'address']);
    expect(form.on).toBe('2026-11-26');
  });

  it('stands on the first basis of every purpose that the policy ticks for its type', () => {
    expect(defaultBases(policy, 'employee')).toEqual({ prospecting: '6_1_f' });
    expect(defaultBases(policy, 'consumer')).toEqual({ offer_and_order: '6_1_b' });
    expect(defaultBases(policy, 'role_mailbox')).toEqual({});
  });

  it('sends what was typed, trimmed, and no blank row', () => {
    const form = emptyForm(policy, 'consumer', 'sv', '2026-11-26');
    Object.assign(form.rows[0] as object, { content: '  mannen vid grinden ' });
    expect(toDraft(form).values).toEqual([{ field: 'name', content: 'mannen vid grinden', as_typed: false }]);
  });

  it('keeps what was typed when its type changes', () => {
    const form = emptyForm(policy, 'employee', 'sv', '2026-11-26');
    Object.assign(form.rows[0] as object, { content: 'Åsa' });
    retype(policy, form, 'consumer');
    expect(form.rows[0]?.content).toBe('Åsa');
    expect(form.rows.map((row) => row.field)).not.toContain('role');
    expect(form.bases).toEqual({ offer_and_order: '6_1_b' });
  });
});

describe('an edit', () => {
  it('of nothing changes nothing', () => {
    expect(toEdit(formOf(policy, contact), contact)).toEqual({ person_type: null, language: null, add: [], change: [], remove: [], tags: null, bases: null });
  });

  it('changes, adds and removes single values', () => {
    const form = formOf(policy, contact);
    for (const row of form.rows) {
      if (row.id === 'n') row.content = 'Åsa Öberg';
      if (row.id === 'r') row.content = ' ';
      if (row.field === 'email') row.content = 'asa@example.se';
    }
    const edit = toEdit(form, contact);
    expect(edit.change).toEqual([{ id: 'n', content: 'Åsa Öberg', as_typed: false }]);
    expect(edit.remove).toEqual(['r']);
    expect(edit.add).toEqual([{ field: 'email', content: 'asa@example.se', as_typed: false }]);
  });

  it('to a type without the field removes its value', () => {
    const form = formOf(policy, contact);
    retype(policy, form, 'consumer');
    const edit = toEdit(form, contact);
    expect(edit.person_type).toBe('consumer');
    expect(edit.remove).toEqual(['r']);
    expect(edit.bases).toBeNull();
  });
});

describe('a kept form', () => {
  const typed = () => {
    const form = formOf(policy, contact);
    Object.assign(form.rows.find((row) => row.id === 'n') as object, { content: 'Åsa Öberg' });
    return JSON.parse(JSON.stringify(form)) as typeof form;
  };

  it('goes on where it was', () => {
    const edit = toEdit(revive(policy, typed(), ['n', 'r', 't'], contact), contact);
    expect(edit).toEqual({ person_type: null, language: null, add: [], change: [{ id: 'n', content: 'Åsa Öberg', as_typed: false }], remove: [], tags: null, bases: null });
  });

  it('removes nothing that came meanwhile, and adds again what went', () => {
    const now = { ...contact, values: [...contact.values.filter((held) => held.id !== 'n'), value('e', 'email', 'email', 'asa@example.se')] };
    const edit = toEdit(revive(policy, typed(), ['n', 'r', 't'], now), now);
    expect(edit.remove).toEqual([]);
    expect(edit.add).toEqual([{ field: 'name', content: 'Åsa Öberg', as_typed: false }]);
  });

  it('gives every row a key of its own', () => {
    const form = revive(policy, typed(), ['n', 'r', 't'], contact);
    expect(new Set(form.rows.map((row) => row.key)).size).toBe(form.rows.length);
  });
});
