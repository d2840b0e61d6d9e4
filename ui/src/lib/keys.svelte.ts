// Keys of the whole window. A single letter never fires while somebody types or a dialog is open.
type Run = (event: KeyboardEvent) => void;
export type Keys = Record<string, Run>;

const layers: Keys[] = [];

function named(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${key}`;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}

function covered(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-state="open"]') !== null;
}

/** Keys that hold while the component is on screen; later ones go first. */
export function useKeys(keys: Keys): void {
  $effect(() => {
    layers.push(keys);
    return () => {
      layers.splice(layers.indexOf(keys), 1);
    };
  });
}

export function onkeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = named(event);
  const global = name.startsWith('Ctrl+') || name.startsWith('Alt+');
  if (!global && (typing(event.target) || covered())) return;
  if (name === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button, a, [role="button"]')) return;
  for (const layer of [...layers].reverse()) {
    const run = layer[name];
    if (run) {
      event.preventDefault();
      run(event);
      return;
    }
  }
}
