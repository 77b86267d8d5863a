import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { SentFailure } from './search-protocol.ts';

export const sendFailure = (error: unknown): SentFailure => {
  if (!(error instanceof Failure)) {
    return { code: 'server.error', message: `Search failed: ${error}`, hint: 'Try again in a moment.' };
  }
  const { code, message, hint, retryAfter } = error;
  return { code, message, hint, retryAfter };
};

export const receiveFailure = ({ code, message, hint, retryAfter }: SentFailure): Failure =>
  new Failure(code, message, hint, retryAfter === undefined ? {} : { retryAfter });
