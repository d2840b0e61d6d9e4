// Time zones to choose from: Europe's, and the computer's own.

export function zones(own: string): string[] {
  const europe = Intl.supportedValuesOf('timeZone').filter((zone) => zone.startsWith('Europe/'));
  return europe.includes(own) ? europe : [own, ...europe];
}
