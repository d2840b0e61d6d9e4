// How old a backup is, and how large, in words.

const DAY = 86_400_000;
/** Older than so many days is worth a word. */
const OLD = 7;

export interface Age {
  /** Calendar days; 0: today. */
  days: number;
  old: boolean;
}

/** The age of what was made on the day `then`, today being `today` (both `YYYY-MM-DD`). A clock set back makes nothing younger than today. */
export function age(then: string, today: string): Age {
  const days = Math.max(0, Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${then}T00:00:00Z`)) / DAY));
  return { days, old: days > OLD };
}

/** "340 kB", "1,2 MB". */
export function size(bytes: number, locale: string): string {
  const large = bytes >= 1_000_000;
  const unit = { style: 'unit', unit: large ? 'megabyte' : 'kilobyte', maximumFractionDigits: large ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, unit).format(bytes / (large ? 1_000_000 : 1_000));
}
