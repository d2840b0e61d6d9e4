// What an entry of the timeline is called.
import type { Entry, Policy } from '$lib/api';
import { duration, t, words } from '$lib/i18n/index.svelte';

function callTitle(entry: Extract<Entry, { kind: 'call' }>): string {
  const direction = t(`direction-${entry.direction}`);
  if (entry.running) return t('timeline-call-running', { direction });
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
      return entry.shared ? t('timeline-note-shared') : t('timeline-note');
    case 'consent':
      return t(`timeline-consent-${entry.event.state}`, {
        purpose: purposeName(policy, entry.event.purpose),
        channel: t(`channel-${entry.event.channel}`)
      });
    case 'export':
      return t('timeline-export');
    case 'created':
      return t('timeline-created');
  }
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
    case 'created':
      return [t(`source-how-${entry.source.how.replaceAll('_', '-')}`), entry.source.place].filter(Boolean).join(': ');
  }
}
