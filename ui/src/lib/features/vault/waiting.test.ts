import { expect, it } from 'vitest';
import { secondsLeft } from './waiting.svelte';

it('counts whole seconds down to nothing', () => {
  expect(secondsLeft(5_000, 1_000)).toBe(4);
  expect(secondsLeft(5_000, 1_001)).toBe(4);
  expect(secondsLeft(5_000, 4_999)).toBe(1);
  expect(secondsLeft(5_000, 5_000)).toBe(0);
  expect(secondsLeft(0, 9_000)).toBe(0);
});
