// A time of day as an instant.
import { instant, isoOf, later } from '$lib/i18n/when';

/** The last time the clock of the zone showed `hh:mm` at or before `now`, but never before `start`. */
export function clockAfter(start: number, clock: string, now: number, zone: string): number {
  const today = isoOf(now, zone);
  const at = instant(today, clock, zone, now);
  if (Number.isNaN(at)) return now;
  return Math.min(now, Math.max(start, at > now ? instant(later(today, -1), clock, zone, now) : at));
}
