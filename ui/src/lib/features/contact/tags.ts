import type { Spot } from '$lib/api';

/** Where tags for many are typed. */
export const TAGGING: Spot = { place: 'tags', person: null, about: null };

/** Tags to add and to remove, and what is being typed. */
export interface Tagging {
  add: string[];
  adding: string;
  remove: string[];
  removing: string;
}

/** The tags, and those that are still being typed: parted by commas, each once. */
export function tagsWith(tags: string[], typing: string): string[] {
  return [...new Set([...tags, ...typing.split(',').map((tag) => tag.trim()).filter((tag) => tag !== '')])];
}
