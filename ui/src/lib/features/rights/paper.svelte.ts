// What Ctrl+P prints: the person on screen, otherwise the list. The sheet is drawn beside the screen, nothing on screen moves,
// and it is gone again when the dialog is closed.
import { tick } from 'svelte';
import { act } from '$lib/act';
import { api, type ContactRow, type Filter, type ListSheet, type Order, type Paper, type PersonSheet, type Policy } from '$lib/api';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n/index.svelte';

export interface PrintableList {
  title: string;
  order: Order;
  filter: Filter;
}

export type Sheet = { kind: 'person'; sheet: PersonSheet; policy: Policy } | { kind: 'list'; sheet: ListSheet; title: string };

class Printer {
  /** Set by the screen: who and which list is shown there. */
  person = $state<string | undefined>();
  list = $state.raw<PrintableList | undefined>();
  /** What is on paper just now. */
  sheet = $state.raw<Sheet | undefined>();
  /** A list longer than a print holds waits for a yes. */
  long = $state.raw<Extract<Sheet, { kind: 'list' }> | undefined>();
  asking = $state(false);
  #busy = false;

  async print(): Promise<void> {
    if (this.person) await this.printPerson();
    else if (this.list) await this.printList();
    else toasts.show(t('print-nothing'));
  }

  async printPerson(): Promise<void> {
    const person = this.person;
    if (!person) return;
    await this.#once(async () => {
      const sheet = await api.personSheet(person);
      const { policy } = await api.policy();
      await this.#put({ kind: 'person', sheet, policy }, { person });
    });
  }

  async printList(): Promise<void> {
    const list = this.list;
    if (!list) return;
    await this.#once(async () => {
      const sheet = await api.listSheet(list.order, list.filter);
      if (sheet.rows.length === 0) return toasts.show(t('print-nothing'));
      const made = { kind: 'list', sheet, title: list.title } as const;
      if (sheet.rows.length < sheet.total) {
        this.long = made;
        this.asking = true;
      } else await this.#put(made, { list: ids(sheet.rows) });
    });
  }

  /** The beginning of a list that is too long for one print. */
  async printBeginning(): Promise<void> {
    const made = this.long;
    this.long = undefined;
    if (made) await this.#once(() => this.#put(made, { list: ids(made.sheet.rows) }));
  }

  async #put(sheet: Sheet, paper: Paper): Promise<void> {
    this.sheet = sheet;
    await still();
    if (await api.printSheet(paper)) toasts.show(t('printed'));
  }

  async #once(run: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    await act(run);
    this.sheet = undefined;
    this.#busy = false;
  }
}

/** Until nothing moves any more: a page that is drawn while a dialog closes comes out blank. */
export async function still(): Promise<void> {
  await tick();
  await document.fonts.ready;
  const moving = document.getAnimations().filter((animation) => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime)));
  await Promise.allSettled(moving.map((animation) => animation.finished));
  await new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())));
}

const ids = (rows: ContactRow[]): string[] => rows.map((row) => row.id);

export const printer = new Printer();
