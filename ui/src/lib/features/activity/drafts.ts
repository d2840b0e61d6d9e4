// What is typed and not saved, for as long as the window is open: leaving a contact must not lose a note. Memory only.
import type { Companion } from '$lib/api';

const texts = new Map<string, string>();
const others = new Map<string, Companion[]>();

export const drafts = {
  of: (key: string): string => texts.get(key) ?? '',
  withOf: (key: string): Companion[] => others.get(key) ?? [],
  keep(key: string, text: string): void {
    if (text === '') texts.delete(key);
    else texts.set(key, text);
  },
  keepWith(key: string, people: Companion[]): void {
    if (people.length === 0) others.delete(key);
    else others.set(key, people);
  },
  /** The person's own draft, and the person in everybody else's. */
  forget(person: string): void {
    this.keep(person, '');
    others.delete(person);
    for (const [key, people] of others) this.keepWith(key, people.filter((other) => other.id !== person));
  }
};
