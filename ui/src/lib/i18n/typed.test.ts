import { describe, expect, it } from 'vitest';
import { readDay, readTime } from './typed';
import { shortDay } from './when';

const day = (text: string): string | undefined => readDay(text, '2026-11-26');

describe('a day as it is typed', () => {
  it.each([
    ['2026-12-05', '2026-12-05'],
    ['20261205', '2026-12-05'],
    ['2026/12/5', '2026-12-05'],
    ['05/12/2026', '2026-12-05'],
    ['5.12.26', '2026-12-05'],
    ['5/12', '2026-12-05'],
    ['5 dec', '2026-12-05'],
    ['den 5 december 2027', '2027-12-05'],
    ['5 maj', '2026-05-05'],
    ['5 May 2027', '2027-05-05'],
    ['Oct 5, 2027', '2027-10-05'],
    ['I morgon', '2026-11-27'],
    ['yesterday', '2026-11-25'],
    ['29.2.2028', '2028-02-29'],
    [' ', '']
  ])('%s', (typed, iso) => expect(day(typed)).toBe(iso));

  it.each(['31/11', '29.2.2026', '2026-13-01', '11/26/2026', 'snart', '5 foo', '0 dec', '123'])('is refused: %s', (typed) => expect(day(typed)).toBeUndefined());

  it('is read back as each language writes it', () => {
    for (const locale of ['sv-SE', 'en-GB']) expect(day(shortDay('2026-12-05', locale))).toBe('2026-12-05');
    expect(shortDay('2026-12-05', 'sv-SE')).toBe('2026-12-05');
  });
});

describe('a time as it is typed', () => {
  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['9.30', '09:30'],
    ['21:05', '21:05'],
    ['3 pm', '15:00'],
    ['12 am', '00:00'],
    ['', '']
  ])('%s', (typed, clock) => expect(readTime(typed)).toBe(clock));

  it.each(['24:00', '9:60', '13 pm', 'nu'])('is refused: %s', (typed) => expect(readTime(typed)).toBeUndefined());
});
