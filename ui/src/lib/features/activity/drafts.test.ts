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

it('keeps who takes part, and forgets a person everywhere', () => {
  const [eva, bo] = [{ id: 'eva', display_name: 'Eva Lindgren' }, { id: 'bo', display_name: 'Bo Ek' }];
  drafts.keepWith('a', [eva, bo]);
  drafts.keepWith('b', [eva]);
  drafts.keepWith('eva', [bo]);
  drafts.keep('eva', 'Ett utkast');
  drafts.forget('eva');
  expect(drafts.withOf('a')).toEqual([bo]);
  expect(drafts.withOf('b')).toEqual([]);
  expect(drafts.withOf('eva')).toEqual([]);
  expect(drafts.of('eva')).toBe('');
});
