// Days, times and lengths by Intl; pure, so that they can be tested with a clock of their own.
import type { Locale } from './fluent';

const DAY = 86_400_000;
const HOUR = 3_600_000;

export function tag(locale: Locale): string {
  return locale === 'sv' ? 'sv-SE' : 'en-GB';
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

/** By parts: no locale promises an order (WebKit's en-CA writes 11/26/2026). */
function partsOf(at: number, zone: string): Parts {
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: two, day: two, hour: two, minute: two, second: two, hourCycle: 'h23' });
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
}

/** `YYYY-MM-DD` of an instant in a zone. */
export function isoOf(at: number, zone: string): string {
  const { year, month, day } = partsOf(at, zone);
  return `${year}-${month}-${day}`;
}

/** `hh:mm` of an instant in a zone. */
export function clockOf(at: number, zone: string): string {
  const { hour, minute } = partsOf(at, zone);
  return `${hour}:${minute}`;
}

/**
 * The instant of a day and a time of day in a zone. A time that a change of the clocks left out is moved on by it; of one
 * that it makes twice, the last that is not after `now`.
 */
export function instant(iso: string, clock: string, zone: string, now: number): number {
  const wanted = Date.parse(`${iso}T${clock}Z`);
  if (Number.isNaN(wanted)) return Number.NaN;
  const ahead = (at: number): number => {
    const { second } = partsOf(at, zone);
    return Date.parse(`${isoOf(at, zone)}T${clockOf(at, zone)}:${second}Z`) - Math.floor(at / 1000) * 1000;
  };
  // What the zone is ahead by is known at an instant only; the second look is right but within hours of a change.
  const at = wanted - ahead(wanted - ahead(wanted));
  const same = [at + HOUR, at, at - HOUR].filter((other) => isoOf(other, zone) === iso && clockOf(other, zone) === clock);
  return same.find((other) => other <= now) ?? same.at(-1) ?? at;
}

function dayNumber(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
}

/** Another day, so many days later. */
export function later(iso: string, days: number): string {
  return new Date((dayNumber(iso) + days) * DAY).toISOString().slice(0, 10);
}

/** "i dag", "i går", "12 nov.", and the year when it is another one. */
export function isoDay(iso: string, now: number, locale: string, zone: string): string {
  const apart = dayNumber(iso) - dayNumber(isoOf(now, zone));
  if (Number.isNaN(apart)) return iso;
  if (Math.abs(apart) <= 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(apart, 'day');
  const sameYear = iso.slice(0, 4) === isoOf(now, zone).slice(0, 4);
  const year = sameYear ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', ...year })
    .format(Date.parse(`${iso}T00:00:00Z`))
    .replace('.', '');
}

/** In figures and never relative, as the language writes it: `2026-11-26`, `26/11/2026`. */
export function shortDay(iso: string, locale: string): string {
  const at = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(at)) return iso;
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

export function day(at: number, now: number, locale: string, zone: string): string {
  return isoDay(isoOf(at, zone), now, locale, zone);
}

export function time(at: number, locale: string, zone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
}

export function dayTime(at: number, now: number, locale: string, zone: string): string {
  return `${day(at, now, locale, zone)} ${time(at, locale, zone)}`;
}

export function fullDate(at: number, locale: string, zone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** "6 min 12 s"; hours when there are any. */
export function duration(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const unit = (value: number, name: 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  if (hours > 0) return `${unit(hours, 'hour')} ${unit(minutes, 'minute')}`;
  if (minutes === 0) return unit(rest, 'second');
  return rest === 0 ? unit(minutes, 'minute') : `${unit(minutes, 'minute')} ${unit(rest, 'second')}`;
}

/** `3:07`, `1:02:09`: the stopwatch. */
export function stopwatch(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
