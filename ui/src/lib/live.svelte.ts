// What is on screen stays true: a read is done again when one of its topics changed.
import { codeOf, events, type Code, type Topic } from './api';

class Changes {
  #counts = $state<Partial<Record<Topic, number>>>({});

  /** Reading it inside an effect makes the effect run again after a change. */
  of(topics: readonly Topic[]): number {
    return topics.reduce((sum, topic) => sum + (this.#counts[topic] ?? 0), 0);
  }

  touch(topics: readonly Topic[]): void {
    for (const topic of topics) this.#counts[topic] = (this.#counts[topic] ?? 0) + 1;
  }

  async listen(): Promise<() => void> {
    return events.changed.listen(({ payload }) => this.touch(payload.topics));
  }
}

export const changes = new Changes();

export class Live<T> {
  value = $state.raw<T | undefined>();
  error = $state<Code | undefined>();
  #read: () => Promise<T>;
  #turn = 0;

  constructor(topics: readonly Topic[], read: () => Promise<T>) {
    this.#read = read;
    $effect(() => {
      changes.of(topics);
      void this.again();
    });
  }

  async again(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const value = await this.#read();
      if (turn !== this.#turn) return;
      this.value = value;
      this.error = undefined;
    } catch (error) {
      const code = codeOf(error);
      // Locked behind the screen: the lock screen is on its way, and no fault is shown in the meantime.
      if (turn === this.#turn && code !== 'locked') this.error = code;
    }
  }
}

/** Call while a component is set up: the read starts at once and follows its topics. */
export function live<T>(topics: readonly Topic[], read: () => Promise<T>): Live<T> {
  return new Live(topics, read);
}
