/** In milliseconds. */
export type RetryLimits = { readonly firstRetryMs: number; readonly longestRetryMs: number };

/** Milliseconds to wait: exponential with equal jitter, half of the delay is fixed. `failures` counts from 1. */
export const retryDelay = (
  { firstRetryMs, longestRetryMs }: RetryLimits,
  failures: number,
  random: () => number = Math.random,
): number => {
  const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 30));
  return longest / 2 + (random() * longest) / 2;
};
