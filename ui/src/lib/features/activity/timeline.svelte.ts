// The timeline of one person, page by page, newest first.
import { untrack } from 'svelte';
import { api, codeOf, type Code, type Entry } from '$lib/api';
import { day } from '$lib/i18n/index.svelte';
import { changes } from '$lib/live.svelte';

const PAGE = 20;

export interface Day {
  name: string;
  entries: Entry[];
}

export class Timeline {
  entries = $state.raw<Entry[] | undefined>();
  next = $state.raw<string | null>(null);
  error = $state<Code | undefined>();
  busy = $state(false);
  #turn = 0;

  constructor(private readonly person: string) {
    $effect(() => {
      changes.of(['timeline', 'consents']);
      untrack(() => void this.again());
    });
  }

  get days(): Day[] {
    const days: Day[] = [];
    for (const entry of this.entries ?? []) {
      const name = day(entry.at);
      const last = days[days.length - 1];
      if (last?.name === name) last.entries.push(entry);
      else days.push({ name, entries: [entry] });
    }
    return days;
  }

  /** Reads again as much as is shown. */
  async again(): Promise<void> {
    await this.#read(null, Math.max(PAGE, this.entries?.length ?? 0), []);
  }

  async older(): Promise<void> {
    if (this.next && !this.busy) await this.#read(this.next, PAGE, this.entries ?? []);
  }

  async #read(after: string | null, count: number, before: Entry[]): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const page = await api.timeline(this.person, after, Math.min(count, 200));
      if (turn !== this.#turn) return;
      this.entries = [...before, ...page.entries];
      this.next = page.next;
      this.error = undefined;
    } catch (error) {
      if (turn === this.#turn) this.error = codeOf(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}
