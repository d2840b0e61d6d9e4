// Locking: first what is typed is kept, then the vault is closed.
import { act } from '$lib/act';
import { api } from '$lib/api';
import { drafts } from '$lib/features/draft/drafts.svelte';

export async function lock(): Promise<void> {
  await drafts.flush();
  await act(() => api.lock());
}
