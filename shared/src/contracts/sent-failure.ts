import { type ErrorCode, Failure } from './errors.ts';

/** A serialized `Failure`, as posted between threads or tabs, where classes are lost. */
export type SentFailure = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retryAfter?: number | undefined;
};

export const toSentFailure = ({ code, message, hint, retryAfter }: Failure): SentFailure => ({
  code,
  message,
  hint,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

export const fromSentFailure = ({ code, message, hint, retryAfter }: SentFailure): Failure =>
  new Failure(code, message, hint, retryAfter === undefined ? {} : { retryAfter });
