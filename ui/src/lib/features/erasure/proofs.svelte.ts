// The forgets whose physical part and read-back are on their way: progress, then the certificate or the reason why not yet.
import { events, type Certificate, type Code, type Progress } from '$lib/api';
import { toasts } from '$lib/components/toasts.svelte';
import { exists, sentence, t } from '$lib/i18n/index.svelte';
import { placeWords } from './places';

export interface Proof {
  erasure: string;
  done: number;
  of: number;
  /** Why it is not there yet; said until it is, however often it is tried again meanwhile. */
  why?: string;
  /** Put away by hand: it may be tried again and again, and speaks up only when it is proven. */
  away?: boolean;
}

/** Why a proof is not there yet, and where the residue lies. "Nothing was saved" would be wrong: the person is gone. */
export function waiting(code: Code, place: string): string {
  const id = `forget-waiting-${code.replaceAll('_', '-')}`;
  const words = exists(id) ? t(id) : sentence(code);
  return place === '' ? words : `${words} ${t('forget-place', { place: placeWords(place) })}`;
}

class Proofs {
  running = $state<Proof[]>([]);
  shown = $state.raw<Certificate | undefined>();

  follow(erasure: string): void {
    if (!this.running.some((proof) => proof.erasure === erasure)) this.running.push({ erasure, done: 0, of: 0 });
  }

  hear(progress: Progress): void {
    const id = progress.state === 'proven' ? progress.certificate.erasure : progress.erasure;
    // One from an earlier session goes on after unlocking: followed from its first word.
    if (progress.state !== 'proven') this.follow(id);
    const proof = this.running.find((proof) => proof.erasure === id);
    if (!proof) return;
    if (progress.state === 'proven') {
      this.running = this.running.filter((other) => other !== proof);
      toasts.show(t('forget-proven'), { label: t('certificate-show'), run: () => (this.shown = progress.certificate) });
    } else if (progress.state === 'pending') {
      proof.done = progress.done;
      proof.of = progress.of;
    } else {
      proof.why = waiting(progress.code, progress.place);
    }
  }

  /** Why the proof of an erasure is not there yet, if that was said. */
  why(erasure: string): string | undefined {
    return this.running.find((proof) => proof.erasure === erasure)?.why;
  }

  close(erasure: string): void {
    for (const proof of this.running) if (proof.erasure === erasure) proof.away = true;
  }

  async listen(): Promise<() => void> {
    return events.erasureProgress.listen(({ payload }) => this.hear(payload.progress));
  }
}

export const proofs = new Proofs();
