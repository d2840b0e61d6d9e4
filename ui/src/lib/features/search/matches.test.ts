import { describe, expect, it } from 'vitest';
import { matches } from './matches';

describe('a command', () => {
  it('is found by the beginnings of its words, with or without dots', () => {
    expect(matches('Inställningar', 'inst')).toBe(true);
    expect(matches('Följ upp', 'folj')).toBe(true);
    expect(matches('Sök och gör', 'gör sök')).toBe(true);
    expect(matches('Lås', '')).toBe(true);
  });

  it('is not found by something else', () => {
    expect(matches('Inställningar', 'ställ')).toBe(false);
    expect(matches('Ny kontakt', 'ny kund')).toBe(false);
  });
});
