// What is typed and not saved: the vault keeps it a moment after every pause in typing, so that a lock or a crash loses nothing.
import { untrack } from 'svelte';
import { api, type Companion, type Draft, type Place, type Spot } from '$lib/api';

/** How long somebody stops typing before it is kept, in milliseconds. */
const PAUSE = 600;
/** How long a lock waits for the last words, in milliseconds. */
const PATIENCE = 4_000;

/** What is typed in a form: words, its other controls, who else takes part. */
export interface Words<R> {
  text: string;
  rest: R;
  with: Companion[];
}

interface Kept {
  spot: Spot;
  name: string;
  words: Words<unknown>;
  keptAt: number;
}

export function spot(place: Place, person: string | null, about: string | null = null): Spot {
  return { place, person, about };
}

const keyOf = (at: Spot): string => `${at.place} ${at.person ?? ''} ${at.about ?? ''}`;

class Drafts {
  /** Those that lay in the vault when it was opened and are not done with, newest first. */
  found = $state.raw<Kept[]>([]);
  #kept = new Map<string, Kept>();
  #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  #last: Promise<unknown> = Promise.resolve();
  #wanted = $state.raw<Spot | undefined>();
  #loaded = false;

  /** Reads them once, when the vault is opened. */
  async load(): Promise<void> {
    if (this.#loaded) return;
    this.found = (await api.drafts()).map(kept);
    for (const one of this.found) this.#kept.set(keyOf(one.spot), one);
    this.#loaded = true;
  }

  /** What is kept for a form. */
  at<R>(at: Spot): Words<R> | undefined {
    return this.#kept.get(keyOf(at))?.words as Words<R> | undefined;
  }

  /** When the form's draft from before the vault was opened was kept. */
  foundAt(at: Spot): number | undefined {
    return this.found.find((one) => keyOf(one.spot) === keyOf(at))?.keptAt;
  }

  /** Somebody wants to go on with this one: its form opens by itself. */
  want(at: Spot): void {
    this.#wanted = at;
  }

  /** Whether somebody wants to go on here; answered once. */
  wanted(at: Spot): boolean {
    if (!this.#wanted || keyOf(this.#wanted) !== keyOf(at)) return false;
    this.#wanted = undefined;
    return true;
  }

  /** The spot of that place where somebody wants to go on; answered once. */
  wantedIn(place: Place): Spot | undefined {
    const at = this.#wanted;
    if (at?.place !== place) return undefined;
    this.#wanted = undefined;
    return at;
  }

  /** The spot of that place whose draft has exactly these people. */
  of(place: Place, people: string[]): Spot | undefined {
    const same = (others: Companion[]): boolean => others.length === people.length && others.every((other) => people.includes(other.id));
    return [...this.#kept.values()].find((one) => one.spot.place === place && same(one.words.with))?.spot;
  }

  /** Keeps what is typed; nothing: there is no draft any more. */
  keep(at: Spot, words: Words<unknown> | undefined): void {
    if (!this.#loaded) return;
    const key = keyOf(at);
    const before = this.#kept.get(key);
    if (!words) {
      if (before) this.drop(at);
      return;
    }
    if (before && JSON.stringify(before.words) === JSON.stringify(words)) return;
    this.#kept.set(key, { spot: at, name: '', words, keptAt: Date.now() });
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(key, setTimeout(() => this.#send(key), PAUSE));
  }

  /** The form was saved or let go of. */
  drop(at: Spot): void {
    const key = keyOf(at);
    if (!this.#kept.delete(key)) return;
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    this.found = this.found.filter((one) => keyOf(one.spot) !== key);
    this.#next(() => api.dropDraft(at));
  }

  /** A forgotten person's drafts, those that `named` the person, and the person in all others; the vault has done so already. */
  forget(person: string, named: Spot[]): void {
    const gone = new Set(named.map(keyOf));
    const goes = (one: Kept): boolean => one.spot.person === person || gone.has(keyOf(one.spot));
    for (const [key, one] of this.#kept) {
      if (!goes(one)) {
        one.words.with = one.words.with.filter((other) => other.id !== person);
        continue;
      }
      clearTimeout(this.#waiting.get(key));
      this.#waiting.delete(key);
      this.#kept.delete(key);
    }
    this.found = this.found.filter((one) => !goes(one));
  }

  /** Keeps the last words at once; gives up after a moment. */
  async flush(): Promise<void> {
    for (const [key, timer] of this.#waiting) {
      clearTimeout(timer);
      this.#send(key);
    }
    await Promise.race([this.#last, new Promise((over) => setTimeout(over, PATIENCE))]);
  }

  #send(key: string): void {
    this.#waiting.delete(key);
    this.#next(async () => {
      const one = this.#kept.get(key);
      if (!one) return;
      const { text, rest } = one.words;
      await api.keepDraft(one.spot, { text, rest: JSON.stringify(rest), with: one.words.with.map((other) => other.id) });
    });
  }

  /** One after the other. What could not be kept is kept with the next pause. */
  #next(send: () => Promise<unknown>): void {
    this.#last = this.#last.then(send).catch(() => undefined);
  }
}

function kept(draft: Draft): Kept {
  let rest: unknown = {};
  try {
    rest = JSON.parse(draft.rest);
  } catch {
    // The words are what counts.
  }
  return { spot: draft.spot, name: draft.display_name, words: { text: draft.text, rest, with: draft.with }, keptAt: draft.kept_at };
}

export const drafts = new Drafts();

/** Call while a form is set up: what `read` answers is kept, nothing lets go of it. */
export function keeping<R>(at: () => Spot, read: () => Words<R> | undefined): void {
  $effect(() => drafts.keep(at(), read()));
}

/** Call while a form's place is set up: `open` runs when somebody wants to go on with its draft. */
export function wanting(at: () => Spot, open: () => void): void {
  $effect(() => {
    if (drafts.wanted(at())) untrack(open);
  });
}
