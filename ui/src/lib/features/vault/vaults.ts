// What a vault is called: as its user named it, or after its folder.
import type { Listed, Spot } from '$lib/api';

/** Where a name is typed. */
export const NAMING: Spot = { place: 'vault_name', person: null, about: null };

/** The last part of a path; `vault` in a folder of Kartotek's own says nothing, so its folder's name stands in. */
export function folderName(path: string): string {
  const parts = path.split(/[/\\]+/).filter(Boolean);
  const last = parts.at(-1) ?? path;
  return last === 'vault' ? (parts.at(-2)?.endsWith('kartotek.desktop') ? 'Kartotek' : (parts.at(-2) ?? last)) : last;
}

export function called(known: Pick<Listed, 'label' | 'folder'>): string {
  return known.label || folderName(known.folder);
}
