// WebKit lets a page change its address a hundred times within thirty seconds and throws at the next, which stops the router
// on its way: an arrow key that is held down in a long list was there after four seconds. Nobody sees the address, so the page
// goes on without it, and the newest one is written as soon as WebKit takes it.
const AGAIN_MS = 1000;

export function init(): void {
  let again: ReturnType<typeof setTimeout> | undefined;
  const drop = () => clearTimeout(again);
  addEventListener('popstate', drop);

  for (const name of ['pushState', 'replaceState'] as const) {
    const write = history[name].bind(history);
    const patient: History[typeof name] = (...entry) => {
      drop();
      try {
        write(...entry);
      } catch (refusal) {
        if (!(refusal instanceof DOMException) || refusal.name !== 'SecurityError') throw refusal;
        again = setTimeout(() => patient(...entry), AGAIN_MS);
      }
    };
    history[name] = patient;
  }
}
