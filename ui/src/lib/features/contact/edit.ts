// An edit that changes nothing: what is not named stays.
import type { ContactEdit } from '$lib/api';

export const NO_EDIT: ContactEdit = { person_type: null, language: null, add: [], change: [], remove: [], tags: null, bases: null };

/** Refusals that "keep as typed" gets past. */
export function isOddity(code: string | undefined): boolean {
  return code === 'invalid_email' || code === 'invalid_phone' || code === 'invalid_website';
}
