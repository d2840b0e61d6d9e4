// What a vault is called when nobody gave it a name.

/** The last part of a path; `vault` in a folder of Kartotek's own says nothing, so its folder's name stands in. */
export function folderName(path: string): string {
  const parts = path.split(/[/\\]+/).filter(Boolean);
  const last = parts.at(-1) ?? path;
  return last === 'vault' ? (parts.at(-2)?.endsWith('kartotek.desktop') ? 'Kartotek' : (parts.at(-2) ?? last)) : last;
}
