import { describe, expect, it } from 'vitest';
import { clockOf, day, duration, instant, isoDay, isoOf, later, stopwatch } from './when';

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

describe('a day and a time of day', () => {
  it('are an instant where the seller lives, and back', () => {
    for (const [iso, clock, utc] of [
      ['2026-11-26', '09:30', '2026-11-26T08:30:00Z'],
      ['2026-07-01', '00:05', '2026-06-30T22:05:00Z'],
      ['2026-10-25', '01:30', '2026-10-24T23:30:00Z'],
      ['2026-10-25', '03:00', '2026-10-25T02:00:00Z'],
      ['2026-03-29', '03:00', '2026-03-29T01:00:00Z']
    ] as const) {
      const at = instant(iso, clock, ZONE, noon);
      expect(new Date(at).toISOString().replace('.000', '')).toBe(utc);
      expect([isoOf(at, ZONE), clockOf(at, ZONE)]).toEqual([iso, clock]);
    }
    expect(clockOf(instant('2026-01-01', '00:00', 'America/New_York', noon), 'America/New_York')).toBe('00:00');
  });

  it('that a change of the clocks left out are moved on by it', () => {
    expect(clockOf(instant('2026-03-29', '02:30', ZONE, noon), ZONE)).toBe('03:30');
  });

  it('that the clocks show twice are the last that has been', () => {
    for (const [zone, iso, clock, first] of [
      [ZONE, '2026-10-25', '02:30', '2026-10-25T00:30:00Z'],
      ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z']
    ] as const) {
      const once = Date.parse(first);
      const twice = once + 3_600_000;
      expect(instant(iso, clock, zone, once + 300_000)).toBe(once);
      expect(instant(iso, clock, zone, twice + 300_000)).toBe(twice);
    }
  });

  it('that are none are no instant', () => {
    expect(instant('2026-13-41', '09:30', ZONE, noon)).toBeNaN();
    expect(instant('2026-11-26', 'soon', ZONE, noon)).toBeNaN();
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
