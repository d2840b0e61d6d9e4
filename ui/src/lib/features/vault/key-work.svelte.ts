// Work that needs a typed key: one at a time, and what it failed with. The key can be typed again at once.
import { tick } from 'svelte';
import { codeOf, type Code } from '$lib/api';
import { TypedKey } from './typed-key.svelte';

export class KeyWork {
  readonly key = new TypedKey();
  busy = $state(false);
  code = $state<Code | undefined>();
  input = $state<HTMLInputElement | undefined>();
  /** What another key would mend is said at the key, the rest by itself. */
  readonly atKey = $derived(this.code === 'wrong_passphrase' || this.code === 'recovery_code_typo' ? this.code : undefined);
  readonly fault = $derived(this.atKey ? undefined : this.code);

  async run(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.code = undefined;
    try {
      await work();
    } catch (error) {
      this.code = codeOf(error);
    } finally {
      this.busy = false;
    }
    await tick();
    this.input?.focus();
    if (this.code) this.input?.select();
  }

  /** The other key. */
  turn(): void {
    this.key.turn();
    this.code = undefined;
    this.input?.focus();
  }
}
