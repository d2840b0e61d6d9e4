// The sheet of the recovery code that is on screen just now: its picture, and printing it.
import { act } from '$lib/act';
import { api } from '$lib/api';
import { toasts } from '$lib/components/toasts.svelte';
import { still } from '$lib/features/rights/paper.svelte';
import { t } from '$lib/i18n/index.svelte';

class Sheet {
  rows = $state.raw<boolean[][]>([]);
  busy = $state(false);

  /** The picture of the code that the window has just shown. */
  async draw(): Promise<void> {
    this.rows = [];
    this.rows = (await act(() => api.recoveryPicture())) ?? [];
  }

  async print(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await act(async () => {
      if (this.rows.length === 0) await this.draw();
      await still();
      if (await api.printRecovery()) toasts.show(t('recovery-sheet-printed'));
    });
    this.busy = false;
  }
}

export const sheet = new Sheet();
