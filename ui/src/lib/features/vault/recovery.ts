// The recovery code on screen: its groups, and which two are typed back.

/** Two groups as they were typed, with their numbers; nothing as long as one of them is too short. */
export type TypedBack = [number, string][] | undefined;

/** `7KQ2-M9XD-…` as nine groups. */
export function groupsOf(code: string | readonly string[]): string[] {
  return typeof code === 'string' ? code.split(/[-\s]+/).filter(Boolean) : [...code];
}

/** Two different groups, counted from 1, the smaller first; one from each half, never the checksum. */
export function asked(random: () => number = Math.random): [number, number] {
  return [1 + Math.floor(random() * 4), 5 + Math.floor(random() * 4)];
}
