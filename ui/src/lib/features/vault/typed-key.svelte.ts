// What opens a vault, as somebody types it: the passphrase, or the recovery code in its place.
import type { api } from '$lib/api';

type Unlock = Exclude<Parameters<typeof api.unlock>[0], 'keyring'>;

export class TypedKey {
  way = $state<'passphrase' | 'recovery'>('passphrase');
  text = $state('');

  get unlock(): Unlock {
    return this.way === 'passphrase' ? { passphrase: this.text } : { recovery: this.text };
  }

  /** The other of the two, from the start. */
  turn(): void {
    this.way = this.way === 'passphrase' ? 'recovery' : 'passphrase';
    this.text = '';
  }
}
