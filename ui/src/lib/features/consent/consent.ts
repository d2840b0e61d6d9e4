// What a consent is bound to, and how it can be given.
import type { Channel, ConsentLine, Contact, Method, Policy } from '$lib/api';

export const METHODS: readonly Method[] = ['verbal_call', 'verbal_visit', 'paper', 'email_reply', 'web_form', 'double_opt_in', 'other'];

/** The addresses of a person that a yes on this channel can be bound to. */
export function addressesFor(channel: Channel, contact: Contact): { value: string; label: string }[] {
  const kinds: Partial<Record<Channel, string>> = { email: 'email', sms: 'phone', phone: 'phone', post: 'address' };
  const kind = kinds[channel];
  return contact.values.filter((value) => value.kind === kind).map((value) => ({ value: value.id, label: value.display }));
}

/** Purposes that the person said no to on every channel of the policy. */
export function refusedPurposes(policy: Policy, lines: ConsentLine[]): Set<string> {
  const no = (line: ConsentLine | undefined): boolean => line?.shown === 'refused' || line?.shown === 'withdrawn';
  const all = policy.purposes.filter((purpose) =>
    purpose.channels.every((channel) => no(lines.find((line) => line.purpose === purpose.key && line.product === '' && line.channel === channel)))
  );
  return new Set(all.map((purpose) => purpose.key));
}

/** A question that is being asked: which one, and its controls. */
export interface AskRest {
  purpose: string;
  product: string;
  channel: Channel;
  wording: string;
  method: Method;
  value: string;
  lifts: boolean;
}

/** Whether it is this line's. */
export function isOf(rest: AskRest, line: ConsentLine): boolean {
  return rest.purpose === line.purpose && rest.product === line.product && rest.channel === line.channel;
}
