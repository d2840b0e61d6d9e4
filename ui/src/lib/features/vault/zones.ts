// Time zones to choose from: Europe's, and the computer's own.

/** The computer's zone when it is a place; a clock set to UTC says nothing about where its owner lives. */
export function homeZone(own: string | undefined): string {
  return own?.includes('/') && !own.startsWith('Etc/') ? own : 'Europe/Stockholm';
}

export function zones(own: string): string[] {
  const europe = Intl.supportedValuesOf('timeZone').filter((zone) => zone.startsWith('Europe/'));
  return europe.includes(own) ? europe : [own, ...europe];
}
