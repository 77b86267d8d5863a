import { tooMany } from './take-point.ts';

/** Ends what it was given for; calling it again does nothing. */
export type Release = () => void;

export type Slots = {
  /** Throws `request.too_many` when `limit` are taken under this key. */
  take(key: string): Release;
};

type SlotOptions = {
  /** At the same time, under each key. */
  readonly limit: number;
  /** What there are too many of: "Too many downloads". */
  readonly what: string;
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number;
};

/** Counts what goes on at the same time. */
export const createSlots = ({ limit, what, retryAfter }: SlotOptions): Slots => {
  const taken = new Map<string, number>();
  return {
    take: (key) => {
      const count = taken.get(key) ?? 0;
      if (count >= limit) throw tooMany(what, retryAfter);
      taken.set(key, count + 1);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        const left = (taken.get(key) ?? 1) - 1;
        if (left > 0) taken.set(key, left);
        else taken.delete(key);
      };
    },
  };
};

/** One of each, or none: what was taken before one that is refused is given back. */
export const takeAll = (wanted: readonly (readonly [slots: Slots, key: string])[]): Release => {
  const releases: Release[] = [];
  const release = (): void => {
    for (const each of releases) each();
  };
  try {
    for (const [slots, key] of wanted) releases.push(slots.take(key));
  } catch (error) {
    release();
    throw error;
  }
  return release;
};
