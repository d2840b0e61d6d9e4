import { describe, expect, it } from 'vitest';
import { clockAfter, instant } from './clock';

const at = (text: string): number => new Date(text).getTime();

describe('when a call ended', () => {
  it('is the last time the clock showed it', () => {
    expect(clockAfter(at('2026-11-26T10:00'), '10:12', at('2026-11-26T11:00'))).toBe(at('2026-11-26T10:12'));
    expect(clockAfter(at('2026-11-25T23:50'), '23:58', at('2026-11-26T00:20'))).toBe(at('2026-11-25T23:58'));
  });

  it('is never before the call began or after now', () => {
    expect(clockAfter(at('2026-11-26T10:00:30'), '10:00', at('2026-11-26T11:00'))).toBe(at('2026-11-26T10:00:30'));
    expect(clockAfter(at('2026-11-26T10:00'), 'x', at('2026-11-26T11:00'))).toBe(at('2026-11-26T11:00'));
  });

  it('of the past is a day and a time', () => {
    expect(instant('2026-11-20', '09:30')).toBe(at('2026-11-20T09:30'));
  });
});
