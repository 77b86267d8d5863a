import type { Change } from '../entities/sync-fields.ts';
import { msOf } from './hybrid-clock.ts';

/** When it happened, Unix ms: as its author's clock told, unless that was ahead of the server's. */
export const toldAt = ({ at, receivedAt }: Change): number => receivedAt ?? msOf(at);

/** The order of time, for what no knowledge of one another orders. Total over different changes. */
export const isLater = (a: Change, b: Change): boolean => {
  const [timeOfA, timeOfB] = [toldAt(a), toldAt(b)];
  return timeOfA === timeOfB ? a.at > b.at : timeOfA > timeOfB;
};

/** For sorting. */
export const latestFirst = (a: Change, b: Change): number => {
  if (a.at === b.at) return 0;
  return isLater(a, b) ? -1 : 1;
};
