// Whether the vault is open, and how the window looks and speaks.
import { api, codeOf, type Appearance, type Code, type Settings, type Status } from './api';
import { drafts } from './features/draft/drafts.svelte';
import { language } from './i18n/index.svelte';

function paint(appearance: Appearance): void {
  const root = document.documentElement;
  if (appearance === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = appearance;
}

class Session {
  status = $state.raw<Status | undefined>();
  error = $state<Code | undefined>();
  settings = $state.raw<Settings | undefined>();
  /** What the vault had to say was read. */
  read = $state(false);

  #turn = 0;

  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.error = undefined;
    try {
      const status = await api.status();
      if (turn !== this.#turn) return;
      if (status.unlocked) await Promise.all([this.adopt(), drafts.load()]);
      else {
        language.set(status.language, status.zone);
        paint(status.appearance);
      }
      this.status = status;
    } catch (error) {
      if (turn === this.#turn) this.error = codeOf(error);
    }
  }

  /** What the program says of the vault now. */
  async again(): Promise<void> {
    const turn = this.#turn;
    const status = await api.status();
    if (turn === this.#turn) this.status = status;
  }

  /** Reads the settings of the open vault and shows the window in them. */
  async adopt(): Promise<void> {
    this.settings = await api.settings();
    language.set(this.settings.language, this.settings.zone);
    paint(this.settings.appearance);
  }

  async change(part: Partial<Settings>): Promise<void> {
    if (!this.settings) return;
    await api.setSettings({ ...this.settings, ...part });
    await this.adopt();
  }
}

export const session = new Session();
