// One act of a form at a time, and what it was refused with.
import { codeOf, needsOf, type Code } from './api';

export class Work {
  busy = $state(false);
  code = $state<Code | undefined>();
  /** Megabytes that a full disk lacks. */
  needs = $state<number | undefined>();
  /** The same where a cancel needs no words. */
  readonly refused = $derived(this.code === 'cancelled' ? undefined : this.code);

  /** Whether it went well. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.clear();
    try {
      await act();
      return true;
    } catch (error) {
      [this.code, this.needs] = [codeOf(error), needsOf(error)];
      return false;
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.code = this.needs = undefined;
  }
}
