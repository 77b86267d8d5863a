import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import { startOfDay } from 'date-fns';
import type { RunList } from '../../../workspace/live/use-runs.ts';

/** Maximum number of runs that a device adds up. */
const MOST = 500;
const PAGE = 100;

export type Today = {
  readonly runs: number;
  readonly tokens: number;
  readonly costMicros: number;
  /** Whether there are more runs than were counted. */
  readonly isMore: boolean;
};

/** How many rows of the list of all runs must be read to cover today, by this device's clock. */
export const rowsOfToday = (list: RunList | undefined, now: number): number => {
  const known = list ? ofToday(list.items, now).length : 0;
  return Math.min(MOST, list && known === list.items.length ? known + PAGE : Math.max(known, 1));
};

/** What today's runs consumed; undefined until they are read and while the server is unreachable. */
export const totalsOfToday = (list: RunList | undefined, now: number): Today | undefined => {
  if (!list || list.isKept) return undefined;
  const runs = ofToday(list.items, now).slice(0, MOST);
  const isAll = list.isWhole || runs.length < list.items.length || runs.length === MOST;
  if (!isAll) return undefined;
  return {
    runs: runs.length,
    tokens: runs.reduce((sum, { tokens }) => sum + tokens.input + tokens.output, 0),
    costMicros: runs.reduce((sum, { costMicros }) => sum + costMicros, 0),
    isMore: runs.length === MOST,
  };
};

const ofToday = (runs: readonly RunSummary[], now: number): readonly RunSummary[] => {
  const since = startOfDay(now).getTime();
  return runs.filter(({ updatedAt }) => updatedAt >= since);
};
