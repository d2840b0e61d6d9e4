// An ISO 8601 period of years, months or days, as the policy writes how long data is kept.

export interface Period {
  count: number;
  unit: 'years' | 'months' | 'days';
}

export function period(iso: string): Period | undefined {
  const match = /^P(\d+)([YMD])$/.exec(iso);
  if (!match) return undefined;
  const unit = { Y: 'years', M: 'months', D: 'days' } as const;
  return { count: Number(match[1]), unit: unit[match[2] as 'Y' | 'M' | 'D'] };
}
