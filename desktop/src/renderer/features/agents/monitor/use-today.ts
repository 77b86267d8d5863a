import { type RunTotals, totalsOf } from '@inbetwin/shared/agents/replay/diff-runs.ts';
import { startOfDay } from 'date-fns';
import { useLive } from '../../../workspace/live/use-live.ts';

/** More than these are not added up on a device. */
const MOST = 500;

export type Today = {
  readonly runs: number;
  readonly tokens: number;
  readonly costMicros: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
};

/** What the runs of this day, by this device's clock, used up; undefined until they are read. */
export const useToday = (now: number): Today | undefined => {
  const since = startOfDay(now).getTime();
  const runs = useLive(
    ({ collections }) =>
      collections.runs.find({
        selector: { updatedAt: { $gte: since } },
        sort: [{ updatedAt: 'desc' }, { id: 'desc' }],
        limit: MOST,
      }),
    [since],
  );
  if (!runs) return undefined;
  const all: readonly RunTotals[] = runs.map(totalsOf);
  return {
    runs: runs.length,
    tokens: all.reduce((sum, { tokens }) => sum + tokens.input + tokens.output, 0),
    costMicros: all.reduce((sum, { costMicros }) => sum + costMicros, 0),
    isMore: runs.length === MOST,
  };
};
