import { type ErrorCode, Failure } from '../contracts/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Breaker } from '../timing/breaker.ts';

/** The service did its part: what it was asked for cannot be done. */
const answered: ReadonlySet<ErrorCode> = new Set(['tool.invalid_arguments', 'tool.impossible']);

type Called = { readonly what: string; readonly clock: Clock };

/** The result of `work`, unless it has failed so often in a row that it is left alone: `tool.unavailable` at once then. */
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
