// The forgets whose physical part and read-back are on their way: progress, then the certificate or the reason why not yet.
import { events, type Certificate, type Code, type Progress } from '$lib/api';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n/index.svelte';

export interface Proof {
  erasure: string;
  done: number;
  of: number;
  waiting?: Code;
  /** Where a residue lies. */
  place?: string;
}

class Proofs {
  running = $state<Proof[]>([]);
  shown = $state.raw<Certificate | undefined>();

  follow(erasure: string): void {
    if (!this.running.some((proof) => proof.erasure === erasure)) this.running.push({ erasure, done: 0, of: 0 });
  }

  hear(progress: Progress): void {
    const id = progress.state === 'proven' ? progress.certificate.erasure : progress.erasure;
    const proof = this.running.find((proof) => proof.erasure === id);
    if (!proof) return;
    if (progress.state === 'pending') {
      proof.done = progress.done;
      proof.of = progress.of;
    } else if (progress.state === 'waiting') {
      proof.waiting = progress.code;
      proof.place = progress.place;
    } else {
      this.running = this.running.filter((other) => other.erasure !== id);
      toasts.show(t('forget-proven'), { label: t('certificate-show'), run: () => (this.shown = progress.certificate) });
    }
  }

  close(erasure: string): void {
    this.running = this.running.filter((proof) => proof.erasure !== erasure);
  }

  async listen(): Promise<() => void> {
    return events.erasureProgress.listen(({ payload }) => this.hear(payload.progress));
  }
}

export const proofs = new Proofs();
