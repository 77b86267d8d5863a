/** What a process knows of its place as the single active consumer of a partition's queue. */
export type Place = {
  /** Identifies the subscription; a new one begins without a place. */
  readonly subscription: string;
  /** When it received its own beat on this subscription for the first time. Milliseconds. */
  readonly since: number;
  /** When the latest of its own beats that came back was sent. Milliseconds. */
  readonly provenAt: number;
};

type HeardBeat = { readonly subscription: string; readonly sentAt: number; readonly now: number };

/** The place after the process has received one of its own beats. */
export const afterBeat = (place: Place | undefined, { subscription, sentAt, now }: HeardBeat): Place => {
  const isKnown = place?.subscription === subscription;
  return {
    subscription,
    since: isKnown ? place.since : now,
    provenAt: isKnown ? Math.max(place.provenAt, sentAt) : sentAt,
  };
};

/**
 * Whether the process is the only one that works for the partition. The broker gives the place to one subscription at a time, so the beats
 * that a predecessor received were sent before `since`, and it does nothing `validMs` after the last of them. Times are those of one process.
 */
export const isHeld = (place: Place | undefined, now: number, validMs: number): boolean =>
  place !== undefined && now - place.since >= validMs && now - place.provenAt < validMs;
