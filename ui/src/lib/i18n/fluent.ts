// Which sentences exist, in which language; nothing about when they are shown.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export type Locale = 'sv' | 'en';
export type Args = Record<string, FluentVariable>;

const texts = import.meta.glob<string>(['../../../../locales/*/*.ftl', '!../../../../locales/*/{cli,export}.ftl'], {
  query: '?raw',
  import: 'default',
  eager: true
});

const DIRECTED = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

function bundle(locale: Locale): FluentBundle {
  const made = new FluentBundle(locale === 'sv' ? 'sv-SE' : 'en-GB', { useIsolating: false });
  for (const [path, text] of Object.entries(texts)) {
    if (path.includes(`/locales/${locale}/`)) made.addResource(new FluentResource(text), { allowOverrides: true });
  }
  return made;
}

const bundles: Record<Locale, FluentBundle> = { sv: bundle('sv'), en: bundle('en') };

/** A text from outside that changes direction is fenced in, so that it cannot reorder the sentence around it. */
function fence(value: FluentVariable): FluentVariable {
  return typeof value === 'string' && DIRECTED.test(value) ? `\u2068${value}\u2069` : value;
}

export function has(locale: Locale, id: string): boolean {
  return bundles[locale].hasMessage(id);
}

export function format(locale: Locale, id: string, args?: Args): string {
  const made = bundles[locale];
  const pattern = made.getMessage(id)?.value;
  if (!pattern) return id;
  const fenced = args && Object.fromEntries(Object.entries(args).map(([name, value]) => [name, fence(value)]));
  const problems: Error[] = [];
  return made.formatPattern(pattern, fenced ?? null, problems);
}
