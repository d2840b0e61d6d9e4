import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').split('@media')[0] as string;
const pairs = new Map(
  [...css.matchAll(/--([a-z0-9-]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));/g)].map((match) => [
    match[1] as string,
    [match[2] ?? match[4], match[3] ?? match[4]] as [string, string]
  ])
);

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: 0 | 1): number {
  const [high, low] = [one, other]
    .map((name) => luminance((pairs.get(name) ?? ['', ''])[theme]))
    .sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

// WCAG 2.2, 1.4.3 and 1.4.11.
const text = [
  ...['paper', 'surface', 'raised', 'sunken', 'hover', 'chosen'].flatMap((ground) => [['ink', ground], ['ink-2', ground], ['accent', ground]]),
  ...['paper', 'surface', 'raised'].flatMap((ground) => [['may', ground], ['care', ground], ['must-not', ground]]),
  ...['may', 'care', 'must-not'].map((tone) => [tone, `${tone}-soft`]),
  ['ink', 'must-not-soft'], ['ink', 'care-soft'],
  ['on-accent', 'accent'], ['on-must-not', 'must-not'], ['on-cover', 'cover'], ['on-cover-2', 'cover']
] as [string, string][];
const shapes = ['paper', 'surface', 'raised', 'sunken'].map((ground) => ['line-control', ground] as [string, string]);

describe.each([['light', 0], ['dark', 1]] as const)('%s', (_name, theme) => {
  it.each(text)('%s is read on %s', (front, ground) => {
    expect(contrast(front, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapes)('%s is seen on %s', (front, ground) => {
    expect(contrast(front, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});
