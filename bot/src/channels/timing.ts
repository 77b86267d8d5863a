import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';

/** How patient a channel is with its platform. */
export type ChannelTiming = RetryLimits & {
  /** How long a poll may stay open while nothing arrives. */
  readonly pollSeconds: number;
  /** How long the platform may take to answer anything else. */
  readonly requestMs: number;
};

export const defaultTiming: ChannelTiming = {
  pollSeconds: 25,
  requestMs: 15_000,
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
};
