import { expect, it } from 'vitest';
import type { Channel, ConsentLine, Policy, Shown } from '$lib/api';
import { refusedPurposes } from './consent';

const policy = { purposes: [{ key: 'newsletter', channels: ['email', 'post'] }, { key: 'service', channels: ['phone'] }] } as unknown as Policy;
const line = (purpose: string, channel: Channel, shown: Shown, product = ''): ConsentLine =>
  ({ purpose, channel, shown, product, address: '', value: null, since: null, valid_until_on: null, event: null, wording: '', method: null });

it('calls a purpose refused only when no channel of it is left', () => {
  const refused = (...lines: ConsentLine[]): string[] => [...refusedPurposes(policy, lines)];
  expect(refused()).toEqual([]);
  expect(refused(line('newsletter', 'email', 'refused'))).toEqual([]);
  expect(refused(line('newsletter', 'email', 'refused'), line('newsletter', 'post', 'given'))).toEqual([]);
  expect(refused(line('newsletter', 'email', 'refused'), line('newsletter', 'post', 'refused', 'Ask'))).toEqual([]);
  expect(refused(line('newsletter', 'email', 'refused'), line('newsletter', 'post', 'withdrawn'))).toEqual(['newsletter']);
  expect(refused(line('service', 'phone', 'refused'))).toEqual(['service']);
});
