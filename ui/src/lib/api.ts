// One call down: every command throws its code or gives its answer.
import { commands } from './bindings';
import type { Code, Fault } from './bindings';

export { events } from './bindings';
export type * from './bindings';

/** A refusal by the core: a code whose sentence is in locales, the line of a file at fault, the megabytes a full disk lacks. */
export class Refusal extends Error {
  constructor(
    readonly code: Code,
    readonly line?: number,
    readonly needs?: number
  ) {
    super(code);
  }
}

export function codeOf(error: unknown): Code {
  return error instanceof Refusal ? error.code : 'internal';
}

/** The line of the file at fault, if one is. */
export function lineOf(error: unknown): number | undefined {
  return error instanceof Refusal ? error.line : undefined;
}

/** About how many megabytes have to be free, if that is known. */
export function needsOf(error: unknown): number | undefined {
  return error instanceof Refusal ? error.needs : undefined;
}

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: unknown };
type Loosened<C> = {
  [K in keyof C]: C[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => Promise<Data<R>> : never;
};
type Data<R> = R extends { status: 'ok'; data: infer T } ? T : R extends { status: 'error' } ? never : R;

function refusal(error: unknown): Refusal {
  if (typeof error === 'object' && error !== null && 'code' in error) {
    const fault = error as Fault;
    return new Refusal(fault.code, fault.line ?? undefined, fault.needs ?? undefined);
  }
  return new Refusal(typeof error === 'string' && /^[a-z_]+$/.test(error) ? (error as Code) : 'internal');
}

function isAnswer(value: unknown): value is Answer<unknown> {
  return typeof value === 'object' && value !== null && 'status' in value && ('data' in value || 'error' in value);
}

function throwing(act: (...args: unknown[]) => Promise<unknown>) {
  return async (...args: unknown[]): Promise<unknown> => {
    let answer: unknown;
    try {
      answer = await act(...args);
    } catch (error) {
      throw refusal(error);
    }
    if (!isAnswer(answer)) return answer;
    if (answer.status === 'error') throw refusal(answer.error);
    return answer.data;
  };
}

export const api = Object.fromEntries(
  Object.entries(commands).map(([name, act]) => [name, throwing(act as (...args: unknown[]) => Promise<unknown>)])
) as Loosened<typeof commands>;
