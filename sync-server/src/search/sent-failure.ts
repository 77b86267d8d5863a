import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { fromSentFailure, type SentFailure, toSentFailure } from '@inbetwin/shared/contracts/sent-failure.ts';

export const sendFailure = (error: unknown): SentFailure =>
  toSentFailure(
    error instanceof Failure
      ? error
      : new Failure('server.error', `Search failed: ${error}`, 'Try again in a moment.', { cause: error }),
  );

export const receiveFailure = fromSentFailure;
