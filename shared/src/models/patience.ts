/** All timeouts and retry limits for model endpoints. */
export const patience = {
  /** Attempts per call, including the first. */
  attempts: 3,
  /** The shortest and longest delay between attempts, in milliseconds. */
  firstRetryMs: 250,
  longestRetryMs: 4000,
  /** A delay is accepted up to this share of the call's remaining time. */
  bearablePause: 0.5,
  /** The retry budget of an endpoint: some per minute, and a share of the calls, up to a maximum balance. */
  retriesAMinute: 5,
  retriesPerCall: 0.2,
  savedRetries: 20,
  /** Consecutive failures after which a model is suspended, and for how long in milliseconds. */
  breaker: { threshold: 3, pauseMs: 30_000 },
  /** Shares of a call's total time: until the first byte, and for silence after that. */
  firstByte: 0.6,
  nextByte: 0.4,
  /** A longer response is rejected; characters as received. */
  longestAnswer: 4_000_000,
} as const;
