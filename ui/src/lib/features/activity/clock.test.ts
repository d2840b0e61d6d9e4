import { describe, expect, it } from 'vitest';
import { clockAfter } from './clock';

const zone = 'Europe/Stockholm';
const at = (text: string): number => Date.parse(`${text}+01:00`);

describe('when a call ended', () => {
  it('is the last time the clock showed it', () => {
    expect(clockAfter(at('2026-11-26T10:00'), '10:12', at('2026-11-26T11:00'), zone)).toBe(at('2026-11-26T10:12'));
    expect(clockAfter(at('2026-11-25T23:50'), '23:58', at('2026-11-26T00:20'), zone)).toBe(at('2026-11-25T23:58'));
  });

  it('is never before the call began or after now', () => {
    expect(clockAfter(at('2026-11-26T10:00:30'), '10:00', at('2026-11-26T11:00'), zone)).toBe(at('2026-11-26T10:00:30'));
    expect(clockAfter(at('2026-11-26T10:00'), 'x', at('2026-11-26T11:00'), zone)).toBe(at('2026-11-26T11:00'));
  });
});
