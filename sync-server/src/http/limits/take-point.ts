import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/**
 * Counts one use of `key`. `what` is the subject of the error message, such as "Too many tries". Throws `request.too_many` with the time to
 * wait when the limit is exceeded.
 */
export const takePoint = (limiter: RateLimiterMemory, key: string, what: string): Promise<void> =>
  takePoints(limiter, { key, points: 1, what });

type Points = { readonly key: string; readonly points: number; readonly what: string };

/** The same for several at once. */
export const takePoints = async (limiter: RateLimiterMemory, { key, points, what }: Points): Promise<void> => {
  try {
    await limiter.consume(key, points);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw tooMany(what, Math.ceil(error.msBeforeNext / 1000));
  }
};

/** A `request.too_many` failure; `retryAfter` is in seconds. */
export const tooMany = (what: string, retryAfter: number): Failure =>
  new Failure('request.too_many', `${what} in a short time.`, `Wait ${retryAfter} s and try again.`, { retryAfter });
