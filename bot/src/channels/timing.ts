/** How patient a channel is with its platform. */
export type ChannelTiming = {
  /** How long a poll may stay open while nothing arrives. */
  readonly pollSeconds: number;
  /** How long the platform may take to answer anything else. */
  readonly requestMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
};

export const defaultTiming: ChannelTiming = {
  pollSeconds: 25,
  requestMs: 15_000,
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
};

/** Exponential with equal jitter: half of the delay is fixed. `failures` counts from 1. */
export const retryDelay = (timing: ChannelTiming, failures: number, random = Math.random): number => {
  const longest = Math.min(timing.longestRetryMs, timing.firstRetryMs * 2 ** Math.min(failures - 1, 30));
  return longest / 2 + (random() * longest) / 2;
};
