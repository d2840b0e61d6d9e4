// The language of the window, and everything that is written in it: sentences, days, times, numbers.
import { format, has, type Args, type Locale } from './fluent';
import * as when from './when';

class Language {
  locale = $state<Locale>('sv');
  zone = $state('Europe/Stockholm');

  set(locale: Locale, zone?: string | null): void {
    this.locale = locale;
    if (zone) this.zone = zone;
    document.documentElement.lang = locale;
  }
}

export const language = new Language();

export function t(id: string, args?: Args): string {
  return format(language.locale, id, args);
}

export function exists(id: string): boolean {
  return has(language.locale, id);
}

/** The sentence of an error code: what happened, what to do next, how much room that takes. */
export function sentence(code: string, needs?: number | null): string {
  const id = `error-${code.replaceAll('_', '-')}`;
  const words = exists(id) ? t(id) : t('error-internal');
  return needs == null ? words : `${words} ${t('needs-room', { megabytes: needs })}`;
}

const tag = (): string => when.tag(language.locale);

/** The language tag by which days and numbers are written. */
export const dateTag = tag;
export const day = (at: number): string => when.day(at, Date.now(), tag(), language.zone);
export const dayTime = (at: number): string => when.dayTime(at, Date.now(), tag(), language.zone);
export const time = (at: number): string => when.time(at, tag(), language.zone);
export const fullDate = (at: number): string => when.fullDate(at, tag(), language.zone);
export const isoDay = (iso: string): string => when.isoDay(iso, Date.now(), tag(), language.zone);
export const shortDay = (iso: string): string => when.shortDay(iso, tag());
export const shortDate = (at: number): string => shortDay(isoOf(at));
export const today = (): string => when.isoOf(Date.now(), language.zone);
export const clockOf = (at: number): string => when.clockOf(at, language.zone);
export const instant = (iso: string, clock: string): number => when.instant(iso, clock, language.zone, Date.now());
export const isoOf = (at: number): string => when.isoOf(at, language.zone);
export const duration = (seconds: number): string => when.duration(seconds, tag());
export const number = (value: number): string => new Intl.NumberFormat(tag()).format(value);

export function listed(items: string[]): string {
  return new Intl.ListFormat(tag(), { type: 'conjunction' }).format(items);
}

/** The words of the policy in the language of the window. */
export function words(text: { sv: string; en: string }): string {
  return text[language.locale];
}
