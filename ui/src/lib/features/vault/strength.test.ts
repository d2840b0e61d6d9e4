import { describe, expect, it } from 'vitest';
import { strength } from './strength';

describe('the strength of a passphrase', () => {
  it.each(['', 'hemligt', 'Sommar2026'])('"%s" is too short', (text) => {
    expect(strength(text)).toBeLessThan(2);
  });

  it.each(['aaaaaaaaaaaaaaaa', 'abcdefghijklmnop', '123456789012', 'abababababababab', '1111222233334444'])('"%s" is long and weak', (text) => {
    expect(strength(text)).toBeLessThan(3);
  });

  it.each(['korrekt häst batteri häftstift', 'lingon traktor måne sax', 'Vx8!qL2#mR9z'])('"%s" is good', (text) => {
    expect(strength(text)).toBeGreaterThanOrEqual(3);
  });

  it('a repeated word counts once', () => {
    expect(strength('hund hund hund hund')).toBeLessThan(3);
  });
});
