// After some wrong keys the next try waits: the shell says how long, the page counts down.
import { api } from '$lib/api';

const TICK = 200;

/** Whole seconds that are left of a wait which ends at `until`; both in milliseconds. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1_000));
}

export class Waiting {
  #until = $state(0);
  #now = $state(0);

  constructor() {
    $effect(() => {
      if (this.seconds === 0) return;
      const timer = setInterval(() => (this.#now = performance.now()), TICK);
      return () => clearInterval(timer);
    });
  }

  get seconds(): number {
    return secondsLeft(this.#until, this.#now);
  }

  async ask(): Promise<void> {
    const left = await api.patience().catch(() => 0);
    this.#now = performance.now();
    this.#until = this.#now + left;
  }
}
