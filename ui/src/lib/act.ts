// A user's act: run it, and say so when it was refused.
import { codeOf, needsOf } from './api';
import { toasts } from './components/toasts.svelte';
import { sentence } from './i18n/index.svelte';

/** The answer, or undefined after the refusal has been shown. */
export async function act<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'cancelled') toasts.error(sentence(code, needsOf(error)));
    return undefined;
  }
}
