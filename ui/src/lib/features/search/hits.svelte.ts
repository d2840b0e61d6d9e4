// What a query finds, key press by key press; a late answer never covers a newer one.
import { api, codeOf, type Code, type Hits } from '$lib/api';
import { changes } from '$lib/live.svelte';

export class Search {
  hits = $state.raw<Hits | undefined>();
  error = $state<Code | undefined>();
  #turn = 0;

  constructor(query: () => string, limit: number) {
    $effect(() => {
      changes.of(['contacts']);
      void this.#run(query().trim(), limit);
    });
  }

  async #run(query: string, limit: number): Promise<void> {
    const turn = ++this.#turn;
    if (query === '') {
      this.hits = undefined;
      this.error = undefined;
      return;
    }
    try {
      const hits = await api.search(query, limit);
      if (turn !== this.#turn) return;
      this.hits = hits;
      this.error = undefined;
    } catch (error) {
      if (turn === this.#turn) this.error = codeOf(error);
    }
  }
}
