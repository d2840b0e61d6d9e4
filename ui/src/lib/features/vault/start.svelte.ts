// The first run: its steps, what has been typed, and the vault that comes out of it.
import { api, codeOf, type Code, type Controller, type Language, type Policy } from '$lib/api';
import { language } from '$lib/i18n/index.svelte';
import { session } from '$lib/session.svelte';
import { groupsOf } from './recovery';
import { homeZone } from './zones';

export const STEPS = ['language', 'controller', 'policy', 'passphrase', 'recovery', 'ready'] as const;
export type Step = (typeof STEPS)[number];

export class Start {
  step = $state<Step>('language');
  zone = $state(homeZone(Intl.DateTimeFormat().resolvedOptions().timeZone));
  controller = $state<Controller>({ name: '', address: '', email: '', phone: '', organization_number: '', sole_trader: false });
  policy = $state.raw<Policy | undefined>();
  confirmed = $state(false);
  groups = $state.raw<string[]>([]);
  busy = $state(false);
  error = $state<Code | undefined>();

  get at(): number {
    return STEPS.indexOf(this.step);
  }

  speak(locale: Language): void {
    language.set(locale);
  }

  go(by: 1 | -1): void {
    this.error = undefined;
    this.step = STEPS[this.at + by] ?? this.step;
  }

  async #try(run: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.error = undefined;
    try {
      await run();
      return true;
    } catch (error) {
      this.error = codeOf(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  readPolicy(): Promise<boolean> {
    return this.#try(async () => {
      this.policy = await api.defaultPolicy();
    });
  }

  async make(passphrase: string): Promise<void> {
    const made = await this.#try(async () => {
      const code = await api.createVault({
        controller: $state.snapshot(this.controller),
        language: language.locale,
        zone: this.zone,
        passphrase,
        keyring: false,
        confirm_assessments: this.confirmed
      });
      this.groups = groupsOf(code);
    });
    if (made) this.go(1);
  }

  async typedBack(groups: [number, string][]): Promise<void> {
    if (await this.#try(async () => void (await api.confirmRecovery(groups)))) {
      this.groups = [];
      this.go(1);
    }
  }

  async finish(keyring: boolean): Promise<boolean> {
    return this.#try(async () => {
      if (keyring) await api.setKeyring(true);
      await session.load();
    });
  }
}
