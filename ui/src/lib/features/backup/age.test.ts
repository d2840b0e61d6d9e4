import { expect, it } from 'vitest';
import { age, size } from './age';

it('counts calendar days and warns after a week', () => {
  expect(age('2026-11-26', '2026-11-26')).toEqual({ days: 0, old: false });
  expect(age('2026-11-25', '2026-11-26')).toEqual({ days: 1, old: false });
  expect(age('2026-11-19', '2026-11-26')).toEqual({ days: 7, old: false });
  expect(age('2026-11-18', '2026-11-26')).toEqual({ days: 8, old: true });
  expect(age('2027-01-01', '2026-11-26')).toEqual({ days: 0, old: false });
});

it('writes a size as people read it', () => {
  expect(size(340_400, 'sv-SE')).toBe('340 kB');
  expect(size(1_249_000, 'sv-SE')).toBe('1,2 MB');
});
