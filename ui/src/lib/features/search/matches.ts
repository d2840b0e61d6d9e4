// Whether a command fits what is typed: every word begins a word of its name, dots on å ä ö or not.

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function matches(name: string, query: string): boolean {
  const names = plain(name).split(/\s+/);
  return plain(query).split(/\s+/).filter(Boolean).every((word) => names.some((part) => part.startsWith(word)));
}
