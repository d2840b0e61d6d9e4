// Days and times as people type them, in Swedish and English; pure, so that they can be tested with a day of their own.

const MONTHS = [
  ['jan'], ['feb'], ['mar'], ['apr'], ['maj', 'may'], ['jun'], ['jul'], ['aug'], ['sep'], ['okt', 'oct'], ['nov'], ['dec']
];
const NEAR: Record<string, number> = { 'i dag': 0, idag: 0, today: 0, 'i morgon': 1, imorgon: 1, tomorrow: 1, 'i går': -1, igår: -1, yesterday: -1 };

/** `YYYY-MM-DD` of a day that exists; undefined for one that does not. */
function existing(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  const whole = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return whole ? at.toISOString().slice(0, 10) : undefined;
}

function monthOf(name: string): number {
  return MONTHS.findIndex((starts) => starts.some((start) => name.startsWith(start))) + 1;
}

function yearOf(text: string | undefined, today: string): number {
  if (text === undefined) return Number(today.slice(0, 4));
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

/** The day that somebody typed: `2026-11-26`, `20261126`, `26/11`, `26.11.2026`, `26 nov`, `i morgon`; empty for nothing. */
export function readDay(typed: string, today: string): string | undefined {
  const text = typed.trim().toLowerCase();
  if (text === '') return '';
  const near = NEAR[text];
  if (near !== undefined) return new Date(Date.parse(`${today}T00:00:00Z`) + near * 86_400_000).toISOString().slice(0, 10);
  const iso = /^(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})$/.exec(text);
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const short = /^(\d{1,2})[-./ ](\d{1,2})(?:[-./ ](\d{2}|\d{4}))?$/.exec(text);
  if (short) return existing(yearOf(short[3], today), Number(short[2]), Number(short[1]));
  const named = /^(?:den )?(\d{1,2})[. ]*(\p{L}{3,})\.?,?(?: (\d{4}))?$/u.exec(text);
  if (named?.[2]) return existing(yearOf(named[3], today), monthOf(named[2]), Number(named[1]));
  const turned = /^(\p{L}{3,})\.? (\d{1,2})(?:,? (\d{4}))?$/u.exec(text);
  if (turned?.[1]) return existing(yearOf(turned[3], today), monthOf(turned[1]), Number(turned[2]));
  return undefined;
}

/** The time of day that somebody typed, as `hh:mm`: `9`, `930`, `9.30`, `21:05`, `3 pm`; empty for nothing. */
export function readTime(typed: string): string | undefined {
  const text = typed.trim().toLowerCase();
  if (text === '') return '';
  const parts = /^(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm)?$/.exec(text);
  if (!parts) return undefined;
  let hours = Number(parts[1]);
  const minutes = Number(parts[2] ?? 0);
  if (parts[3] && (hours < 1 || hours > 12)) return undefined;
  if (parts[3]) hours = (hours % 12) + (parts[3] === 'pm' ? 12 : 0);
  if (hours > 23 || minutes > 59) return undefined;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
