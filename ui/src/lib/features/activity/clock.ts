// A time of day as an instant.

/** The last time the clock showed `hh:mm` at or before `now`, but never before `start`. */
export function clockAfter(start: number, clock: string, now: number): number {
  const [hours, minutes] = clock.split(':').map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return now;
  const at = new Date(now);
  at.setHours(hours, minutes, 0, 0);
  if (at.getTime() > now) at.setDate(at.getDate() - 1);
  return Math.min(now, Math.max(start, at.getTime()));
}

/** A day and a time of day, in the computer's zone. */
export function instant(day: string, clock: string): number {
  return new Date(`${day}T${clock || '12:00'}`).getTime();
}
