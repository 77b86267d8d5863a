import type { IndexedPassage } from '../search-index.ts';
import { type Gist, mayRepeat, saysTheSame } from './near-duplicates.ts';

/** Passages that are read as one at most. */
const MOST_JOINED = 3;

export type Arranged = {
  readonly slot: number;
  /** Slots of neighbours in reading order, `slot` among them. */
  readonly joined: readonly number[];
  /** What says the same as one of `joined`. */
  readonly duplicates: readonly number[];
};

type Reader = {
  passage(slot: number): IndexedPassage;
  gist(slot: number): Gist;
};

type Group = { readonly slot: number; readonly joined: number[]; readonly duplicates: number[] };

/**
 * Ranked passages as `limit` results, each passage in one of them: what says the same as a better one goes with it, and
 * so does the neighbour of a better one in the same source.
 */
export const arrangeResults = (ranked: readonly number[], limit: number, read: Reader): Arranged[] => {
  const groups: Group[] = [];
  for (const slot of ranked) {
    if (groups.some((group) => absorbs(group, slot, read))) continue;
    if (groups.length === limit) break;
    groups.push({ slot, joined: [slot], duplicates: [] });
  }
  return groups.map(({ slot, joined, duplicates }) => ({
    slot,
    joined: joined.sort((a, b) => read.passage(a).position - read.passage(b).position),
    duplicates,
  }));
};

const absorbs = (group: Group, slot: number, read: Reader): boolean => {
  if (isNeighbour(group, read.passage(slot), read)) group.joined.push(slot);
  else if (group.joined.some((shown) => isRepeated(shown, slot, read))) group.duplicates.push(slot);
  else return false;
  return true;
};

const isRepeated = (slot: number, other: number, read: Reader): boolean =>
  mayRepeat(read.passage(slot).text, read.passage(other).text) && saysTheSame(read.gist(slot), read.gist(other));

/** Question-answer pairs stand each for itself. */
const isNeighbour = ({ joined }: Group, passage: IndexedPassage, read: Reader): boolean =>
  joined.length < MOST_JOINED &&
  passage.question === undefined &&
  joined.some((slot) => {
    const { sourceId, position, question } = read.passage(slot);
    return question === undefined && sourceId === passage.sourceId && Math.abs(position - passage.position) === 1;
  });
