// What a column can become, as choices with one text key each.
import type { Policy, Target } from '$lib/api';

const PLAIN = ['given_name', 'family_name', 'street', 'postal_code', 'town', 'country', 'tags', 'note', 'person_type'] as const;

/** `field:email`, `town`, `skip`: a target as one word and back. */
export function keyOf(target: Target): string {
  return typeof target === 'object' ? `field:${target.field}` : target;
}

export function targetOf(key: string): Target {
  return key.startsWith('field:') ? { field: key.slice(6) } : (key as Target);
}

/** Every choice for a column; a column that the policy does not name keeps that as a choice of its own. */
export function choices(policy: Policy, own: Target, fieldName: (key: string) => string, plainName: (key: string) => string): { value: string; label: string }[] {
  const fields = policy.fields.filter((field) => field.kind !== 'language').map((field) => ({ value: `field:${field.key}`, label: fieldName(field.key) }));
  const plain = PLAIN.map((key) => ({ value: key, label: plainName(key) }));
  const out = own === 'not_in_policy' ? ['not_in_policy', 'skip'] : ['skip'];
  return [...fields, ...plain, ...out.map((key) => ({ value: key, label: plainName(key) }))];
}
