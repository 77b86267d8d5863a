import { tooMany } from './take-point.ts';

/** Frees what was taken; calling it again has no effect. */
export type Release = () => void;

/** Limits how many operations run at the same time under one key. */
export type Slots = {
  /** Returns undefined when `limit` slots are already taken under this key. */
  tryTake(key: string): Release | undefined;
  /** Throws `request.too_many` when `limit` slots are already taken under this key. */
  take(key: string): Release;
};

type SlotOptions = {
  /** Maximum number of concurrent operations per key. */
  readonly limit: number;
  /** The subject of the error message: "Too many downloads". */
  readonly what: string;
  /** Seconds after which the client should retry. */
  readonly retryAfter: number;
};

/** Creates a limit on concurrent operations per key. */
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

/** Each team has `own` guaranteed slots; up to `perTeam` it competes with other teams for the shared slots, `inAll` in total. */
export type TeamSlotLimits = { readonly own: number; readonly perTeam: number; readonly inAll: number };

/** Creates a concurrency limit with a guaranteed share per team, so that one team cannot block the others. */
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

/** Takes all the wanted slots or none: if one is refused, those already taken are released. */
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
