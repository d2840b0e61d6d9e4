// The list on screen: which people, in which order, which of them is open and which are marked.
import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { api, codeOf, type Code, type ContactRow, type Filter, type Order } from '$lib/api';
import { changes } from '$lib/live.svelte';
import { PageCache } from './pages';

export class ContactList {
  order = $state<Order>('name');
  filter = $state.raw<Filter>('all');
  marked = new SvelteSet<string>();
  #tick = $state(0);
  #cache = new PageCache<ContactRow>(
    (start, count) => api.contacts(this.order, this.filter, start, count),
    () => this.#tick++
  );

  constructor(filter: Filter) {
    this.filter = filter;
    $effect(() => {
      changes.of(['contacts', 'follow_ups']);
      untrack(() => this.#cache.refresh());
    });
  }

  get total(): number | undefined {
    void this.#tick;
    return this.#cache.total;
  }

  get error(): Code | undefined {
    void this.#tick;
    return this.#cache.error === undefined ? undefined : codeOf(this.#cache.error);
  }

  row(index: number): ContactRow | undefined {
    void this.#tick;
    return this.#cache.row(index);
  }

  indexOf(id: string): number {
    void this.#tick;
    return this.#cache.at((row) => row.id === id);
  }

  again(): void {
    this.#cache.reset();
  }

  show(filter: Filter): void {
    this.filter = filter;
    this.marked.clear();
    this.#cache.reset();
  }

  sort(order: Order): void {
    this.order = order;
    this.#cache.reset();
  }

  mark(id: string): void {
    if (!this.marked.delete(id)) this.marked.add(id);
  }
}
