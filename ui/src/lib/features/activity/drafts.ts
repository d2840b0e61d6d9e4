// What is typed and not saved, for as long as the window is open: leaving a contact must not lose a note. Memory only.

const held = new Map<string, string>();

export const drafts = {
  of: (key: string): string => held.get(key) ?? '',
  keep(key: string, text: string): void {
    if (text === '') held.delete(key);
    else held.set(key, text);
  }
};
