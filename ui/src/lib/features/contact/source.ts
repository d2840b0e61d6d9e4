// Where a contact came from, in one line.
import type { Contact } from '$lib/api';
import { isoOf, t } from '$lib/i18n/index.svelte';

export function sourceLine(contact: Contact, day: (iso: string) => string): string {
  const { how, on, place } = contact.source;
  const said = { how: t(`source-how-${how.replaceAll('_', '-')}`), date: day(on || isoOf(contact.recorded_at)) };
  return place ? t('source-line-place', { ...said, place }) : t('source-line', said);
}
