// The call that runs, and the second hand.
import { api, type RunningCall } from '$lib/api';
import { live, type Live } from '$lib/live.svelte';

export class Running {
  #call: Live<RunningCall | null> = live(['calls'], () => api.runningCall());
  now = $state(Date.now());

  constructor() {
    $effect(() => {
      if (!this.call || this.call.stopped_at !== null) return;
      this.now = Date.now();
      const timer = setInterval(() => (this.now = Date.now()), 250);
      return () => clearInterval(timer);
    });
  }

  get call(): RunningCall | undefined {
    return this.#call.value ?? undefined;
  }

  /** Milliseconds since it began, or until it was stopped. */
  get elapsed(): number {
    return this.call ? (this.call.stopped_at ?? this.now) - this.call.started_at : 0;
  }
}
