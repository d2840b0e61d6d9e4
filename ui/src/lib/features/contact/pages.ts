// A long list as pages by index: only what is near the eye is held, and what changed is read again without a flicker.

export interface Stretch<T> {
  rows: T[];
  start: number;
  total: number;
}

interface Page<T> {
  rows: T[];
  turn: number;
}

export class PageCache<T> {
  /** Unknown until the first answer. */
  total: number | undefined;
  error: unknown;
  #pages = new Map<number, Page<T>>();
  #asked = new Map<number, number>();
  #turn = 0;

  constructor(
    private readonly read: (start: number, count: number) => Promise<Stretch<T>>,
    private readonly changed: () => void,
    private readonly size = 100,
    private readonly kept = 40
  ) {}

  /** The row at `index`, or undefined while it is on its way. */
  row(index: number): T | undefined {
    const number = Math.floor(index / this.size);
    const page = this.#pages.get(number);
    if (!page || page.turn !== this.#turn) this.#ask(number);
    if (page) {
      this.#pages.delete(number);
      this.#pages.set(number, page);
    }
    return page?.rows[index - number * this.size];
  }

  /** Where a row is among the pages at hand; -1 when it is not. */
  at(matches: (row: T) => boolean): number {
    for (const [number, page] of this.#pages) {
      const found = page.rows.findIndex(matches);
      if (found >= 0) return number * this.size + found;
    }
    return -1;
  }

  /** The list changed: old rows stay until their new ones are here. */
  refresh(): void {
    this.#turn++;
    this.#asked.clear();
    this.#ask(0);
    this.changed();
  }

  /** Another list: nothing of the old one is shown. */
  reset(): void {
    this.#pages.clear();
    this.total = undefined;
    this.error = undefined;
    this.refresh();
  }

  #ask(number: number): void {
    const turn = this.#turn;
    if (this.#asked.get(number) === turn) return;
    this.#asked.set(number, turn);
    this.read(number * this.size, this.size).then(
      (stretch) => {
        if (turn !== this.#turn) return;
        this.#pages.delete(number);
        this.#pages.set(number, { rows: stretch.rows, turn });
        this.total = stretch.total;
        this.error = undefined;
        this.#forget();
        this.changed();
      },
      (error: unknown) => {
        if (turn !== this.#turn) return;
        this.#asked.delete(number);
        this.error = error;
        this.changed();
      }
    );
  }

  #forget(): void {
    for (const number of this.#pages.keys()) {
      if (this.#pages.size <= this.kept) return;
      this.#pages.delete(number);
      this.#asked.delete(number);
    }
  }
}
