import { expect, test } from 'vitest';
import { outline } from './picture';

test('dark dots side by side are one square, and white is left out', () => {
  expect(outline([[true, true, false], [false, false, true]])).toBe('M4 4h2v1h-2zM6 5h1v1h-1z');
  expect(outline([[false]])).toBe('');
});
