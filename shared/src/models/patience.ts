/** How long and how often endpoints of models are asked: every number of it. */
export const patience = {
  /** Of one call, the first included. */
  attempts: 3,
  /** What the pauses between attempts grow from and to; milliseconds. */
  firstRetryMs: 250,
  longestRetryMs: 4000,
  /** A pause is borne up to this share of the time that the call has left. */
  bearablePause: 0.5,
  /** How many repeats one endpoint may cost us: some a minute and a share of the calls, of which this many can be saved up. */
  retriesAMinute: 5,
  retriesPerCall: 0.2,
  savedRetries: 20,
  /** Failures in a row after which a model is left alone, and for how long; milliseconds. */
  breaker: { threshold: 3, pauseMs: 30_000 },
  /** Of the whole time of a call: how long its first byte may take, and how long it may fall silent after that. */
  firstByte: 0.6,
  nextByte: 0.4,
  /** An answer that is longer is not listened to; characters of what comes over the wire. */
  longestAnswer: 4_000_000,
} as const;
