// Says what was done and offers the way back.
import { act } from '$lib/act';
import { api } from '$lib/api';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n/index.svelte';

export function told(text: string, undo: string): void {
  toasts.show(text, {
    label: t('undo'),
    run: () => void act(() => api.undo(undo)).then((done) => { if (done !== undefined) toasts.show(t('undone')); })
  });
}
