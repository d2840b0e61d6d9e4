// What just happened, for a few seconds, with a way back where there is one.
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'error';
  act?: { label: string; run: () => void } | undefined;
}

const SECONDS = 8;

class Toasts {
  shown = $state<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, act?: Toast['act'], tone: Toast['tone'] = 'plain'): void {
    const toast: Toast = { id: this.#next++, text, tone, act };
    this.shown = [...this.shown.slice(-2), toast];
    this.resume(toast.id);
  }

  error(text: string): void {
    this.show(text, undefined, 'error');
  }

  /** Time stands still while it is read or has the focus. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
  }

  resume(id: number): void {
    this.hold(id);
    this.#timers.set(id, setTimeout(() => this.close(id), SECONDS * 1000));
  }

  close(id: number): void {
    this.hold(id);
    this.#timers.delete(id);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
