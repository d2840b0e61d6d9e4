// What is copied by hand goes the way of the copy buttons: off the clipboard after a time, and with the lock.
import { api } from '$lib/api';

const MOST = 30_000;

/** Call once; the answer ends it. */
export function tellCopies(): () => void {
  const taken = (event: ClipboardEvent): void => {
    const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target : undefined;
    const text = field ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0) : (window.getSelection()?.toString() ?? '');
    // A password shows nothing to copy; and what is too long for one go stays the system's.
    if (text === '' || text.length > MOST || field?.type === 'password') return;
    event.preventDefault();
    if (event.type === 'cut' && field) document.execCommand('delete');
    void api.copy(text).catch(() => undefined);
  };
  const signs = ['copy', 'cut'] as const;
  for (const sign of signs) document.addEventListener(sign, taken);
  return () => {
    for (const sign of signs) document.removeEventListener(sign, taken);
  };
}
