import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import type { Outcome } from '../lane-state.ts';

/** Failures that are not the message's fault. After a refused token, the message waits until the account is connected again. */
const waitedFor: readonly ErrorCode[] = [
  'channel.rate_limited',
  'channel.unreachable',
  'channel.token_refused',
  'channel.signed_out',
];
/** Failures after which the message, or its file, can never be sent. */
const final: readonly ErrorCode[] = [
  'channel.rejected',
  'channel.blocked',
  'channel.template_unavailable',
  'file.too_large',
  'file.gone',
];
/** A timer set for more than 24.8 days fires at once. */
const LONGEST_WAIT_MS = 86_400_000;

type Attempts = {
  /** How often this process has failed to send the message, including this time. */
  readonly failures: number;
  readonly timing: RetryLimits;
  readonly random: () => number;
};

type Consequence = {
  readonly outcome: Outcome;
  readonly delivery: {
    readonly state: 'queued' | 'failed';
    readonly reason: { readonly code: string; readonly message: string };
  };
};

/** The consequence of a failed attempt; undefined if neither the platform nor the message caused it. */
export const consequenceOf = (error: unknown, attempts: Attempts): Consequence | undefined => {
  if (!(error instanceof Failure)) return undefined;
  const { code, message } = error;
  const reason = { code, message: message.slice(0, 500) };
  if (final.includes(code)) return { outcome: 'done', delivery: { state: 'failed', reason } };
  if (!waitedFor.includes(code)) return undefined;
  return { outcome: waitAfter(error, attempts), delivery: { state: 'queued', reason } };
};

/** A delay requested by the platform is not shortened. */
const waitAfter = (error: Failure, { failures, timing, random }: Attempts): Outcome => {
  const backoff = retryDelay(timing, { failures, error }, random);
  if (error.code !== 'channel.rate_limited') return { kind: 'retry', ms: backoff };
  const { retryAfter } = error;
  const asked = retryAfter === undefined ? backoff : Math.min(retryAfter * 1000, LONGEST_WAIT_MS);
  return { kind: 'retry', ms: asked, fixed: true };
};
