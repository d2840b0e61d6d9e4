import { beforeAll, describe, expect, it } from 'vitest';
import { language } from '$lib/i18n/index.svelte';
import { placeWords } from './places';

describe('where a residue lies', () => {
  beforeAll(() => {
    language.locale = 'sv';
  });

  it.each([
    ['page 17, byte 2048', 'sida 17, byte 2048'],
    ['index search_word', 'sökindexet search_word'],
    ['write-ahead log', 'skrivloggen'],
    ['person.uid', 'person.uid']
  ])('%s is said in words', (place, words) => {
    expect(placeWords(place).replace(/[\u2068\u2069]/g, '')).toBe(words);
  });
});
