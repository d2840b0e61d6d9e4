import { describe, expect, it } from 'vitest';
import { day, duration, isoDay, isoOf, later, stopwatch } from './when';

const ZONE = 'Europe/Stockholm';
const noon = Date.parse('2026-11-26T11:00:00Z');

describe('a day', () => {
  it('is told from today in the zone of the vault', () => {
    expect(day(noon, noon, 'sv-SE', ZONE)).toBe('i dag');
    expect(day(noon - 86_400_000, noon, 'sv-SE', ZONE)).toBe('i går');
    expect(isoDay('2026-11-27', noon, 'en-GB', ZONE)).toBe('tomorrow');
  });

  it('begins at midnight where the seller lives, not in Greenwich', () => {
    expect(isoOf(Date.parse('2026-11-25T23:30:00Z'), ZONE)).toBe('2026-11-26');
  });

  it('is counted on over the end of a month', () => {
    expect(later('2026-11-26', 7)).toBe('2026-12-03');
    expect(later('2026-12-31', 1)).toBe('2027-01-01');
  });

  it('carries its year only when that is another one', () => {
    expect(isoDay('2026-11-12', noon, 'sv-SE', ZONE)).toBe('12 nov');
    expect(isoDay('2025-11-03', noon, 'sv-SE', ZONE)).toBe('3 nov 2025');
  });
});

describe('a length', () => {
  it('is written in the units people use', () => {
    expect(duration(372, 'sv-SE')).toBe('6 min 12 s');
    expect(duration(60, 'sv-SE')).toBe('1 min');
    expect(duration(3 * 3600 + 61, 'sv-SE')).toBe('3 tim 1 min');
    expect(duration(-4, 'sv-SE')).toBe('0 s');
  });

  it('runs as a stopwatch that never goes backwards', () => {
    expect(stopwatch(0)).toBe('0:00');
    expect(stopwatch(187_400)).toBe('3:07');
    expect(stopwatch(3_729_000)).toBe('1:02:09');
    expect(stopwatch(-5000)).toBe('0:00');
  });
});
