import type { Horizon } from '@inbetwin/shared/contracts/sync.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { untilAborted } from '@inbetwin/shared/timing/until-heard.ts';
import { DEFAULT_RANGE, openKeptRange, startOfRange } from '../../database/kept-range.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { CollectionPull } from './pull-collection.ts';

/** What this device should hold of a large team, as its person chose. */
export type RangeFollower = {
  readonly horizon: (name: ReplicatedCollection) => Horizon | undefined;
  /** Downloads what the person chose to hold in addition, now and after each change of the choice, until `signal` aborts. */
  follow(pulls: ReadonlyMap<ReplicatedCollection, Pick<CollectionPull, 'refill'>>, signal: AbortSignal): Promise<void>;
  stop(): void;
};

/** Reads the person's choice and follows its changes. `wholeUpTo` replaces the sizes up to which collections are held whole, for tests. */
export const followRange = async (
  { database, now }: Pick<Workspace, 'database' | 'now'>,
  wholeUpTo: number | undefined,
): Promise<RangeFollower> => {
  const chosen = openKeptRange(database);
  let range = (await chosen.read())?.range ?? DEFAULT_RANGE;
  let onChosen = (): void => undefined;
  const stop = chosen.watch((value) => {
    const next = value?.range ?? DEFAULT_RANGE;
    if (next === range) return;
    range = next;
    onChosen();
  });
  return {
    horizon: (name) => {
      const { ofLargeTeams } = entities[name];
      const since = startOfRange(range, now());
      if (since === undefined || ofLargeTeams === 'everything') return undefined;
      return { since, wholeUpTo: wholeUpTo ?? ofLargeTeams.wholeUpTo };
    },
    follow: async (pulls, signal) => {
      let refilling: Promise<void> = Promise.resolve();
      const refillAll = async (): Promise<void> => {
        for (const pull of pulls.values()) if (!signal.aborted) await pull.refill();
      };
      onChosen = () => {
        refilling = refilling.then(refillAll);
      };
      onChosen();
      await untilAborted(signal);
      await refilling;
    },
    stop,
  };
};
