import { expect, it } from 'vitest';
import { period } from './period';

it('reads the periods of the policy as people say them', () => {
  expect(period('P36M')).toEqual({ count: 3, unit: 'years' });
  expect(period('P18M')).toEqual({ count: 18, unit: 'months' });
  expect(period('P2Y')).toEqual({ count: 2, unit: 'years' });
  expect(period('P30D')).toEqual({ count: 30, unit: 'days' });
});

it('does not guess at others', () => {
  expect(period('P1Y6M')).toBeUndefined();
});
