// How hard a passphrase is to guess, for the meter while it is typed. The core has the last word.

/** 0 (too short) to 4 (very good). */
export function strength(passphrase: string): 0 | 1 | 2 | 3 | 4 {
  const text = passphrase.normalize('NFKC').trim();
  const length = [...text].length;
  const words = text.split(/[\s.,_-]+/).filter((word) => [...word].length >= 3);
  const distinctWords = new Set(words.map((word) => word.toLocaleLowerCase())).size;
  if (length < 12) return length === 0 ? 0 : length < 8 ? 0 : 1;
  const bits = distinctWords >= 3 ? Math.max(distinctWords * 13, spread(text) * 0.45) : spread(text);
  if (bits < 36) return 1;
  if (bits < 50) return 2;
  return bits < 70 ? 3 : 4;
}

/** Bits if every character that is not a repetition or the next in a row were drawn from the kinds in use. */
function spread(text: string): number {
  const kinds: [RegExp, number][] = [[/\p{Ll}/u, 26], [/\p{Lu}/u, 26], [/\p{Nd}/u, 10], [/[^\p{L}\p{Nd}]/u, 20]];
  const pool = kinds.reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 0);
  const points = [...text.toLocaleLowerCase()].map((sign) => sign.codePointAt(0) ?? 0);
  const fresh = points.filter((point, at) => {
    const step = point - (points[at - 1] ?? Number.NEGATIVE_INFINITY);
    return Math.abs(step) > 1 && point !== points[at - 2] && point !== points[at - 3];
  });
  const distinct = new Set(fresh).size;
  return Math.min(fresh.length, distinct * 2) * Math.log2(Math.max(pool, 2)) * 0.8;
}
