import { tooMany } from './take-point.ts';

/** Ends what it was given for; calling it again does nothing. */
export type Release = () => void;

export type Slots = {
  /** Undefined when `limit` are taken under this key. */
  tryTake(key: string): Release | undefined;
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
  const tryTake = (key: string): Release | undefined => {
    const count = taken.get(key) ?? 0;
    if (count >= limit) return undefined;
    taken.set(key, count + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (taken.get(key) ?? 1) - 1;
      if (left > 0) taken.set(key, left);
      else taken.delete(key);
    };
  };
  return {
    tryTake,
    take: (key) => {
      const release = tryTake(key);
      if (release) return release;
      throw tooMany(what, retryAfter);
    },
  };
};

/** `own` places of each team, which no other team can take from it; beyond them it shares `inAll` with the others. */
export type TeamSlotLimits = { readonly own: number; readonly perTeam: number; readonly inAll: number };

export const createTeamSlots = (
  { own, perTeam, inAll }: TeamSlotLimits,
  words: Pick<SlotOptions, 'what' | 'retryAfter'>,
): Pick<Slots, 'take'> => {
  const ownPlaces = createSlots({ limit: own, ...words });
  const shared = createSlots({ limit: perTeam - own, ...words });
  const all = createSlots({ limit: inAll, ...words });
  return {
    take: (teamId) =>
      ownPlaces.tryTake(teamId) ??
      takeAll([
        [shared, teamId],
        [all, 'all'],
      ]),
  };
};

/** One of each, or none: what was taken before one that is refused is given back. */
export const takeAll = (wanted: readonly (readonly [slots: Pick<Slots, 'take'>, key: string])[]): Release => {
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
