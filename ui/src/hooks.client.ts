// WebKit lets a page change its address a hundred times within thirty seconds and throws at the next, which stops the router
// on its way: an arrow key that is held down in a long list was there after four seconds. Nobody sees the address, so the page
// goes on without it, and the newest one is written as soon as WebKit takes it.
const AGAIN_MS = 1000;

export function init(): void {
  const write = { pushState: history.pushState.bind(history), replaceState: history.replaceState.bind(history) };
  let waits: { kind: keyof typeof write; again: ReturnType<typeof setTimeout> } | undefined;

  function drop(): void {
    clearTimeout(waits?.again);
    waits = undefined;
  }

  function patiently(kind: keyof typeof write, entry: Parameters<History['pushState']>): void {
    drop();
    try {
      write[kind](...entry);
    } catch (refusal) {
      if (!(refusal instanceof DOMException) || refusal.name !== 'SecurityError') throw refusal;
      waits = { kind, again: setTimeout(() => patiently(kind, entry), AGAIN_MS) };
    }
  }

  addEventListener('popstate', drop);
  history.pushState = (...entry) => patiently('pushState', entry);
  // In the place of an entry that waits it is a new one, too.
  history.replaceState = (...entry) => patiently(waits?.kind ?? 'replaceState', entry);
}
