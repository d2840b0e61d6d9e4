import { describe, expect, it } from 'vitest';
import type { Policy } from '$lib/api';
import { choices, keyOf, targetOf } from './targets';

const label = { sv: '', en: '' };
const policy: Policy = {
  version: 1, title: label, purposes: [],
  fields: [
    { key: 'email', id: 1, kind: 'email', label, multiple: true, max_chars: 254, person_types: [], class: 'basic', article_9: null },
    { key: 'language', id: 2, kind: 'language', label, multiple: false, max_chars: 2, person_types: [], class: 'basic', article_9: null }
  ]
};

describe('a target', () => {
  it('survives being one word', () => {
    for (const target of [{ field: 'email' }, 'town', 'skip', 'not_in_policy'] as const) expect(targetOf(keyOf(target))).toEqual(target);
  });

  it('can be any field of the policy, and "not in the policy" only where the file said so', () => {
    const keys = (own: 'skip' | 'not_in_policy'): string[] => choices(policy, own, (key) => key, (key) => key).map((choice) => choice.value);
    expect(keys('skip')).toContain('field:email');
    expect(keys('skip')).not.toContain('field:language');
    expect(keys('skip')).not.toContain('not_in_policy');
    expect(keys('not_in_policy')).toContain('not_in_policy');
  });
});
