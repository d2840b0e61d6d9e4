// What is known about kinds of people and sources, for lists of choices.
import type { PersonType, SourceHow } from '$lib/api';

export const PERSON_TYPES: readonly PersonType[] = ['consumer', 'sole_trader', 'employee', 'role_mailbox'];

/** `import` is not among them: a person does not type it. */
export const SOURCES: readonly SourceHow[] = ['met', 'call', 'email', 'web_form', 'card', 'referral', 'list', 'register', 'web', 'other'];
