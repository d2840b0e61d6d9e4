// What an entry of the timeline is called.
import type { Entry, Policy } from '$lib/api';
import { duration, listed, t, words } from '$lib/i18n/index.svelte';

function callTitle(entry: Extract<Entry, { kind: 'call' }>): string {
  const direction = t(`direction-${entry.direction}`);
  if (entry.running && entry.ended_at === null) return t('timeline-call-running', { direction });
  if (entry.outcome && entry.outcome !== 'reached') return t('timeline-call-outcome', { direction, outcome: t(`outcome-${entry.outcome.replaceAll('_', '-')}`).toLocaleLowerCase() });
  return t('timeline-call', { direction, duration: duration(((entry.ended_at ?? entry.at) - entry.at) / 1000) });
}

export function purposeName(policy: Policy, key: string): string {
  const purpose = policy.purposes.find((purpose) => purpose.key === key);
  return purpose ? words(purpose.label) : key;
}

export function titleOf(entry: Entry, policy: Policy): string {
  switch (entry.kind) {
    case 'call':
      return callTitle(entry);
    case 'note':
      return t('timeline-note');
    case 'consent':
      return t(`timeline-consent-${entry.event.state}`, {
        purpose: purposeName(policy, entry.event.purpose),
        channel: t(`channel-${entry.event.channel}`)
      });
    case 'export':
      return t('timeline-export');
    case 'print':
      return entry.list ? t('timeline-print-list') : t('timeline-print');
    case 'created':
      return t('timeline-created');
  }
}

/** "med Eva Lindgren och Bo Ek": who else takes part. */
export function withWhom(entry: Entry): string {
  if ((entry.kind !== 'call' && entry.kind !== 'note') || entry.with.length === 0) return '';
  return t('timeline-with', { names: listed(entry.with.map((other) => other.display_name || t('contact-nameless'))) });
}

export function textOf(entry: Entry): string {
  switch (entry.kind) {
    case 'call':
    case 'note':
      return entry.text;
    case 'consent':
      return [t(`method-${entry.event.method.replaceAll('_', '-')}`), entry.event.address, entry.event.evidence].filter(Boolean).join(' · ');
    case 'export':
      return entry.recipient ? t('timeline-export-to', { recipient: entry.recipient }) : t('timeline-export-person');
    case 'print':
      return '';
    case 'created':
      return [t(`source-how-${entry.source.how.replaceAll('_', '-')}`), entry.source.place].filter(Boolean).join(': ');
  }
}
