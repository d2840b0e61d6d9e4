// Where in the file something was left, in words.
import { t } from '$lib/i18n/index.svelte';

/** `page 17, byte 2048`, `index person_fts`, `write-ahead log`; a place of another kind stays as it is. */
export function placeWords(place: string): string {
  const page = /^page (\d+), byte (\d+)$/.exec(place);
  if (page) return t('place-page', { page: page[1] ?? '', byte: page[2] ?? '' });
  const index = /^index (\S+)$/.exec(place);
  if (index) return t('place-index', { index: index[1] ?? '' });
  return place === 'write-ahead log' ? t('place-log') : place;
}
