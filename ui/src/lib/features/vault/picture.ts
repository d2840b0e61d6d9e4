// The picture of a code as one outline: a square for every dark dot, with four empty ones around.

export function outline(rows: boolean[][]): string {
  return rows.flatMap((row, y) => runs(row).map(([x, length]) => `M${x + 4} ${y + 4}h${length}v1h-${length}z`)).join('');
}

/** Where dark dots begin in a row, and how many follow. */
function runs(row: boolean[]): [number, number][] {
  const found: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = found.at(-1);
    if (dark && last && last[0] + last[1] === x) last[1] += 1;
    else if (dark) found.push([x, 1]);
  });
  return found;
}
