// What a consent is bound to, and how it can be given.
import type { Channel, Contact, Method } from '$lib/api';

export const METHODS: readonly Method[] = ['verbal_call', 'verbal_visit', 'paper', 'email_reply', 'web_form', 'double_opt_in', 'other'];

/** The addresses of a person that a yes on this channel can be bound to. */
export function addressesFor(channel: Channel, contact: Contact): { value: string; label: string }[] {
  const kinds: Partial<Record<Channel, string>> = { email: 'email', sms: 'phone', phone: 'phone', post: 'address' };
  const kind = kinds[channel];
  return contact.values.filter((value) => value.kind === kind).map((value) => ({ value: value.id, label: value.display }));
}
