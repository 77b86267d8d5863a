import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';

/** How long a channel waits for its platform, in milliseconds. */
export type ChannelTiming = RetryLimits & {
  /** How long a poll may stay open while nothing arrives. */
  readonly pollSeconds: number;
  /** Timeout of all other requests. */
  readonly requestMs: number;
};

export const defaultTiming: ChannelTiming = {
  pollSeconds: 25,
  requestMs: 15_000,
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
};
