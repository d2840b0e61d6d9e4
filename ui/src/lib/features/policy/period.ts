// An ISO 8601 period of years, months or days, as the policy writes how long data is kept; whole years are called years.

const UNITS = { Y: 'years', M: 'months', D: 'days' } as const;

export interface Period {
  count: number;
  unit: 'years' | 'months' | 'days';
}

export function period(iso: string): Period | undefined {
  const match = /^P(\d+)([YMD])$/.exec(iso);
  if (!match) return undefined;
  const count = Number(match[1]);
  if (match[2] === 'M' && count % 12 === 0) return { count: count / 12, unit: 'years' };
  return { count, unit: UNITS[match[2] as keyof typeof UNITS] };
}
