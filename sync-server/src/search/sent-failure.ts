import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { fromSentFailure, type SentFailure, toSentFailure } from '@inbetwin/shared/contracts/sent-failure.ts';

/** Converts an error to a form that can be posted between threads; an unexpected error becomes `server.error`. */
export const sendFailure = (error: unknown): SentFailure =>
  toSentFailure(
    error instanceof Failure
      ? error
      : new Failure('server.error', `Search failed: ${error}`, 'Try again in a moment.', { cause: error }),
  );

/** Restores a `Failure` posted by the other thread. */
export const receiveFailure = fromSentFailure;
