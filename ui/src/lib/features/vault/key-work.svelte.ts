// Work that needs a typed key. The key can be typed again at once.
import { tick } from 'svelte';
import { Work } from '$lib/work.svelte';
import { TypedKey } from './typed-key.svelte';

export class KeyWork extends Work {
  readonly key = new TypedKey();
  input = $state<HTMLInputElement | undefined>();
  /** What another key would mend is said at the key, the rest by itself. */
  readonly atKey = $derived(this.code === 'wrong_passphrase' || this.code === 'recovery_code_typo' ? this.code : undefined);
  readonly fault = $derived(this.atKey ? undefined : this.code);

  override async run(act: () => Promise<unknown>): Promise<boolean> {
    const done = await super.run(act);
    await tick();
    this.input?.focus();
    if (this.code) this.input?.select();
    return done;
  }

  /** The other key. */
  turn(): void {
    this.key.turn();
    this.clear();
    this.input?.focus();
  }
}
