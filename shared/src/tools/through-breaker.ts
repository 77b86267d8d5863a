import { type ErrorCode, Failure } from '../contracts/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Breaker } from '../timing/breaker.ts';

/** Errors that show that the service works: it answered that the request cannot be fulfilled. */
const answered: ReadonlySet<ErrorCode> = new Set(['tool.invalid_arguments', 'tool.impossible']);

type Called = { readonly what: string; readonly clock: Clock };

/** Runs `work` through a circuit breaker. Throws `tool.unavailable` immediately while the breaker is open. */
export const throughBreaker = async <T>(
  breaker: Breaker,
  { what, clock }: Called,
  work: () => Promise<T>,
): Promise<T> => {
  if (!breaker.lets(clock())) {
    throw new Failure('tool.unavailable', `${what} does not work now.`, 'Do without it, or ask a person.');
  }
  try {
    const result = await work();
    breaker.succeeded();
    return result;
  } catch (error) {
    const code = error instanceof Failure ? error.code : undefined;
    if (code && answered.has(code)) breaker.succeeded();
    else if (code !== 'server.stopping') breaker.failed(clock());
    throw error;
  }
};
