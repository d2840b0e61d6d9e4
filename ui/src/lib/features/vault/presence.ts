// Tells the shell that somebody is at the window; now and then is enough.
import { api } from '$lib/api';

const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
const PAUSE = 2_000;

/** Call once; the answer ends it. */
export function tellPresence(): () => void {
  let told = 0;
  const here = (): void => {
    if (performance.now() - told < PAUSE) return;
    told = performance.now();
    void api.present().catch(() => undefined);
  };
  for (const sign of SIGNS) window.addEventListener(sign, here, { capture: true, passive: true });
  return () => {
    for (const sign of SIGNS) window.removeEventListener(sign, here, { capture: true });
  };
}
