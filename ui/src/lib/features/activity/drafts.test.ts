import { expect, it } from 'vitest';
import { drafts } from './drafts';

it('keeps a draft per person and lets go of it when it is emptied', () => {
  drafts.keep('a', 'Mätt upp taket');
  drafts.keep('b', 'Ring igen');
  expect(drafts.of('a')).toBe('Mätt upp taket');
  drafts.keep('a', '');
  expect(drafts.of('a')).toBe('');
  expect(drafts.of('b')).toBe('Ring igen');
});
