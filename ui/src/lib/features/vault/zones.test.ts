import { expect, it } from 'vitest';
import { homeZone, zones } from './zones';

it('takes the zone of the computer when it is a place', () => {
  expect(homeZone('Europe/Helsinki')).toBe('Europe/Helsinki');
  expect(homeZone('UTC')).toBe('Europe/Stockholm');
  expect(homeZone('Etc/UTC')).toBe('Europe/Stockholm');
  expect(homeZone(undefined)).toBe('Europe/Stockholm');
});

it('offers the zones of Europe and the own one', () => {
  expect(zones('Europe/Stockholm')).toContain('Europe/Lisbon');
  expect(zones('America/New_York')[0]).toBe('America/New_York');
});
