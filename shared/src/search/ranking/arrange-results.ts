import type { IndexedPassage } from '../search-index.ts';
import { type Gist, mayRepeat, saysTheSame } from './near-duplicates.ts';

/** The maximum number of passages joined in one result. */
const MOST_JOINED = 3;

/** One result: a passage with its joined neighbors and duplicates, as slots. */
export type Arranged = {
  readonly slot: number;
  /** Slots of neighbors in reading order, including `slot`. */
  readonly joined: readonly number[];
  /** Slots of passages with the same content as one of `joined`. */
  readonly duplicates: readonly number[];
};

type Reader = {
  passage(slot: number): IndexedPassage;
  gist(slot: number): Gist;
};

type Group = { readonly slot: number; readonly joined: number[]; readonly duplicates: number[] };

/**
 * Arranges ranked passages as `limit` results, each passage in one of them: a duplicate of a better passage joins its
 * result, and so does a neighbor of a better passage in the same source.
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
  if (isNeighbor(group, read.passage(slot), read)) group.joined.push(slot);
  else if (group.joined.some((shown) => isRepeated(shown, slot, read))) group.duplicates.push(slot);
  else return false;
  return true;
};

const isRepeated = (slot: number, other: number, read: Reader): boolean =>
  mayRepeat(read.passage(slot).text, read.passage(other).text) && saysTheSame(read.gist(slot), read.gist(other));

/** Question-answer pairs are never joined. */
const isNeighbor = ({ joined }: Group, passage: IndexedPassage, read: Reader): boolean =>
  joined.length < MOST_JOINED &&
  passage.question === undefined &&
  joined.some((slot) => {
    const { sourceId, position, question } = read.passage(slot);
    return question === undefined && sourceId === passage.sourceId && Math.abs(position - passage.position) === 1;
  });
