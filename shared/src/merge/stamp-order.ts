import type { Change } from '../entities/declaring/sync-fields.ts';
import { msOf } from './hybrid-clock.ts';

/**
 * Returns when the change happened, in Unix milliseconds: by its author's clock, or by the server's if the author's was
 * ahead.
 */
export const toldAt = ({ at, receivedAt }: Change): number => receivedAt ?? msOf(at);

/** Orders concurrent changes by time. A total order over different changes. */
export const isLater = (a: Change, b: Change): boolean => {
  const [timeOfA, timeOfB] = [toldAt(a), toldAt(b)];
  return timeOfA === timeOfB ? a.at > b.at : timeOfA > timeOfB;
};

/** A comparator for sorting. */
export const latestFirst = (a: Change, b: Change): number => {
  if (a.at === b.at) return 0;
  return isLater(a, b) ? -1 : 1;
};
