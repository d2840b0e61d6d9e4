// What a value holds, as one text and back.
import type { Address, Content } from '$lib/api';

export const NO_ADDRESS: Address = { street: '', postal_code: '', town: '', country: '' };

export function isAddress(content: Content): content is Address {
  return typeof content === 'object';
}

export function isBlank(content: Content): boolean {
  return isAddress(content) ? Object.values(content).every((part) => part.trim() === '') : content.trim() === '';
}

export function same(one: Content, other: Content): boolean {
  if (!isAddress(one) || !isAddress(other)) return one === other;
  return one.street === other.street && one.postal_code === other.postal_code && one.town === other.town && one.country === other.country;
}
